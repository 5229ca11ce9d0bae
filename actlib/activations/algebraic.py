"""S-shaped functions whose slope falls like a power of the argument: quotients, roots, arc tangents."""

from math import erfc, exp, inf, pi, sqrt

import numpy as np

from actlib._arrays import select
from actlib._parameters import Parameter
from actlib.activation import activation, derivative_of, jointly_of
from actlib.activations._known import known

_FAR = 1e18  # 1 + x is x, and x/(1 + x) is 1; its square is a finite float32
_SATURATING = {"saturates": (True, True)}


def root_of_one_plus_square(x):
    """Return √(1 + x²) where no square overflows; the kernel that the multiquadratic functions share.

    Parameters
    ----------
    x : ndarray of float32 or float64

    Returns
    -------
    ndarray

    Examples
    --------
    >>> float(root_of_one_plus_square(np.float64(1e200)))
    1e+200
    """
    size = np.abs(x)
    return np.maximum(size, np.sqrt(1 + np.square(np.minimum(size, _FAR))))


def reciprocal_of_one_plus_square(x):
    """Return 1/(1 + x²), as 1/x/x where the square might overflow before its reciprocal underflows.

    Parameters
    ----------
    x : ndarray of float32 or float64

    Returns
    -------
    ndarray

    Examples
    --------
    >>> float(reciprocal_of_one_plus_square(np.float64(3.0)))
    0.1
    """
    return select(np.abs(x) < 1e9, 1 / (1 + np.square(x)), 1 / x / x)


def _arctan_facts():
    moments = (0.0, 0.44970091643490216, 0.65567954241879847, 0.5)
    shape = {"parity": "odd", "identity_at_origin": True, "lipschitz": 1.0, **_SATURATING}
    return known(limits=(-pi / 2, pi / 2), moments=moments, **shape)


@activation(
    family="algebraic",
    aliases=("inverse tangent", "arc tangent", "atan"),
    formula=r"\arctan x",
    declared=_arctan_facts,
)
def arctan(x):
    """Arc tangent: from -π/2 to π/2, with a slope that falls like 1/x².

    >>> act.arctan([-1e300, 0.0, 1.0])
    array([-1.57079633,  0.        ,  0.78539816])
    """
    return np.arctan(x)


@derivative_of(arctan, r"\frac{1}{1 + x^2}")
def _arctan_derivative(x):
    return reciprocal_of_one_plus_square(x)


def _scaled_arctan_facts():
    moments = (0.0, 0.28540690016814341, 0.51237327184917780, 0.35500047046835245)
    shape = {"parity": "odd", "identity_at_origin": True, "lipschitz": 1.0, **_SATURATING}
    return known(limits=(-1.0, 1.0), moments=moments, **shape)


@activation(
    family="algebraic",
    aliases=("(2/pi) atan(pi x/2)",),
    formula=r"\frac{2}{\pi} \arctan \frac{\pi x}{2}",
    declared=_scaled_arctan_facts,
)
def scaled_arctan(x):
    """Arc tangent scaled to the range from -1 to 1 and slope 1 at the origin.

    >>> act.scaled_arctan([-1e300, 0.0, 1.0])
    array([-1.        ,  0.        ,  0.63909293])
    """
    return np.arctan(x * x.dtype.type(pi / 2)) * x.dtype.type(2 / pi)


@derivative_of(scaled_arctan, r"\frac{1}{1 + (\pi x / 2)^2}")
def _scaled_arctan_derivative(x):
    return reciprocal_of_one_plus_square(x * x.dtype.type(pi / 2))


def _arsinh_facts():
    moments = (0.0, 0.63315890000495336, 0.78963995923565708, 0.65567954241879847)
    shape = {"parity": "odd", "identity_at_origin": True, "lipschitz": 1.0, **_SATURATING}
    return known(limits=(-inf, inf), moments=moments, **shape)


@activation(
    family="algebraic",
    aliases=("inverse hyperbolic sine", "arcsinh", "asinh"),
    formula=r"\operatorname{arsinh} x = \ln\left(x + \sqrt{1 + x^2}\right)",
    declared=_arsinh_facts,
)
def arsinh(x):
    """Inverse hyperbolic sine: linear at the origin, a logarithm far from it; unbounded.

    >>> act.arsinh([-1e300, 0.0, 1.0])
    array([-691.46867508,    0.        ,    0.88137359])
    """
    return np.arcsinh(x)


@derivative_of(arsinh, r"\frac{1}{\sqrt{1 + x^2}}")
def _arsinh_derivative(x):
    return 1 / root_of_one_plus_square(x)


