"""How weights begin: by name, by standard deviations, or with the gain of whatever activation lies before them."""

import functools
import math
from dataclasses import dataclass

import numpy as np

from actlib import gaussian
from actlib.activation import Activation
from actlib.networks.parts import as_pair

_MODES = ("fan_in", "fan_average", "orthogonal")


def _number(value):
    if isinstance(value, bool) or not isinstance(value, int | float | np.floating | np.integer):
        raise TypeError(f"init holds {value!r}; it must be a number")
    return float(value)


@dataclass(frozen=True)
class Init:
    """The law of the weights and biases of a layer.

    Parameters
    ----------
    mode : str
        "fan_in": variance gain² / inputs. "fan_average": variance 2 gain² / (inputs + outputs). "orthogonal": gain
        times a random matrix whose shorter sides are orthonormal.
    gain : float or "matched"
        A factor on the spread; "matched" is E[f(z)²]^(-1/2) of the activation f before the layer, and 1 behind the
        inputs, which are taken to have variance 1.
    sigma_b : float
        Spread of the biases, which are normal.
    uniform : bool
        Whether the weights are uniform, with that variance, instead of normal.

    Examples
    --------
    >>> weights, biases = Init("orthogonal").draw(np.random.default_rng(0), 3, 2, None)
    >>> (weights.T @ weights).round(12) + 0.0, biases
    (array([[1., 0.],
           [0., 1.]]), array([[0., 0.]]))
    """

    mode: str = "fan_in"
    gain: float | str = 1.0
    sigma_b: float = 0.0
    uniform: bool = False

    def __post_init__(self):
        """Say at once what is wrong."""
        if self.mode not in _MODES:
            raise ValueError(f"mode is {self.mode!r}; it must be one of {', '.join(_MODES)}")
        if self.gain != "matched" and not 0 <= _number(self.gain) < math.inf:
            raise ValueError(f'gain is {self.gain!r}; it must be a finite number of at least 0, or "matched"')
        if not 0 <= _number(self.sigma_b) < math.inf:
            raise ValueError(f"sigma_b is {self.sigma_b!r}; it must be a finite number of at least 0")

    def spread(self, f):
        """Return the gain behind an activation.

        Parameters
        ----------
        f : activation or None
            None behind the inputs.

        Returns
        -------
        float

        Examples
        --------
        >>> Init(gain=2.0).spread("tanh"), round(Init(gain="matched").spread("relu"), 12)
        (2.0, 1.414213562373)
        """
        return self.gain if self.gain != "matched" else 1.0 if f is None else matched_gain(f)

    def draw(self, rng, inputs, outputs, f):
        """Return the weights (inputs, outputs) and the biases (1, outputs) of one layer of one run, in float64.

        Parameters
        ----------
        rng : Generator
        inputs, outputs : int
            Units.
        f : activation or None
            What lies before the layer.

        Returns
        -------
        tuple of ndarray

        Examples
        --------
        >>> weights, _ = Init("fan_average").draw(np.random.default_rng(0), 300, 100, "tanh")
        >>> weights.shape, round(float(weights.var() * 200), 1)
        ((300, 100), 1.0)
        """
        gain = self.spread(f)
        if self.mode == "orthogonal":
            weights = gain * _orthogonal(rng, inputs, outputs)
        else:
            spread = gain / math.sqrt(inputs if self.mode == "fan_in" else (inputs + outputs) / 2)
            shape = inputs, outputs
            half = math.sqrt(3)
            weights = spread * (rng.uniform(-half, half, shape) if self.uniform else rng.standard_normal(shape))
        return weights, self.sigma_b * rng.standard_normal((1, outputs))


INITS = {
    "lecun": Init(),
    "glorot": Init("fan_average"),
    "he": Init(gain=math.sqrt(2)),
    "orthogonal": Init("orthogonal"),
    "matched": Init(gain="matched"),
    "matched_orthogonal": Init("orthogonal", gain="matched"),
    "standard": Init(gain=1 / math.sqrt(3), uniform=True),  # uniform within ±1/√inputs, as was usual before Glorot
}
"""The initialisations that have a name."""


def as_init(init):
    """Return the `Init` that a user means.

    Parameters
    ----------
    init : str, Init, or pair of float
        A name of `INITS`; or (sigma_w, sigma_b), the mean field's standard deviations: weights of variance
        sigma_w² / inputs in every layer, the first too.

    Returns
    -------
    Init

    Raises
    ------
    ValueError
        For an unknown name.
    TypeError
        For anything else.

    Examples
    --------
    >>> as_init((1.5, 0.1))
    Init(mode='fan_in', gain=1.5, sigma_b=0.1, uniform=False)
    """
    if isinstance(init, Init):
        return init
    if isinstance(init, str):
        if init not in INITS:
            raise ValueError(f"init is {init!r}; it must be one of {', '.join(INITS)}, an Init or (sigma_w, sigma_b)")
        return INITS[init]
    if isinstance(init, tuple) and len(init) == 2:
        return Init(gain=init[0], sigma_b=init[1])
    raise TypeError(f"init is {init!r}; use one of {', '.join(INITS)}, an Init or a pair (sigma_w, sigma_b)")


def matched_gain(f):
    """Return E[f(z)²]^(-1/2), z ~ N(0, 1), of whatever `networks` takes for an activation.

    Parameters
    ----------
    f : str, Activation, object or pair of callables

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If f vanishes almost everywhere, so that no gain makes up for it.

    Examples
    --------
    >>> round(matched_gain("relu"), 12), round(matched_gain((np.abs, np.sign)), 12)
    (1.414213562373, 1.0)
    """
    gain = _gain(f) if getattr(f, "__hash__", None) else _gain.__wrapped__(f)
    if not math.isfinite(gain):
        raise ValueError(f"the gain of {f!r} is {gain}: it vanishes almost everywhere; choose another init")
    return gain


@functools.lru_cache
def _gain(f):
    return f.facts.gain if isinstance(f, Activation) else gaussian.gain(as_pair(f)[1])


def _orthogonal(rng, inputs, outputs):
    """A matrix uniform among those with orthonormal columns, or rows if these are fewer."""
    q, r = np.linalg.qr(rng.standard_normal((max(inputs, outputs), min(inputs, outputs))))
    q = q * np.sign(np.diagonal(r))
    return q if inputs >= outputs else q.T
