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
    choices : tuple of str
        For a parameter that is a word: the words.

    Examples
    --------
    >>> Parameter(1.0, low=0.0).domain
    'a finite number > 0'
    >>> Parameter("none", choices=("none", "tanh")).domain
    "one of 'none', 'tanh'"
    >>> Parameter((0.0, 1.0)).domain
    'a sequence of numbers, each a finite number'
    """

    default: float | str | tuple
    low: float = -math.inf
    high: float = math.inf
    choices: tuple = ()

    @property
    def domain(self):
        """The admissible values, in words."""
        if self.choices:
            return f"one of {', '.join(map(repr, self.choices))}"
        bounds = [f"> {self.low:g}"] * (self.low > -math.inf) + [f"< {self.high:g}"] * (self.high < math.inf)
        number = " ".join(["a finite number", " and ".join(bounds)]).strip()
        return f"a sequence of numbers, each {number}" if isinstance(self.default, tuple) else number

    def checked(self, name, value):
        """Return `value` as a plain float, word or tuple of floats; raise if it is outside the domain.

        Parameters
        ----------
        name : str
            What to call the parameter in an error.
        value : float, str or sequence of float
            What the caller gave.

        Returns
        -------
        float, str or tuple of float

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
        wrong = f"{name} is {value!r}; it must be {self.domain}"
        if self.choices:
            if not isinstance(value, str) or value not in self.choices:
                raise ValueError(wrong)
            return value
        if isinstance(self.default, tuple):
            if not isinstance(value, (tuple, list)) and not (isinstance(value, np.ndarray) and value.ndim == 1):
                raise TypeError(wrong)
            return tuple(self._number(number, wrong) for number in value)
        return self._number(value, wrong)

    def _number(self, value, wrong):
        if isinstance(value, (bool, np.bool_)) or not isinstance(value, numbers.Real):
            raise TypeError(wrong)
        if not (math.isfinite(value) and self.low < value < self.high):
            raise ValueError(wrong)
        return float(value)
