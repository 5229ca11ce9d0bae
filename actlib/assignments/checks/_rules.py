"""Rules that the checks of several assignments share. Each returns what is wrong, in words, or the empty string."""

import inspect
from collections.abc import Callable, Sequence

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


def parameters(oracle: Callable) -> list[str]:
    """Return the names of an oracle's arguments, which are those of the student's function."""
    return list(inspect.signature(oracle).parameters)


def at(names: Sequence[str], case: Case, index: tuple = ()) -> str:
    """Name the inputs at an index: ``z = -1000, y = 1``.

    Examples
    --------
    >>> at("zy", (np.array([-1000.0, 3.0]), np.array([1.0, 0.0])), (0,))
    'z = -1000, y = 1'
    """
    pairs = zip(names, np.broadcast_arrays(*case), strict=True)
    return ", ".join(f"{name} = {shown(array[index])}" for name, array in pairs)


def answered(case: Case, reply: Reply) -> str:
    """Ask for a value of real floating-point numbers, in the shape of the first argument."""
    if reply.error:
        return reply.error
    if reply.value.shape != case[0].shape:
        return f"for an argument of shape {case[0].shape} you return shape {reply.value.shape}"
    return "" if reply.value.dtype.kind == "f" else f"you return {reply.value.dtype}, not floating-point numbers"


def differing(case: Case, reply: Reply, oracle: Callable, fits: Callable) -> str:
    """Name the first value that does not fit.

    Parameters
    ----------
    case : tuple of ndarray
        The later ones broadcast to the first.
    reply : Reply
        With a value of the right shape.
    oracle : callable
        Exact arguments (mpmath numbers) to the exact value.
    fits : callable
        ``(value, exact value, exact arguments)`` to whether the value is good enough.
    """
    arrays = np.broadcast_arrays(*case)
    for index in np.ndindex(case[0].shape):
        arguments = [exactly.mpf(float(array[index])) for array in arrays]
        exact, got = oracle(*arguments), reply.value[index]
        if not fits(exactly.mpf(float(got)), exact, arguments):
            right = shown(reply.value.dtype.type(exact))
            return f"for {at(parameters(oracle), case, index)} you return {shown(got)}; the value is {right}"
    return ""


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
        def fits(got, exact, arguments):
            magnitude = scale(*arguments, exact) if scale else exact
            return abs(got - exact) <= ulps * float(np.spacing(case[0].dtype.type(abs(magnitude))))

        wrong = answered(case, reply)
        if wrong or not (wrong := differing(case, reply, oracle, fits)):
            return wrong
        return f"{wrong}: {hint}"

    return judge


def roughly(got, exact, _arguments) -> bool:
    """Tell whether two numbers, cut to [-1, 1], agree to three digits: enough to see that the function is meant."""
    # Python's min and max would turn nan into a number.
    return not exactly.isnan(got) and abs(max(-1, min(1, got)) - max(-1, min(1, exact))) <= 1e-3


def same_dtype(rule: Judge) -> Judge:
    """Ask for the dtype of the argument, and then for what another rule asks."""

    def judge(case: Case, reply: Reply) -> str:
        wrong = answered(case, reply)
        if wrong or reply.value.dtype == case[0].dtype:
            return wrong or rule(case, reply)
        return f"for an argument of dtype {case[0].dtype} you return {reply.value.dtype}: which step changes it?"

    return judge


def silent(oracle: Callable, hint: str) -> Judge:
    """Ask for no warning, and for roughly the oracle's value."""

    def judge(case: Case, reply: Reply) -> str:
        if wrong := answered(case, reply):
            return wrong
        if reply.warnings:
            index = (0,) * case[0].ndim
            return f"for {at(parameters(oracle), case, index)} NumPy warns “{reply.warnings[0]}”: {hint}"
        return differing(case, reply, oracle, roughly)

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


def well_mannered(oracle: Callable) -> Judge:
    """Ask for the argument's shape, for arguments that are left as they were, and for roughly the oracle's value."""

    def judge(case: Case, reply: Reply) -> str:
        if wrong := answered(case, reply):
            return wrong
        if wrong := changed(parameters(oracle), case, reply):
            return wrong
        return differing(case, reply, oracle, roughly)

    return judge


def changed(names: Sequence[str], case: Case, reply: Reply) -> str:
    """Say which argument is another after the call."""
    if len(reply.arguments) != len(case):
        return "the arguments did not come back"
    for name, before, after in zip(names, case, reply.arguments, strict=True):
        if before.tobytes() != after.tobytes():
            return f"after the call {name} is another array: work on a copy, the caller still needs it"
    return ""
