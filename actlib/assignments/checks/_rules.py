"""Rules that the checks of several assignments share. Each returns what is wrong, in words, or the empty string."""

from collections.abc import Callable

import numpy as np
from mpmath import mp

from actlib.assignments.checking import Case, Reply

Judge = Callable[[Case, Reply], str]

# A context of our own: code elsewhere that sets mpmath's global precision cannot change a verdict.
exactly = mp.clone()
exactly.dps = 50


def shown(number: np.floating) -> str:
    """Write a number so that it reads back the same, and without ``.0``.

    Examples
    --------
    >>> shown(np.float64(-1000.0)), shown(np.float64(0.1) + 0.2)
    ('-1000', '0.30000000000000004')
    """
    return str(number).removesuffix(".0")


def at(case: Case, index: tuple = ()) -> str:
    """Name the inputs at an index: ``z = -1000, y = 1``.

    Examples
    --------
    >>> at((np.array([-1000.0, 3.0]), np.array([1.0, 0.0])), (0,))
    'z = -1000, y = 1'
    """
    pairs = zip("zy", case, strict=False)
    return ", ".join(f"{name} = {shown(array[index])}" for name, array in pairs)


def answered(case: Case, reply: Reply) -> str:
    """Ask for a value of real floating-point numbers, in the shape of the argument."""
    if reply.error:
        return reply.error
    if reply.value.shape != case[0].shape:
        return f"for z of shape {case[0].shape} you return shape {reply.value.shape}"
    return "" if reply.value.dtype.kind == "f" else f"you return {reply.value.dtype}, not floating-point numbers"


def accurate(oracle: Callable, hint: str, ulps: float = 4, scale: Callable | None = None) -> Judge:
    """Ask for the oracle's value to within a few units in the last place of the argument's dtype.

    Parameters
    ----------
    oracle : callable
        Exact arguments (mpmath numbers) to the exact value.
    hint : str
        Told after the wrong value.
    ulps : float
        How many units are forgiven.
    scale : callable, optional
        Exact arguments and value to the magnitude whose unit is meant; that of the value when omitted.
    """

    def judge(case: Case, reply: Reply) -> str:
        if wrong := answered(case, reply):
            return wrong
        for index in np.ndindex(case[0].shape):
            exact_arguments = [exactly.mpf(float(array[index])) for array in case]
            exact, got = oracle(*exact_arguments), reply.value[index]
            magnitude = scale(*exact_arguments, exact) if scale else exact
            unit = float(np.spacing(case[0].dtype.type(abs(magnitude))))
            if not abs(exactly.mpf(float(got)) - exact) <= ulps * unit:
                right = shown(reply.value.dtype.type(exact))
                return f"for {at(case, index)} you return {shown(got)}; the value is {right}: {hint}"
        return ""

    return judge


def same_dtype(rule: Judge) -> Judge:
    """Ask for the dtype of the argument, and then for what another rule asks."""

    def judge(case: Case, reply: Reply) -> str:
        wrong = answered(case, reply)
        if wrong or reply.value.dtype == case[0].dtype:
            return wrong or rule(case, reply)
        return f"for z of dtype {case[0].dtype} you return {reply.value.dtype}: which step changes it?"

    return judge


def silent(hint: str) -> Judge:
    """Ask for no warning, and a value that is a number."""

    def judge(case: Case, reply: Reply) -> str:
        if wrong := answered(case, reply):
            return wrong
        return f"for {at(case, (0,))} NumPy warns “{reply.warnings[0]}”: {hint}" if reply.warnings else ""

    return judge


def equal(values: dict, hint: str) -> Judge:
    """Ask for given values at given arguments, nan included."""

    def judge(case: Case, reply: Reply) -> str:
        if wrong := answered(case, reply):
            return wrong
        for z, got in zip(case[0].flat, reply.value.flat, strict=True):
            expected = values.get(float(z), np.nan)
            if not np.array_equal(got, expected, equal_nan=True):
                return f"for z = {shown(z)} you return {shown(got)}; the value is {shown(expected)}: {hint}"
        return ""

    return judge


def well_mannered(case: Case, reply: Reply) -> str:
    """Ask for the argument's shape, and for arguments that are left as they were."""
    if wrong := answered(case, reply):
        return wrong
    if len(reply.arguments) != len(case):
        return "the arguments did not come back"
    for name, before, after in zip("zy", case, reply.arguments, strict=False):
        if before.tobytes() != after.tobytes():
            return f"after the call {name} is another array: work on a copy, the caller still needs it"
    return ""
