"""The ledger: what the notes claim, what is true, and the computation that tells.

A check is a function whose keyword arguments stand for what could be wrong: a formula, a constant, a program. With
its defaults its evidence must pass; with any of the claim's foils, deliberately wrong values, it must fail.
"""

import importlib
import inspect
import json
import math
import pkgutil
from dataclasses import asdict, dataclass

VERDICTS = ("holds", "conditional", "false", "blank")
_CLAIMS = {}


@dataclass(frozen=True, init=False)
class Evidence:
    """Named numbers: measured, expected, and how far apart they may be.

    Parameters
    ----------
    **numbers
        Each a triple (measured, expected, tolerance), the tolerance absolute. Exact statements are 0 or 1 with
        tolerance 0.

    Raises
    ------
    ValueError
        If there is no number, a tolerance is negative or not finite, or an expected value is nan.

    Examples
    --------
    >>> Evidence(largest_slope=(0.25, 0.25, 1e-15)).passed
    True
    >>> Evidence(largest_slope=(math.nan, 0.25, 1e-15)).passed
    False
    """

    measured: dict
    expected: dict
    tolerance: dict

    def __init__(self, **numbers):
        if not numbers:
            raise ValueError("no evidence: give at least one number as name=(measured, expected, tolerance)")
        columns = zip(*([float(value) for value in triple] for triple in numbers.values()), strict=True)
        for name, column in zip(("measured", "expected", "tolerance"), columns, strict=True):
            object.__setattr__(self, name, dict(zip(numbers, column, strict=True)))
        for name in numbers:
            if math.isnan(self.expected[name]) or not 0 <= self.tolerance[name] < math.inf:
                raise ValueError(f"{name} is {numbers[name]!r}; use (measured, expected, finite tolerance >= 0)")

    @property
    def passed(self):
        """Whether every measured number is within its tolerance of the expected one; nan never is."""
        return all(self.agrees(name) for name in self.measured)

    def agrees(self, name):
        """Return whether one of the numbers is within its tolerance.

        Parameters
        ----------
        name : str
            The number's name.

        Returns
        -------
        bool

        Examples
        --------
        >>> Evidence(largest_slope=(0.3, 0.25, 1e-15)).agrees("largest_slope")
        False
        """
        measured, expected = self.measured[name], self.expected[name]
        return measured == expected or abs(measured - expected) <= self.tolerance[name]


@dataclass(frozen=True)
class Claim:
    """A sentence of the notes, with its verdict and the check behind it.

    Parameters
    ----------
    id : str
        C01 to C97.
    section : str
        The chapter that treats it.
    statement : str
        The notes' sentence.
    verdict : str
        One of "holds", "conditional", "false", "blank".
    correction : str
        What is true; empty only where the notes are right as they stand.
    references : tuple of str
        Keys of the bibliography.
    check : callable
        Returns the `Evidence`.
    foils : dict of str to dict
        Wrong variants of the check's arguments, by name; with each the evidence must fail.

    Examples
    --------
    >>> import actlib as act
    >>> act.claim("C39").verdict
    'holds'
    """

    id: str
    section: str
    statement: str
    verdict: str
    correction: str
    references: tuple
    check: object
    foils: dict

    @property
    def page(self):
        """The page that treats it: the notes' introduction ends with C38, their list of functions follows."""
        first = min(self.id, *(c.id for c in _CLAIMS.values() if c.section == self.section))
        return f"{'introduction' if first <= 'C38' else 'activation_functions'}/{self.section}"

    def evidence(self, **changes):
        """Run the check.

        Parameters
        ----------
        **changes
            Arguments of the check to replace: a foil's, or the reader's own.

        Returns
        -------
        Evidence

        Examples
        --------
        >>> get("C50").evidence().passed
        True
        """
        return self.check(**changes)

    def as_record(self):
        """Return the claim and its evidence as plain data, for ``ledger.json``.

        Returns
        -------
        dict

        Examples
        --------
        >>> get("C50").as_record()["verdict"]
        'false'
        """
        fields = ("id", "section", "statement", "verdict", "correction", "references")
        evidence = self.evidence()
        return {**{name: getattr(self, name) for name in fields}, **asdict(evidence), "passed": evidence.passed}

    def __repr__(self):
        """The card as text; stable from run to run."""
        from actlib import _card

        return _card.text(self, self.evidence())

    def _repr_html_(self):
        from actlib import _card

        return _card.html(self, self.evidence())

    def _repr_mimebundle_(self, **_):
        """Both cards, for which the check is run once."""
        from actlib import _card

        evidence = self.evidence()
        return {"text/plain": _card.text(self, evidence), "text/html": _card.html(self, evidence)}


def claim(id, *, section, says, verdict, correction="", references=(), foils):
    """Enter a claim in the ledger; the decorated function is its check.

    Parameters
    ----------
    id, section, says, verdict, correction, references, foils
        As in `Claim`; `says` is its statement.

    Returns
    -------
    callable
        The decorator; it returns the check unchanged.

    Raises
    ------
    ValueError
        If the id is taken, the verdict unknown, a correction is missing, there is no foil, or a foil replaces
        something that the check does not take.

    Examples
    --------
    >>> @claim("C00", section="relu", says="1 is 2", verdict="false", correction="It is 1.", foils={"2": {"one": 2}})
    ... def one_is_one(one=1):
    ...     return Evidence(one=(one, 1, 0))
    >>> _CLAIMS.pop("C00").evidence(one=2).passed  # only an example
    False
    """
    if verdict not in VERDICTS:
        raise ValueError(f"verdict of {id} is {verdict!r}; it must be one of {', '.join(VERDICTS)}")
    if verdict != "holds" and not correction:
        raise ValueError(f"{id} has the verdict {verdict!r} and no correction: say what is true")

    def enter(check):
        known = inspect.signature(check).parameters
        if id in _CLAIMS and _CLAIMS[id].check.__module__ != check.__module__:
            raise ValueError(f"{id} is claimed twice: by {_CLAIMS[id].check.__module__} and {check.__module__}")
        if not foils or any(not changes or changes.keys() - known for changes in foils.values()):
            raise ValueError(f"foils of {id} are {foils!r}; each must replace arguments of the check: {list(known)}")
        _CLAIMS[id] = Claim(id, section, says, verdict, correction, tuple(references), check, foils)
        return check

    return enter


def claims():
    """Return every claim, by id.

    Returns
    -------
    tuple of Claim

    Examples
    --------
    >>> [c.id for c in claims()][:1]
    ['C01']
    """
    from actlib import claims as chapters

    for module in pkgutil.iter_modules(chapters.__path__):
        importlib.import_module(f"{chapters.__name__}.{module.name}")
    return tuple(_CLAIMS[id] for id in sorted(_CLAIMS))


def get(id):
    """Return the claim of an id; in a notebook it shows as a card.

    Parameters
    ----------
    id : str
        For instance "C50".

    Returns
    -------
    Claim

    Raises
    ------
    KeyError
        If there is no such claim.

    Examples
    --------
    >>> get("C50").verdict
    'false'
    """
    found = {c.id: c for c in claims()}
    if id not in found:
        raise KeyError(f"no claim is called {id!r}; the ledger has {', '.join(found)}")
    return found[id]


def as_json():
    """Return the whole ledger, every check run, as JSON.

    Returns
    -------
    str
    """
    return json.dumps([c.as_record() for c in claims()], indent=1, ensure_ascii=False)