def _softsign_facts():
    moments = (0.0, 0.18301402126654750, 0.41275510033919321, 0.22767134042218250)
    shape = {"parity": "odd", "identity_at_origin": True, "lipschitz": 1.0, "smoothness": "C1", **_SATURATING}
    return known(limits=(-1.0, 1.0), moments=moments, **shape)


@activation(
    family="algebraic",
    aliases=(
        "Elliot symmetric",
        "Elliott symmetric",
        "Elliot (symmetric)",
    ),
    formula=r"\frac{x}{1 + |x|}",
    references=(
        "elliott1993",
        "glorot2010",
    ),
    torch="Softsign",
    keras="softsign",
    jax="soft_sign",
    declared=_softsign_facts,
)
def softsign(x, out=None):
    """Softsign: from -1 to 1, approached as slowly as 1/x.

    >>> act.softsign([-np.inf, 0.0, 1.0])
    array([-1. ,  0. ,  0.5])
    """
    near = x.clip(-_FAR, _FAR)  # an infinity over an infinity would be nan
    room = np.abs(near, out=out)
    room += 1
    return np.divide(near, room, out=room)


@derivative_of(softsign, r"\frac{1}{(1 + |x|)^2}")
def _softsign_derivative(x, out=None):
    room = np.abs(x, out=out)
    room += 1
    np.divide(1, room, out=room)
    return np.square(room, out=room)


@jointly_of(softsign)
def _softsign_both(x, out=(None, None)):
    largest = np.finfo(x.dtype).max
    near = x.clip(-largest, largest)
    slope = np.abs(near, out=out[1])
    slope += 1
    value = np.divide(near, slope, out=out[0])
    np.divide(1, slope, out=slope)
    return value, np.square(slope, out=slope)


def _elliot_facts():
    moments = (0.5, 0.29575350531663687, 0.20637755016959661, 0.056917835105545625)
    return known(limits=(0.0, 1.0), moments=moments, lipschitz=0.5, smoothness="C1", **_SATURATING)


@activation(
    family="algebraic",
    aliases=("Elliott sigmoid", "Elliot sigmoid", "Elliot"),
    formula=r"\frac{1}{2} \left(1 + \frac{x}{1 + |x|}\right)",
    references=("elliott1993",),
    declared=_elliot_facts,
)
def elliot_unipolar(x):
    """Elliott's sigmoid: softsign moved to the range from 0 to 1.

    Below zero computed as 1/(2(1 - x)): the sum of the formula cancels there.

    >>> act.elliot_unipolar([-1e300, 0.0, 1.0])
    array([5.0e-301, 5.0e-001, 7.5e-001])
    """
    lower = 0.5 / (1 + np.abs(x))
    return select(x < 0, lower, 1 - lower)


@derivative_of(elliot_unipolar, r"\frac{1}{2 (1 + |x|)^2}")
def _elliot_unipolar_derivative(x):
    return 0.5 * np.square(1 / (1 + np.abs(x)))


def _isru_facts(alpha):
    if alpha != 1:
        return None
    moments = (0.0, 1 - sqrt(pi / 2) * exp(0.5) * erfc(sqrt(0.5)), 0.56489084724565822, 0.41391988560469962)
    shape = {"parity": "odd", "identity_at_origin": True, "lipschitz": 1.0, **_SATURATING}
    return known(limits=(-1.0, 1.0), moments=moments, **shape)


@activation(
    family="algebraic",
    aliases=(
        "inverse square root unit",
        "x/sqrt(1+a x^2)",
    ),
    parameters={"alpha": Parameter(1.0, low=0.0)},
    formula=r"\frac{x}{\sqrt{1 + \alpha x^2}}",
    references=("carlile2017",),
    declared=_isru_facts,
)
def isru(x, alpha):
    """Inverse square root unit: an S without exponentials, from -1/√alpha to 1/√alpha.

    >>> act.isru([-1e300, 0.0, 1.0])
    array([-1.        ,  0.        ,  0.70710678])
    """
    return _isru_both(x, alpha)[0]


@derivative_of(isru, r"\left(1 + \alpha x^2\right)^{-3/2}")
def _isru_derivative(x, alpha):
    return _isru_both(x, alpha)[1]


@jointly_of(isru)
def _isru_both(x, alpha):
    scale = x.dtype.type(sqrt(alpha))
    far = _FAR if x.dtype == np.float32 else 1e120  # the derivative is 0 beyond; the square is finite
    scaled = np.clip(scale * x, -far, far)
    square = 1 + np.square(scaled)
    root = np.sqrt(square)
    return scaled / root / scale, 1 / square / root  # square·root may overflow before 1 over it underflows
