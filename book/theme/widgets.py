"""Explorables on a site without a kernel: slim state, each source in one file, and the picture in the mount."""

import hashlib
import json
import re
from pathlib import Path
from xml.etree import ElementTree

from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform

STATE = "application/vnd.jupyter.widget-state+json"
VIEW = "application/vnd.jupyter.widget-view+json"
KEPT = ("scene", "table", "state", "_esm")
"""The traits that the static host needs; the rest of a widget's state is for Jupyter."""


class PictureInWidget(SphinxPostTransform):
    """Put the picture of a widget into its mount, where it stands until, or unless, the script draws.

    MyST-NB has kept every form of an output and is about to choose one of them; this runs just before.
    """

    default_priority = 3
    formats = ("html",)

    def run(self, **_) -> None:
        """Combine the view and the picture of each output that has both."""
        for bundle in list(self.document.findall(_is_bundle)):
            forms = {form["mime_type"]: form for form in bundle.children}
            if VIEW in forms and "image/svg+xml" in forms:
                self._combine(forms[VIEW], forms["image/svg+xml"])

    def _combine(self, view, drawing):
        image = next(drawing.findall(nodes.image))
        image["alt"] = self._description(image["uri"])
        image["loading"] = "lazy"
        mount = nodes.container(classes=["explorable-mount"])
        mount += [drawing.deepcopy().children[0], view.children[0]]
        view.children = []
        view += mount

    def _description(self, uri):
        svg = ElementTree.parse(Path(self.app.srcdir) / uri.lstrip("/")).getroot()
        words = [svg.findtext("{http://www.w3.org/2000/svg}" + tag, "") for tag in ("title", "desc")]
        return ". ".join(words)


def _is_bundle(node):
    return isinstance(node, nodes.container) and node.get("nb_element") == "mime_bundle"


def slim_widget_state(app, pagename, templatename, context, doctree) -> None:
    """Replace the state script of a page by a smaller one at the end of the page.

    The same renderer stands in the state of every widget. Here it is named by its hash, `write_sources` writes it once
    for the whole site, and the page loads that file.
    """
    del pagename, templatename, doctree
    scripts = context["script_files"]
    for script in [script for script in scripts if getattr(script, "attributes", {}).get("type") == STATE]:
        scripts.remove(script)
        state, sources = split_sources(json.loads(script.attributes["body"]))
        for name, source in sources.items():
            folder = Path(app.doctreedir) / "widget_sources"
            folder.mkdir(exist_ok=True)
            (folder / f"{name}.json").write_text(json.dumps(source), encoding="utf-8")
            app.add_js_file(f"widget_{name}.js", priority=400, defer="defer")
        app.add_js_file("static_host.js", priority=401, defer="defer")  # after the sources, before all that can wait
        context["body"] = reserve_space(context["body"], state)
        context["widget_state"] = json.dumps(state, separators=(",", ":"), ensure_ascii=False).replace("</", "<\\/")


def reserve_space(body: str, models: dict) -> str:
    """Tell each mount what will be drawn in it, so that the style sheet keeps the space and the page does not jump."""

    def with_counts(match):
        scene = models.get(match[2], {}).get("state", {}).get("scene")
        if scene is None:
            return match[0]
        counts = f"--panels: {len(scene['panels'])}; --controls: {len(scene['controls'])}"
        return f'<div style="{counts}" {match[1]}"model_id": "{match[2]}"'

    mount = re.compile(r'<div (class="[^"]*explorable-mount(?:(?!</div>).)*)"model_id": "([0-9a-f]+)"', re.DOTALL)
    return mount.sub(with_counts, body)


def split_sources(state: dict) -> tuple[dict, dict[str, str]]:
    """Return the anywidgets of a widget state with hashes in place of their sources, and the sources by hash.

    Examples
    --------
    >>> model = {"model_module": "anywidget", "state": {"_esm": "export default {}", "_css": "", "layout": "x"}}
    >>> slim, sources = split_sources({"state": {"a": model, "b": {"model_module": "other", "state": {}}}})
    >>> slim == {"a": {"state": {"_esm": next(iter(sources))}, "buffers": []}}
    True
    """
    models, sources = {}, {}
    for model_id, model in state["state"].items():
        if model["model_module"] != "anywidget":
            continue
        kept = {name: model["state"][name] for name in KEPT if name in model["state"]}
        name = hashlib.sha256(kept["_esm"].encode()).hexdigest()[:12]
        sources[name] = kept["_esm"]
        models[model_id] = {"state": {**kept, "_esm": name}, "buffers": model.get("buffers", [])}
    return models, sources


def classic(module: str) -> str:
    """Return a module without imports as an expression whose value is its default export.

    Examples
    --------
    >>> classic("export const a = 1;\\nexport default { a };\\n")
    '(() => {\\nconst a = 1;\\nreturn { a };\\n\\n})()'
    """
    text = re.sub(r"^export default\b", "return", module, flags=re.MULTILINE)
    text = re.sub(r"^export (?=(async )?(function|const|let|class)\b)", "", text, flags=re.MULTILINE)
    if found := re.search(r"^(import|export)\b.*", text, re.MULTILINE):
        raise ExtensionError(f"a widget's source has {found[0]!r}; write it as one module with a default export")
    return f"(() => {{\n{text}\n}})()"


def write_sources(app, exception) -> None:
    """Write each renderer as a script that hands it to the static host.

    A classic script, since browsers refuse modules on pages opened from disk, and the site's policy those made of text.
    """
    if exception or app.builder.format != "html":
        return
    for path in (Path(app.doctreedir) / "widget_sources").glob("*.json"):
        source = json.loads(path.read_text(encoding="utf-8"))
        target = Path(app.outdir) / "_static" / f"widget_{path.stem}.js"
        target.write_text(f'(window.widgets ??= {{}})["{path.stem}"] = {classic(source)};\n', encoding="utf-8")
