"""Sphinx extension of the book: formulas at build time, explorables without a kernel, one style sheet, no other host.

Wires together the modules beside it, and makes the theme and two extensions of Jupyter Book fit for this site.
"""

import sys
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

import actlib

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))  # this folder is no package; its modules import one another by their bare names

import course  # noqa: E402
import entries  # noqa: E402
import links  # noqa: E402
import page  # noqa: E402
import policy  # noqa: E402
import states  # noqa: E402
import stylesheet  # noqa: E402
import widgets  # noqa: E402
from katex import KatexRenderer, formulas_in_outputs  # noqa: E402

PARALLEL_SAFE = ("sphinx_multitoc_numbering", "sphinx_jupyterbook_latex")
"""They say nothing about parallel reading, which forbids it; they work on the finished environment, so it is safe."""


def setup(app: Sphinx) -> dict:
    """Register everything."""
    renderer = KatexRenderer()
    app.add_html_math_renderer("katex", (renderer.visit_inline, None), (renderer.visit_block, None))
    app.add_transform(entries.IndexEntries)
    app.add_post_transform(widgets.PictureInWidget)
    app.connect("config-inited", configure, priority=1)
    app.connect("builder-inited", allow_parallel_reading)
    app.connect("html-collect-pages", entries.remember_entries)
    app.connect("html-page-context", formulas_in_outputs)
    app.connect("html-page-context", widgets.slim_widget_state, priority=900)
    app.connect("html-page-context", page.load_what_tables_need, priority=900)
    app.connect("html-page-context", page.keep_needed_scripts, priority=950)
    app.connect("html-page-context", page.mend_roles)
    app.connect("html-page-context", page.tell_search_engines)
    app.connect("html-page-context", page.lead_to_pages)
    links.setup_links(app)
    states.setup_states(app)
    course.setup_course(app)
    # after the theme, which writes its colours of code when the build has finished
    app.connect("build-finished", widgets.write_sources, priority=900)
    app.connect("build-finished", stylesheet.write_stylesheet, priority=901)
    app.connect("build-finished", page.remove_unused_files, priority=902)
    app.connect("build-finished", policy.write_policies, priority=903)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def configure(app: Sphinx, config: Config) -> None:
    """Point Sphinx and MyST-NB to the files beside this one."""
    config.version = config.release = actlib.__version__
    config.html_static_path.append(str(HERE / "static"))
    config.templates_path.append(str(HERE / "templates"))
    config.nb_ipywidgets_js = {}  # not require.js and html-manager; see widgets.slim_widget_state
    config.html_theme_options = {"back_to_top_button": False, **config.html_theme_options}
    del app


def allow_parallel_reading(app: Sphinx) -> None:
    """Vouch for extensions that do not say whether they can be read in parallel."""
    for name in PARALLEL_SAFE:
        if name in app.extensions:
            app.extensions[name].parallel_read_safe = True
            app.extensions[name].parallel_write_safe = True
