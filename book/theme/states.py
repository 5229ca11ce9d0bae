"""Links to states of explorables: the role {state}`words <chapter/scene?control=value&...>`, checked by the build.

On the site the address of the same page is followed by the explorable, which see; in a book on paper the words remain.
"""

from functools import cache
from urllib.parse import quote, unquote

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import ReferenceRole

from actlib.explorables import all_scenes

LOGGER = logging.getLogger(__name__)


@cache
def scenes() -> dict:
    """Return every scene by its name."""
    return {make().scene.name: make().scene for make in all_scenes()}


def address_of(target: str) -> str:
    """Return the fragment of an address for a state, in which controls that are not named have their defaults.

    Raises
    ------
    ValueError
        If there is no such scene, control or value, or a page without a kernel can't show the state.

    Examples
    --------
    >>> address_of("relu/graveyard?rate=0.2&step=3")
    '#relu/graveyard?rate=0.2&step=3'
    """
    name, _, query = target.partition("?")
    if name not in scenes():
        raise ValueError(f"there is no scene {name!r}")
    scene, values, pairs = scenes()[name], {}, []
    for pair in filter(None, query.split("&")):
        key, _, text = unquote(pair).partition("=")
        control = next((control for control in scene.controls if control.name == key), None)
        texts = [shown.replace("−", "-") for shown in control.texts] if control else []
        if text not in texts:
            raise ValueError(f"{name} has no {pair!r}; {key} can be {', '.join(texts) or 'nothing: no such control'}")
        values[key] = control.values[texts.index(text)]
        pairs.append(f"{key}={quote(text, safe='')}")
    if scene.stored is not None and scene.index_of(**values) not in scene.states:
        raise ValueError(f"{name} does not store the state {query!r}")
    return f"#{name}?{'&'.join(pairs)}"


class StateRole(ReferenceRole):
    """A link to a state of an explorable of the same page."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the link for the site, and the words for every other form of the book."""
        words = nodes.Text(self.title)
        try:
            address = address_of(self.target)
            if self.target.partition("/")[0] != self.env.docname.rpartition("/")[2]:
                raise ValueError("the scene stands on another page")
        except ValueError as error:
            LOGGER.warning("state %s: %s", self.target, error, location=self.get_location())
            return [words], []
        link = nodes.reference("", "", words, refuri=address)
        return [
            addnodes.only("", link, expr="builder_html"),
            addnodes.only("", words.copy(), expr="not builder_html"),
        ], []


def setup_states(app: Sphinx) -> None:
    """Register the role."""
    app.add_role("state", StateRole())
