"""A parameter of an activation: its default and its domain."""

import math
import numbers
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Parameter:
    """A parameter of an activation: its default and the values that make sense.

    Parameters
    ----------
    default : float, str or tuple of float
        The value when none is given; a tuple for a parameter that is a sequence of numbers.
    low, high : float
        A number must lie strictly between them, each number of a sequence too.
    closed : bool
        Whether `low` itself is admitted.
    choices : tuple of str
        For a parameter that is a word: the words.

    Examples
    --------
    >>> Parameter(1.0, low=0.0).domain
    'a finite number > 0'
    >>> Parameter(0.5, low=0.0, closed=True).domain
    'a finite number >= 0'
    >>> Parameter("none", choices=("none", "tanh")).domain
    "one of 'none', 'tanh'"
    >>> Parameter((0.0, 1.0)).domain
    'a sequence of numbers, each a finite number'
    """

    default: float | str | tuple
    low: float = -math.inf
    high: float = math.inf
    choices: tuple = ()
    closed: bool = False

    @property
    def domain(self):
        """The admissible values, in words."""
        if self.choices:
            return f"one of {', '.join(map(repr, self.choices))}"
        bounds = [f">{'=' * self.closed} {self.low:g}"] * (self.low > -math.inf) + [f"< {self.high:g}"] * (
            self.high < math.inf
        )
        number = " ".join(["a finite number", " and ".join(bounds)]).strip()
        return f"a sequence of numbers, each {number}" if isinstance(self.default, tuple) else number

    def checked(self, name, value, arrays=False):
        """Return `value` as a plain float, word or tuple of floats; raise if it is outside the domain.

        Parameters
        ----------
        name : str
            What to call the parameter in an error.
        value : float, str or sequence of float
            What the caller gave.
        arrays : bool
            Whether an array of numbers may stand for a number; it is returned as a float64 array.

        Returns
        -------
        float, str, tuple of float or ndarray

        Raises
        ------
        TypeError
            If a number, or a sequence of numbers, is wanted and something else was given.
        ValueError
            If the value is outside the domain.

        Examples
        --------
        >>> Parameter(1.0, low=0.0).checked("alpha", -2)
        Traceback (most recent call last):
        ...
        ValueError: alpha is -2; it must be a finite number > 0
        """
        if self.choices:
            if not isinstance(value, str) or value not in self.choices:
                raise ValueError(self._wrong(name, value))
            return value
        if isinstance(value, np.ndarray) and value.ndim == 0:
            value = value[()]
        several = isinstance(value, (tuple, list, np.ndarray))
        if isinstance(self.default, tuple):
            if not several or np.ndim(value) != 1:
                raise TypeError(self._wrong(name, value))
            return tuple(self._number(number, name, value) for number in value)
        return self._array(name, value) if several and arrays else self._number(value, name, value)

    def _number(self, number, name, value):
        if isinstance(number, (bool, np.bool_)) or not isinstance(number, numbers.Real):
            raise TypeError(self._wrong(name, value))
        try:
            converted = float(number)
        except OverflowError:  # a whole number larger than any float
            converted = math.inf
        if not self._admits(converted):
            raise ValueError(self._wrong(name, value))
        return converted

    def _array(self, name, value):
        try:
            array = np.asarray(value)
        except ValueError as error:  # rows of unequal length
            raise TypeError(self._wrong(name, value)) from error
        if array.dtype.kind not in "iuf":
            raise TypeError(f"{name} is an array of dtype {array.dtype}; each element must be {self.domain}")
        wrong = ~self._admits(array)
        if wrong.any():
            raise ValueError(f"{name} has the element {array[wrong][0].item()!r}; each must be {self.domain}")
        return array.astype(np.float64)

    def _admits(self, x):
        above = x >= self.low if self.closed else x > self.low
        return np.isfinite(x) & above & (x < self.high)

    def _wrong(self, name, value):
        return f"{name} is {value!r}; it must be {self.domain}"
