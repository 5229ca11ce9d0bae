"""Numbers and texts as few bytes: differences of 16-bit codes along every axis, low and high bytes apart.

Levels of colour are few, and have 8 bits; a map is best told by its differences from row to row alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

MISSING = 65535
"""The code of nan."""
LEVELS = MISSING - 1
"""The largest code of a number."""


def quantise(values: np.ndarray) -> tuple[np.ndarray, float, float]:
    """Return 16-bit codes of `values`, the offset and the unit: value = offset + unit * code.

    Parameters
    ----------
    values : ndarray of float
        Finite or nan.

    Returns
    -------
    codes : ndarray of uint16
        Of the same shape; `MISSING` for nan.
    offset, unit : float
        The rounding error is at most ``unit / 2``, which is 1/131068 of the range.

    Examples
    --------
    >>> quantise(np.array([0.0, 1.0, np.nan]))[0].tolist()
    [0, 65534, 65535]
    """
    known = np.isfinite(values)
    if not known.any():
        return np.full(values.shape, MISSING, np.uint16), 0.0, 0.0
    low, high = float(values[known].min()), float(values[known].max())
    unit = (high - low) / LEVELS
    codes = np.full(values.shape, MISSING, np.uint16)
    codes[known] = np.rint((values[known] - low) / unit) if unit > 0 else 0
    return codes, low, unit


def dequantise(codes: np.ndarray, offset: float, unit: float) -> np.ndarray:
    """Return the numbers behind codes; the largest of their type stands for nan."""
    return np.where(codes == np.iinfo(codes.dtype).max, np.nan, offset + unit * codes.astype(float))


def pack(codes: np.ndarray, axes: Sequence[int] | None = None) -> bytes:
    """Return codes as bytes: smooth tables become mostly zeros, which every web server compresses well.

    Along each axis only the difference to the neighbour is kept (modulo 2**16, or 2**8), small differences of either
    sign become small numbers (zigzag), and all low bytes stand before all high bytes.

    Parameters
    ----------
    codes : ndarray of uint16 or uint8
        The latter have no high bytes.
    axes : sequence of int, optional
        Along which differences are taken. Default: all.

    Examples
    --------
    >>> list(pack(np.array([5, 6, 4], np.uint16)))
    [10, 2, 3, 0, 0, 0]
    """
    differences = codes
    for axis in range(codes.ndim) if axes is None else axes:
        differences = np.diff(differences, axis=axis, prepend=codes.dtype.type(0))
    signed = differences.view(f"i{codes.itemsize}").astype(np.int32)
    zigzag = ((signed << 1) ^ (signed >> (8 * codes.itemsize - 1))).astype("<u2").ravel()
    halves = [zigzag & 255, zigzag >> 8][: codes.itemsize]
    return b"".join(half.astype(np.uint8).tobytes() for half in halves)


def unpack(data: bytes, shape: tuple[int, ...], axes: Sequence[int] | None = None) -> np.ndarray:
    """Return the codes that `pack` was given.

    Examples
    --------
    >>> unpack(pack(np.array([5, 6, 4], np.uint16)), (3,)).tolist()
    [5, 6, 4]
    """
    halves = np.frombuffer(data, np.uint8).astype(np.int32).reshape(-1, int(np.prod(shape)))
    kind = (np.uint8, np.uint16)[len(halves) - 1]
    zigzag = halves[0] | halves[-1] << 8 if len(halves) == 2 else halves[0]
    codes = ((zigzag >> 1) ^ -(zigzag & 1)).astype(kind).reshape(shape)
    for axis in range(len(shape)) if axes is None else axes:
        codes = np.cumsum(codes, axis=axis, dtype=kind)
    return codes


@dataclass(frozen=True)
class Words:
    """Texts over a grid: each different text once, and for each state the number of its text."""

    texts: tuple[str, ...]
    codes: np.ndarray

    @classmethod
    def of(cls, texts: np.ndarray) -> "Words":
        """Collect the different texts of an array of strings."""
        numbers = {text: i for i, text in enumerate(dict.fromkeys(texts.ravel().tolist()))}
        if len(numbers) > LEVELS:
            raise ValueError(f"a field of the description has {len(numbers)} different texts; at most {LEVELS} fit")
        return cls(tuple(numbers), np.vectorize(numbers.get, otypes=[np.uint16])(texts))
