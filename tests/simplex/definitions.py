"""The maps by their definitions, in exact or long arithmetic: no formula is shared with actlib."""

from fractions import Fraction
from itertools import chain, combinations

import mpmath as mp
import numpy as np

DIGITS = 350


def exact(name, z, **parameters):
    """The map of a list of floats, as floats; a list of one for a map that reduces."""
    with mp.workdps(DIGITS):
        return [float(v) for v in _BY_NAME[name]([_long(v) for v in z], **parameters)]


def _long(v):
    return mp.mpf(float(v))


def _shares(terms):
    return [t / sum(terms) for t in terms]


def _softmax(z, temperature=1.0):
    return _shares([mp.exp(v / _long(temperature)) for v in z])


def _sparsemax(z):
    """Project on every face of the simplex; the point sought is the nearest of those that are not negative."""
    z = [Fraction(float(v)) for v in z]
    faces = chain.from_iterable(combinations(range(len(z)), size) for size in range(1, len(z) + 1))
    points = (_on_face(z, face) for face in faces)
    return min((p for p in points if min(p) >= 0), key=lambda p: sum((a - b) ** 2 for a, b in zip(p, z, strict=True)))


def _on_face(z, face):
    lift = (1 - sum(z[i] for i in face)) / len(face)
    return [v + lift if i in face else Fraction(0) for i, v in enumerate(z)]


def _entmax15(z):
    """Bisect for the threshold."""
    low, high = max(z) / 2 - 1, max(z) / 2
    with mp.workdps(60):
        for _ in range(180):
            middle = (low + high) / 2
            low, high = (middle, high) if sum(max(v / 2 - middle, 0) ** 2 for v in z) > 1 else (low, middle)
        return [max(v / 2 - low, 0) ** 2 for v in z]


_BY_NAME = {
    "softmax": _softmax,
    "log_softmax": lambda z: [mp.log(p) for p in _softmax(z)],
    "softmin": lambda z: _shares([1 / mp.exp(v) for v in z]),
    "logsumexp": lambda z: [mp.log(sum(mp.exp(v) for v in z))],
    "sparsemax": _sparsemax,
    "entmax15": _entmax15,
    "taylor_softmax": lambda z: _shares([1 + v + v**2 / 2 for v in z]),
    "spherical_softmax": lambda z, eps=0.0: _shares([v**2 + _long(eps) for v in z]),
    "standard_normalization": _shares,
}


def numerical_jacobian(f, z, step=1e-6):
    """Central differences in float64: column j for z[j]."""
    columns = [(f(z + step * e) - f(z - step * e)) / (2 * step) for e in np.eye(z.size)]
    return np.stack(columns, axis=-1)
