"""Rules for functions of vectors and matrices, whose value is compared with an independent one in float64."""

from collections.abc import Callable

import numpy as np

from actlib.assignments.checking import Case, Reply
from actlib.assignments.checks._rules import Judge, changed, parameters, shown


def given(names: list[str], case: Case) -> str:
    """Describe the arguments of a call: small ones in full, larger ones by their shape.

    Examples
    --------
    >>> given(["W", "n"], (np.ones((3, 4)), np.array(2.0)))
    'W of shape (3, 4), n = 2'
    """
    return ", ".join(
        f"{name} = {listed(array)}" if array.size <= 6 else f"{name} of shape {array.shape}"
        for name, array in zip(names, case, strict=True)
    )


def listed(array: np.ndarray) -> str:
    """Write a small array on one line."""
    if array.ndim == 0:
        return shown(array[()])
    return "[" + ", ".join(listed(row) for row in array) + "]"


def numbers(reply: Reply) -> np.ndarray:
    """Return the value as float64, whatever kind of real number it has come as."""
    return reply.value.astype(np.float64)


def close(expected: Callable, hint: str, tolerance: float = 1e-9, relative: bool = False) -> Judge:
    """Ask for an array close to an expected one, in its shape.

    Parameters
    ----------
    expected : callable
        The arguments to the right value. The names of its parameters are told to the student.
    hint : str
        Told after a wrong value.
    tolerance : float
        How much an element may be off, in units of the larger of 1 and its size.
    relative : bool
        Whether to measure in units of its size alone.
    """

    def judge(case: Case, reply: Reply) -> str:
        if reply.error:
            return reply.error
        right, told = np.asarray(expected(*case), np.float64), given(parameters(expected), case)
        if reply.value.shape != right.shape:
            return f"for {told} you return shape {reply.value.shape}; the shape is {right.shape}: {hint}"
        got = numbers(reply)
        with np.errstate(invalid="ignore"):  # inf - inf: equal infinities are found by the comparison
            unit = np.abs(right) if relative else np.maximum(1, np.abs(right))
            good = (got == right) | (np.isnan(got) & np.isnan(right)) | (np.abs(got - right) <= tolerance * unit)
        if good.all():
            return ""
        index = tuple(int(i) for i in np.argwhere(~good)[0])
        place = f" at {list(index)}" if index else ""
        return f"for {told} you return {shown(got[index])}{place}; the value is {shown(right[index])}: {hint}"

    return judge


def satisfying(condition: Callable, names: list[str]) -> Judge:
    """Ask for a value, one of perhaps many, with a property.

    Parameters
    ----------
    condition : callable
        ``(value, *arguments)`` to what is wrong, in words; the empty string when nothing is.
    names : list of str
        Of the arguments.
    """

    def judge(case: Case, reply: Reply) -> str:
        if reply.error:
            return reply.error
        wrong = condition(numbers(reply), *case)
        return f"for {given(names, case)} {wrong}" if wrong else ""

    return judge


def kept(expected: Callable, rule: Judge) -> Judge:
    """Ask for arguments that are left as they were, and then for what another rule asks."""

    def judge(case: Case, reply: Reply) -> str:
        return reply.error or changed(parameters(expected), case, reply) or rule(case, reply)

    return judge


def quiet(rule: Judge) -> Judge:
    """Ask for no warning of NumPy's, and then for what another rule asks."""

    def judge(case: Case, reply: Reply) -> str:
        if not reply.error and reply.warnings:
            return f"NumPy warns “{reply.warnings[0]}”: can the step that causes it be left out?"
        return rule(case, reply)

    return judge
