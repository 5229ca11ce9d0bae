"""Tables, one row a function or a claim: as text that is the same in every run, and as HTML that can be searched.

The HTML says of each column how it may be sorted and filtered; the book's script reads that. Without the script, and in
a notebook, the whole table stands there. Each cell names its column, for paper, where a row becomes a list.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from actlib.activation import Activation
from actlib.catalogue import catalogue, relatives

_NOISE = 1e-12
"""Sums of declared constants below this are rounding errors of zero, and differ from machine to machine."""
_FRAMEWORKS = {"torch": ("PyTorch", "nn."), "keras": ("Keras", "keras.activations."), "jax": ("JAX", "jax.nn.")}


def number(value):
    """Return a number of the catalogue as text: six digits, with the signs that print uses.

    Parameters
    ----------
    value : float or None
        None and nan stand for what does not exist.

    Returns
    -------
    str

    Examples
    --------
    >>> [number(v) for v in (-0.27846454, -math.inf, 1.7e-16, None)]
    ['−0.278465', '−∞', '0', '–']
    """
    if value is None or math.isnan(value):
        return "–"
    text = "0" if abs(value) < _NOISE else f"{value:.6g}"
    return text.replace("inf", "∞").replace("-", "−")


def formula(latex):
    r"""Return LaTeX as HTML that JupyterLab typesets in the browser and the book when it is built.

    Parameters
    ----------
    latex : str

    Returns
    -------
    str

    Examples
    --------
    >>> formula("x < 1")
    '<span class="tex">\\(x &lt; 1\\)</span>'
    """
    return rf'<span class="tex">\({escape(latex)}\)</span>'


@dataclass(frozen=True)
class Column:
    """What a table shows of each item; below, `f` is a function of the catalogue or whatever else has a row.

    Parameters
    ----------
    title : str
        Its head.
    text : callable
        ``text(f)``: what a reader sees, as plain text.
    html : callable, optional
        ``html(f)``: the same as HTML. Default: the text, escaped.
    value : callable, optional
        ``value(f)``: the number to sort by; without it, columns whose `sort` is true are sorted by their text.
    kinds : callable, optional
        ``kinds(f)``: the texts under which a filter finds the row; without it there is no filter.
    sort, search : bool
        Whether the table may be sorted by the column, and whether a search looks into it.
    long : bool
        Whether its texts are long; in the text form such columns come last, unaligned.
    """

    title: str
    text: Callable
    html: Callable | None = None
    value: Callable | None = None
    kinds: Callable | None = None
    sort: bool = False
    search: bool = False
    long: bool = False

    def head(self):
        """Return its head as HTML."""
        order = "number" if self.value else "text" if self.sort else ""
        marks = (f' data-sort="{order}"' * bool(order), " data-search" * self.search)
        return f'<th scope="col"{"".join(marks)}>{escape(self.title)}</th>'

    def cell(self, f):
        """Return what stands in the row of `f` as the inside of an HTML element, and the element's attributes."""
        inside = self.html(f) if self.html else escape(self.text(f))
        value = self.value(f) if self.value else None
        attributes = f' data-head="{escape(self.title)}"'
        if value is not None and not math.isnan(value):
            attributes += f' data-value="{_script_number(value)}"'
        if self.kinds:
            attributes += f' data-kinds="{escape("|".join(self.kinds(f)))}"'
        return inside, attributes


