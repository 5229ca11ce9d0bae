"""Declared facts in short form: what most functions share is the default, what follows from the rest is computed."""

import math

from actlib.properties import Facts

INCREASING, NONDECREASING = "strictly increasing", "nondecreasing"

_USUAL = {
    "monotonicity": INCREASING,
    "convexity": "neither",
    "smoothness": "Cinf",
    "kinks": (),
    "parity": "none",
    "identity_at_origin": False,
    "saturates": (False, False),
    "argmin": None,
    "minimum": None,
}


def known(*, limits, moments, **facts):
    """Return declared `Facts`; infimum and supremum are the limits unless given.

    Parameters
    ----------
    limits : pair of float
        At -inf and +inf.
    moments : four floats
        E[f], E[f²], E[f'], E[f'²] for a standard normal argument.
    **facts
        Fields of `Facts`, where they are not the usual ones.

    Returns
    -------
    Facts

    Examples
    --------
    >>> known(limits=(-math.inf, math.inf), moments=(0.0, 4.0, 2.0, 4.0), lipschitz=2.0).gain
    0.5
    """
    mean, second, mean_slope, second_slope = moments
    ends = {"infimum": min(limits), "supremum": max(limits), "limits": limits}
    gaussian = {
        "gaussian_mean": mean,
        "gaussian_second_moment": second,
        "gaussian_mean_derivative": mean_slope,
        "gaussian_second_moment_derivative": second_slope,
        "gain": second**-0.5 if second else math.inf,
        "chi_1": second_slope / second if second else math.nan,
    }
    return Facts(**{**_USUAL, **ends, **gaussian, **facts})


def gated(moments, lipschitz, argmin, minimum, **facts):
    """Return declared `Facts` of an argument times a gate: one minimum, 0 on the left, rising on the right.

    Parameters
    ----------
    moments, lipschitz, argmin, minimum
        As for `known` and `Facts`.
    **facts
        Fields of `Facts`, where they are not those of a gate.

    Returns
    -------
    Facts
    """
    usual = {"limits": (0.0, math.inf), "monotonicity": "none", "saturates": (True, False), "infimum": minimum}
    return known(moments=moments, lipschitz=lipschitz, argmin=argmin, minimum=minimum, **{**usual, **facts})
