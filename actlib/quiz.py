"""Self-check questions that need no kernel: what is asked, options with feedback, and a computation that is the key.

A question's check is a function of what an option says. It computes whether that is so; exactly one option of a
question must be, and it must be the one that the question calls right. A wrong key therefore fails wherever the
question is shown, and in the tests.
"""

import importlib
import pkgutil
from dataclasses import dataclass

_QUESTIONS = {}


@dataclass(frozen=True)
class Option:
    """One of the answers to choose from.

    Parameters
    ----------
    text : str
        What the reader sees; ``$…$`` is LaTeX, backticks are code.
    says : object
        What the text says, in a form that the check understands: a number, a function, a tuple. Not a truth value.
    feedback : str
        What a reader who chooses it is told: why it is right, or which slip leads to it. Written like `text`.
    right : bool
        Whether the question calls it right.

    Examples
    --------
    >>> Option("one half", 0.5, "Yes: by symmetry.", True).right
    True
    """

    text: str
    says: object
    feedback: str
    right: bool


def right(text, says, feedback):
    """Return the option that is right.

    Parameters
    ----------
    text, says, feedback
        As in `Option`.

    Returns
    -------
    Option

    Examples
    --------
    >>> right("one half", 0.5, "Yes: by symmetry.").right
    True
    """
    return Option(text, says, feedback, True)


def wrong(text, says, feedback):
    """Return an option that is wrong.

    Parameters
    ----------
    text, says, feedback
        As in `Option`.

    Returns
    -------
    Option

    Examples
    --------
    >>> wrong("one", 1.0, "That is the largest value, not the mean.").right
    False
    """
    return Option(text, says, feedback, False)


@dataclass(frozen=True)
class Question:
    """A question with its options and the check that computes which of them is right.

    Parameters
    ----------
    name : str
        ``chapter/name``.
    asks : str
        The question; ``$…$`` is LaTeX, backticks are code.
    options : tuple of Option
        In the order in which they are shown.
    check : callable
        ``check(says)``: whether what an option says is so.

    Examples
    --------
    >>> import actlib as act
    >>> act.question("sigmoid/ten_gates").verdicts()
    (False, True, False, False)
    """

    name: str
    asks: str
    options: tuple
    check: object

    def verdicts(self):
        """Compute of each option whether it is right.

        Returns
        -------
        tuple of bool

        Raises
        ------
        ValueError
            If the computation disagrees with what the question calls right.

        Examples
        --------
        >>> get("softmax/tie").verdicts()
        (False, True, False, False)
        """
        computed = tuple(bool(self.check(option.says)) for option in self.options)
        if computed != tuple(option.right for option in self.options):
            holds = [option.text for option, holds in zip(self.options, computed, strict=True) if holds]
            raise ValueError(f"the key of {self.name} is wrong: its check holds for {holds}")
        return computed

    def __repr__(self):
        """The question as text, with the answers below it; stable from run to run."""
        from actlib import _fieldset

        return _fieldset.text(self, self.verdicts())

    def _repr_html_(self):
        from actlib import _fieldset

        return _fieldset.html(self, self.verdicts())

    def _repr_mimebundle_(self, **_):
        """Text and form, for which the check is run once."""
        from actlib import _fieldset

        verdicts = self.verdicts()
        return {"text/plain": _fieldset.text(self, verdicts), "text/html": _fieldset.html(self, verdicts)}


def question(name, *, asks, options):
    """Register a question of a chapter; the decorated function is its check.

    Parameters
    ----------
    name : str
        Its name in the chapter; the chapter is the module's name.
    asks, options
        As in `Question`.

    Returns
    -------
    callable
        The decorator; it returns the check unchanged.

    Raises
    ------
    ValueError
        If the name is taken, there are fewer than three options, not exactly one of them is called right, two have
        the same text or feedback, or an option says a truth value.

    Examples
    --------
    >>> question("half", asks="What is half of 1?", options=[right("one half", 0.5, "Yes.")])
    Traceback (most recent call last):
    ...
    ValueError: half has 1 options; give three or more, of which one is right
    """
    if len(options) < 3 or sum(option.right for option in options) != 1:
        raise ValueError(f"{name} has {len(options)} options; give three or more, of which one is right")
    if any(len({getattr(option, part) for option in options}) < len(options) for part in ("text", "feedback")):
        raise ValueError(f"two options of {name} have the same text or feedback; give each its own")
    if any(isinstance(option.says, bool) for option in options):
        raise ValueError(f"an option of {name} says True or False; give what the check can put to the test")

    def enter(check):
        full = f"{check.__module__.rpartition('.')[2]}/{name}"
        if full in _QUESTIONS and _QUESTIONS[full].check.__name__ != check.__name__:
            raise ValueError(f"{full} is asked twice: by {_QUESTIONS[full].check.__name__} and {check.__name__}")
        _QUESTIONS[full] = Question(full, asks, tuple(options), check)
        return check

    return enter


def questions():
    """Return every question, chapter by chapter, each chapter's in the order of its module.

    Returns
    -------
    tuple of Question

    Examples
    --------
    >>> "sigmoid/ten_gates" in [q.name for q in questions()]
    True
    """
    from actlib import questions as chapters

    for module in pkgutil.iter_modules(chapters.__path__):
        importlib.import_module(f"{chapters.__name__}.{module.name}")
    return tuple(sorted(_QUESTIONS.values(), key=lambda q: q.name.partition("/")[0]))


def get(name):
    """Return the question of a name; in a notebook it shows as a form with feedback.

    Parameters
    ----------
    name : str
        ``chapter/name``, for instance "sigmoid/ten_gates".

    Returns
    -------
    Question

    Raises
    ------
    KeyError
        If there is no such question.

    Examples
    --------
    >>> get("sigmoid/ten_gates").name
    'sigmoid/ten_gates'
    """
    found = {q.name: q for q in questions()}
    if name not in found:
        raise KeyError(f"no question is called {name!r}; there are {', '.join(found)}")
    return found[name]