class Matrix:
    """A table with a row for each item; its first column names the rows.

    Parameters
    ----------
    name : str
        An identifier, of which the caption's is made.
    caption : str
        What the table shows.
    columns : sequence of Column
        From left to right.
    items : sequence, optional
        What has a row. Default: the functions of the catalogue.
    key : str, optional
        The attribute that names an item, for the row's identifier. Default: its name.
    noun, search : str, optional
        What the items are called in the plural, and the label of the search.
    """

    def __init__(self, name, caption, columns, items=None, *, key="name", noun="functions", search="Search names"):
        self.name, self.caption, self.columns = name, caption, tuple(columns)
        self.items = catalogue() if items is None else tuple(items)
        self.key, self.noun, self.search = key, noun, search

    def rows(self):
        """Return the texts, row by row.

        Returns
        -------
        list of list of str
        """
        return [[column.text(f) for column in self.columns] for f in self.items]

    def __repr__(self):
        """Return the table as text: the caption, aligned columns, and at the end of each line what is long."""
        rows = [[column.title for column in self.columns], *self.rows()]
        order = sorted(range(len(self.columns)), key=lambda i: self.columns[i].long)
        widths = [0 if column.long else max(len(row[i]) for row in rows) for i, column in enumerate(self.columns)]
        return "\n".join([self.caption, *("  ".join(row[i].ljust(widths[i]) for i in order).rstrip() for row in rows)])

    def _repr_html_(self):
        heads = "".join(column.head() for column in self.columns)
        body = "\n".join(map(self._row, self.items))
        label = f"matrix-{self.name}"
        return (
            f"{self._controls(label)}"
            f'<div class="matrix-box" role="region" tabindex="0" aria-labelledby="{label}">'
            f'<table class="matrix" data-noun="{self.noun}">'
            f'<caption id="{label}">{escape(self.caption)}</caption>'
            f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>"
        )

    def _controls(self, label):
        """The form above the table; hidden, as it works only where the book's script is."""
        search = f'<label>{self.search}<input type="search" autocomplete="off" spellcheck="false"></label>'
        filters = "".join(self._filter(i, column) for i, column in enumerate(self.columns) if column.kinds)
        rest = '<button type="button">Reset</button><p class="matrix-count" role="status"></p>'
        marks = f'class="matrix-controls" role="search" aria-labelledby="{label}" hidden'
        return f"<form {marks}>{search}{filters}{rest}</form>"

    def _filter(self, number, column):
        kinds = dict.fromkeys(kind for f in self.items for kind in column.kinds(f))
        options = "".join(f"<option>{escape(kind)}</option>" for kind in kinds)
        first = '<option value="">any</option>'
        return f'<label>{escape(column.title)}<select data-column="{number}">{first}{options}</select></label>'

    def _row(self, f):
        (name, marks), *cells = (column.cell(f) for column in self.columns)
        # the search index takes the tags out and keeps what is between them: words must not run together
        rest = "".join(f" <td{attributes}>{inside}</td>" for inside, attributes in cells)
        return f'<tr id="{self.name}-{getattr(f, self.key)}"><th scope="row"{marks}>{name}</th>{rest}</tr>'


def _sorted_into(title, text):
    return Column(title, text, kinds=lambda f: [text(f)], sort=True)


NAME = Column(
    "Function",
    lambda f: f.name + (f"(x, {_defaults(f)})" if f.parameters else ""),
    html=lambda f: f"<code>{_breakable(f.name)}</code>{_small(_defaults(f))}",
    sort=True,
    search=True,
)
FORMULA = Column("f(x)", lambda f: f.formula, html=lambda f: formula(f.formula), long=True)


FAMILY = _sorted_into("Family", lambda f: f.family.replace("_", " "))


def property_matrix(functions=None):
    """Return the property matrix: what is known of each function, at its default parameters.

    Parameters
    ----------
    functions : sequence of Activation, optional
        Default: the catalogue and its relatives. Of what is no function of one number on the whole line only the
        formula and the names are shown.

    Returns
    -------
    Matrix

    Examples
    --------
    >>> import actlib as act
    >>> row = dict(zip([c.title for c in _COLUMNS], property_matrix([act.silu]).rows()[0], strict=True))
    >>> row["Range"], row["Minimum"], row["Saturates"], row["Gain"]
    ('−0.278465 to ∞', '−0.278465 at −1.27846', 'left', '1.67653')
    """
    every = (*catalogue(), *relatives()) if functions is None else functions
    return Matrix("properties", "What is known of each function, at the parameters shown", _COLUMNS, every)


