"""An explorable: a pure function that a reader moves, alive with a kernel and without one."""

from collections.abc import Callable, Sequence
from functools import cached_property

from actlib._extras import extra
from actlib.widgets import picture
from actlib.widgets.controls import Control
from actlib.widgets.marks import Axis, Mark, Panel
from actlib.widgets.scene import Frame, Scene
from actlib.widgets.table import Table


class Explorable:
    """A figure with controls, and the same figure wherever it is read.

    In a notebook with a kernel every move of a control asks Python for the exact frame. On a static page the browser
    draws from a table that was computed when the notebook ran, and is never off by half a pixel. Where no script runs
    there is a picture.

    Parameters
    ----------
    compute : callable
        Pure. Takes the controls by name and returns a dict of 1-D arrays, numbers and texts; the shapes must not depend
        on the controls. A generator function may yield several such dicts: the last is the result, and with a kernel
        the reader sees those before it on the way there, and may interrupt by moving on.
    controls : sequence of Slider, Stops or Choice
        What the reader moves.
    panels : sequence of Panel, optional
        What is drawn. Either this, or for a single panel `marks`, `x` and `y`.
    marks : sequence of Line, Area, Points, Rule or Map, optional
        The marks of the only panel.
    x, y : Axis, optional
        The axes of the only panel.
    name : str
        ``"<chapter>/<scene>"``.
    title : str
        What it is about, in a few words.
    question : str
        What the reader should guess before moving anything.
    describe : str
        A format template that tells the state in words; its fields are controls, numbers and texts of `compute`.
    stored : sequence of dict, optional
        The states that a static page carries: of each the values of some controls, the others having their defaults.
        In any other state the page says that it takes a kernel. Default: all states.

    Raises
    ------
    TypeError, ValueError
        If the parts do not fit together; the message names the part.

    Examples
    --------
    >>> import numpy as np
    >>> from actlib.widgets import Axis, Explorable, Line, Slider
    >>> def compute(a):
    ...     x = np.linspace(-1, 1, 41)
    ...     return {"x": x, "y": a * x**2, "top": float(a)}
    >>> scene = Explorable(
    ...     compute,
    ...     controls=[Slider("a", -1, 1, default=0.5, step=0.1)],
    ...     marks=[Line("x", "y", label="a x²")],
    ...     x=Axis("x", -1, 1),
    ...     y=Axis("y", -1, 1),
    ...     name="demo/parabola",
    ...     title="A parabola",
    ...     question="Guess first: what does a negative a do?",
    ...     describe="At a = {a:.1f} the ends are at {top:.1f}.",
    ... )
    >>> scene
    Explorable("demo/parabola", a: -1 … 1, default 0.5)
    >>> scene.description(a=-0.2)
    'At a = −0.2 the ends are at −0.2.'
    >>> scene.interpolation_error() < 0.5
    True
    """

    def __init__(
        self,
        compute: Callable,
        controls: Sequence[Control],
        panels: Sequence[Panel] | None = None,
        *,
        marks: Sequence[Mark] | None = None,
        x: Axis | None = None,
        y: Axis | None = None,
        name: str,
        title: str,
        describe: str,
        question: str = "",
        stored: Sequence[dict] | None = None,
    ):
        if (panels is None) == (marks is None):
            raise TypeError("give either panels= or marks= with x= and y=, not both and not neither")
        if panels is None:
            panels = [Panel(x, y, marks)]
        elif x is not None or y is not None:
            raise TypeError("x= and y= go with marks=; panels have their own axes")
        self.scene = Scene(compute, tuple(controls), tuple(panels), name, title, question, describe, stored)

    @cached_property
    def table(self) -> Table:
        """What a static page carries; computed when it is first needed."""
        return Table.of(self.scene)

    @cached_property
    def widget(self):
        """The Jupyter widget; made when it is first shown, since a widget talks to the kernel."""
        with extra("widgets"):
            from actlib.widgets.widget import ExplorableWidget

        return ExplorableWidget(self.scene, self.table)

    def frame(self, **values) -> Frame:
        """Return the exact frame with the named controls at these values and the others at their defaults."""
        return self.scene.frame(self.scene.index_of(**values))

    def description(self, **values) -> str:
        """Return that frame in words."""
        return self.scene.description(self.frame(**values))

    def interpolation_error(self) -> float:
        """Return the largest error of the static page in pixels; see `Table.error`."""
        return self.table.error()

    def picture(self, **values) -> str:
        """Return that frame as an SVG document."""
        return picture.svg(self.scene, self.frame(**values))

    def __repr__(self):
        """Return name and controls; the same in every run."""
        return f'Explorable("{self.scene.name}", {"; ".join(map(str, self.scene.controls))})'

    def _repr_mimebundle_(self, **_):
        alt = picture.alt_text(self.scene, self.frame())
        data = {
            "application/vnd.jupyter.widget-view+json": {
                "version_major": 2,
                "version_minor": 0,
                "model_id": self.widget.model_id,
            },
            "image/svg+xml": self.picture(),
            "text/plain": repr(self),
        }
        return data, {"image/svg+xml": {"alt": alt}}