def _script_number(value):
    return repr(float(value)).replace("inf", "Infinity")


def _breakable(name):
    """A name as HTML that may go on in a new line after an underscore."""
    return escape(name).replace("_", "_<wbr>")


def _small(text):
    return f"<small>{escape(text)}</small>" if text else ""


def _defaults(f):
    return ", ".join(f"{name}={parameter.default!r}" for name, parameter in f.parameters.items())


def _facts(f):
    """The facts of a function on the whole line; None for maps of vectors and functions on an interval."""
    return f.facts if isinstance(f, Activation) and f.family != "link" else None


def _told(text):
    """``text(facts)`` of a function that has facts, a dash for others."""
    return lambda f: text(_facts(f)) if _facts(f) else "–"


def _range(facts):
    return f"{number(facts.infimum)} to {number(facts.supremum)}"


def _boundedness(facts):
    below, above = math.isfinite(facts.infimum), math.isfinite(facts.supremum)
    return "bounded" if below and above else "bounded below" if below else "bounded above" if above else "unbounded"


def _sides(facts):
    words = {(True, True): "both sides", (True, False): "left", (False, True): "right", (False, False): "no"}
    return words[facts.saturates]


def _smoothness(facts):
    text = facts.smoothness
    return text if text == "discontinuous" else "C" + text[1:].replace("inf", "∞").translate(_RAISED)


_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def _minimum(facts):
    if facts.minimum is None:
        return "–"
    return number(facts.minimum) + ("" if facts.argmin is None else f" at {number(facts.argmin)}")


def _spellings(f):
    """How each framework spells the function, by the framework's name."""
    names = {word: prefix + getattr(f, key) for key, (word, prefix) in _FRAMEWORKS.items() if getattr(f, key)}
    return names or {"none": "–"}


def _numeric(title, field, text=None):
    def value(f):
        found = getattr(_facts(f), field, None)
        return math.nan if found is None else found

    return Column(title, text or (lambda f: number(value(f))), value=value)


_COLUMNS = (
    NAME,
    FORMULA,
    FAMILY,
    Column("Range", _told(_range), kinds=lambda f: [_told(_boundedness)(f)]),
    Column("Limits", _told(lambda facts: ", ".join(map(number, facts.limits)))),
    _sorted_into("Monotonicity", _told(lambda facts: facts.monotonicity)),
    _sorted_into("Convexity", _told(lambda facts: facts.convexity)),
    _sorted_into("Smoothness", _told(_smoothness)),
    Column("Kinks", _told(lambda facts: ", ".join(map(number, facts.kinks)) or "–")),
    _sorted_into("Parity", _told(lambda facts: facts.parity)),
    _sorted_into("Identity at 0", _told(lambda facts: "yes" if facts.identity_at_origin else "no")),
    _sorted_into("Saturates", _told(_sides)),
    _numeric("Lipschitz", "lipschitz"),
    _numeric("Minimum", "minimum", _told(_minimum)),
    _numeric("Mean", "gaussian_mean"),
    _numeric("Second moment", "gaussian_second_moment"),
    _numeric("Mean slope", "gaussian_mean_derivative"),
    _numeric("Mean squared slope", "gaussian_second_moment_derivative"),
    _numeric("Gain", "gain"),
    _numeric("χ₁", "chi_1"),
    Column(
        "Frameworks",
        lambda f: ", ".join(_spellings(f).values()),
        html=lambda f: "<br> ".join(map(escape, _spellings(f).values())),
        kinds=_spellings,
        search=True,
        long=True,
    ),
    Column("Also called", lambda f: "; ".join(f.aliases) or "–", search=True, long=True),
    Column("Source", lambda f: ", ".join(f.references) or "–", search=True, long=True),
)  # fmt: skip
