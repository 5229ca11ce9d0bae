"""Activations that are no function of one number: gates of two halves, the larger of several, norms and distances.

Each is called as ``f(x, axis=-1)`` and has ``f.jvp(x, v, axis=-1)`` and ``f.jacobian(x)``. The gated linear units split
the axis into two halves as PyTorch's `glu` does: a, the values, first, and b, which the gate sees, second.
"""

from functools import partial

import numpy as np

from actlib._axismap import axis_map, tangent_of
from actlib._parameters import Parameter
from actlib.activations.gated import gelu, silu, swish_beta
from actlib.activations.linear import identity
from actlib.activations.rectified import relu
from actlib.activations.sigmoidal import sigmoid

_HALF = "Of the shape of `x`, with half its length along the axis."
_SAME = "Of the shape of `x`."


def _halves(x, axis):
    length = x.shape[axis]
    if length % 2:
        raise ValueError(f"x has shape {x.shape}: the length along axis {axis} is {length}; it must be even")
    return np.split(x, 2, axis)


def _gated(gate, x, axis):
    a, b = _halves(x, axis)
    return a * gate(b)


def _gated_tangent(gate, x, v, axis):
    (a, b), (da, db) = _halves(x, axis), _halves(v, axis)
    value, slope = gate.value_and_derivative(b)
    return da * value + a * (slope * db)


@axis_map(
    formula=r"f(a, b) = a\,\sigma(b)",
    returns=_HALF,
    references=("dauphin2017",),
    aliases=("gated linear unit",),
    torch="GLU",
    keras="glu",
    jax="glu",
)
def glu(x, axis):
    """Gated linear unit: half of the numbers, let through in proportion to the sigmoid of the other half.

    >>> from actlib import gates
    >>> gates.glu([1.0, 2.0, 0.0, 100.0])
    array([0.5, 2. ])
    """
    return _gated(sigmoid, x, axis)


tangent_of(glu)(partial(_gated_tangent, sigmoid))


@axis_map(formula=r"f(a, b) = a\,b", returns=_HALF, references=("dauphin2017", "shazeer2020"), aliases=("bilinear",))
def bilinear_glu(x, axis):
    """Bilinear unit: half of the numbers times the other half, a gate without a nonlinearity.

    >>> from actlib import gates
    >>> gates.bilinear_glu([1.0, 2.0, 3.0, 4.0])
    array([3., 8.])
    """
    return _gated(identity, x, axis)


tangent_of(bilinear_glu)(partial(_gated_tangent, identity))


@axis_map(formula=r"f(a, b) = a \max(0, b)", returns=_HALF, references=("shazeer2020",))
def reglu(x, axis):
    """Gated linear unit with a ReLU for a gate.

    >>> from actlib import gates
    >>> gates.reglu([1.0, 2.0, -3.0, 4.0])
    array([0., 8.])
    """
    return _gated(relu, x, axis)


tangent_of(reglu)(partial(_gated_tangent, relu))


@axis_map(formula=r"f(a, b) = a\,b\,\Phi(b)", returns=_HALF, references=("shazeer2020",))
def geglu(x, axis):
    """Gated linear unit with an exact GELU for a gate.

    >>> from actlib import gates
    >>> gates.geglu([2.0, 1.0])
    array([1.68268949])
    """
    return _gated(gelu, x, axis)


tangent_of(geglu)(partial(_gated_tangent, gelu))


@axis_map(formula=r"f(a, b) = a\,b\,\sigma(b)", returns=_HALF, references=("shazeer2020",))
def swiglu(x, axis):
    """Gated linear unit with a SiLU for a gate.

    >>> from actlib import gates
    >>> gates.swiglu([2.0, 1.0])
    array([1.46211716])
    """
    return _gated(silu, x, axis)


tangent_of(swiglu)(partial(_gated_tangent, silu))


@axis_map(
    formula=r"\begin{gathered} f(a, b) = (\operatorname{clip}(a, -L, L) + 1)\; c\,\sigma(\alpha c), \\"
    r" c = \min(b, L) \end{gathered}",
    returns=_HALF,
    parameters={"alpha": Parameter(1.702), "limit": Parameter(7.0, low=0.0)},
    references=("openai2025",),
    aliases=("clamped SwiGLU",),
)
def swiglu_oai(x, axis, alpha, limit):
    """Clamped SwiGLU of OpenAI's open models: both halves limited, the values raised by 1.

    The halves are split like those of the other units; the models' own code has them interleaved, gate first. On a
    limit the derivative is that of the inside, as in PyTorch.

    >>> from actlib import gates
    >>> gates.swiglu_oai([0.0, 100.0, 1.0, 100.0])
    array([ 0.84579577, 55.99962503])
    """
    a, b = _halves(x, axis)
    return (np.clip(a, -limit, limit) + 1) * swish_beta(np.minimum(b, limit), alpha)


@tangent_of(swiglu_oai)
def _swiglu_oai_tangent(x, v, axis, alpha, limit):
    (a, b), (da, db) = _halves(x, axis), _halves(v, axis)
    value, slope = swish_beta.value_and_derivative(np.minimum(b, limit), alpha)
    inside = da * (np.abs(a) <= limit)
    return inside * value + (np.clip(a, -limit, limit) + 1) * (slope * (db * (b <= limit)))


@axis_map(
    formula=r"f(x) = (\max(0, x), \max(0, -x))",
    returns="Of the shape of `x`, twice as long along the axis.",
    references=("shang2016",),
    aliases=("concatenated ReLU",),
)
def crelu(x, axis):
    """Concatenated ReLU: the positive parts, then the negative ones; nothing is lost.

    >>> from actlib import gates
    >>> gates.crelu([1.0, -2.0])
    array([1., 0., 0., 2.])
    """
    return np.concatenate([np.maximum(x, 0), np.maximum(-x, 0)], axis)


@tangent_of(crelu)
def _crelu_tangent(x, v, axis):
    return np.concatenate([np.heaviside(x, 0) * v, -np.heaviside(-x, 0) * v], axis)


@axis_map(
    formula=r"f(x)_i = \max(x_{ki}, \dots, x_{ki + k - 1})",
    returns="Of the shape of `x`, with one k-th of its length along the axis.",
    parameters={"k": Parameter(2, low=0)},
    references=("goodfellow2013",),
    aliases=("maxout_k2",),
)
def maxout(x, axis, k):
    """Maxout: the largest of each k consecutive numbers, which are k linear pieces of one unit.

    Where several are largest, the derivative is that of the first.

    >>> from actlib import gates
    >>> gates.maxout([1.0, 5.0, 2.0, -1.0, 0.0, -3.0], k=3)
    array([5., 0.])
    """
    return np.moveaxis(_pieces(x, axis, k).max(axis=-1), -1, axis)


@tangent_of(maxout)
def _maxout_tangent(x, v, axis, k):
    first = _pieces(x, axis, k).argmax(axis=-1)[..., np.newaxis]
    return np.moveaxis(np.take_along_axis(_pieces(v, axis, k), first, -1)[..., 0], -1, axis)


def _pieces(x, axis, k):
    """Return x with its axis last and cut into rows of k."""
    length = x.shape[axis]
    if k != int(k):
        raise ValueError(f"k is {k!r}; it must be a whole number > 0")
    if length % k:
        raise ValueError(
            f"x has shape {x.shape}: the length along axis {axis} is {length}; k = {int(k)} must divide it"
        )
    moved = np.moveaxis(x, axis, -1)
    return moved.reshape(*moved.shape[:-1], length // int(k), int(k))


@axis_map(
    formula=r"f(x)_i = \begin{cases} \max(0, x_i) & i \text{ even} \\ \min(0, x_i) & i \text{ odd} \end{cases}",
    returns=_SAME,
    references=("eidnes2017",),
    aliases=("bipolar ReLU",),
)
def brelu(x, axis):
    """Bipolar ReLU: the positive part of every other number, the negative part of the rest.

    >>> from actlib import gates
    >>> gates.brelu([1.0, 1.0, -2.0, -2.0])
    array([ 1.,  0.,  0., -2.])
    """
    return np.where(_is_even(x, axis), np.maximum(x, 0), np.minimum(x, 0))


@tangent_of(brelu)
def _brelu_tangent(x, v, axis):
    return np.where(_is_even(x, axis), np.heaviside(x, 0), np.heaviside(-x, 0)) * v


def _is_even(x, axis):
    shape = np.ones(x.ndim, int)
    shape[axis] = -1
    return (np.arange(x.shape[axis]) % 2 == 0).reshape(shape)


@axis_map(
    formula=r"f(x) = \sum_i w_i \frac{x^i}{\sqrt{\operatorname{mean}(x^{2i}) + \varepsilon}} + \beta",
    returns=_SAME,
    parameters={
        "weight": Parameter((1 / 3, 1 / 3, 1 / 3)),
        "bias": Parameter(0.0),
        "eps": Parameter(0.0, low=0.0, closed=True),
    },
    references=("zhuo2025",),
    aliases=("PolyCom", "PolyCom/PolyNorm"),
)
def polynorm(x, axis, weight, bias, eps):
    """Polynomial of the numbers along the axis, each of its powers divided by its own root mean square.

    The weights ascend from that of x itself. The authors' code has eps = 1e-6, and its weights descend. The numbers are
    divided by the largest first, so that no power overflows. With eps = 0 a vector of zeros gives the bias, and has no
    derivative.

    >>> from actlib import gates
    >>> gates.polynorm([1.0, -1.0, 1.0, 1.0])
    array([ 1.        , -0.33333333,  1.        ,  1.        ])
    """
    total = np.full_like(x, bias)
    for w, (power, norm, _) in zip(weight, _normalised_powers(x, axis, len(weight), eps), strict=True):
        total += w * np.where(norm == 0, 0, power / norm)
    return total


@tangent_of(polynorm)
def _polynorm_tangent(x, v, axis, weight, bias, eps):  # noqa: ARG001
    total = np.zeros_like(x)
    for w, (power, norm, slope) in zip(weight, _normalised_powers(x, axis, len(weight), eps), strict=True):
        unit, change = power / norm, slope * v / norm
        total += w * (change - unit * _mean(unit * change, axis))
    return total


def _normalised_powers(x, axis, order, eps):
    """Yield x**i, its norm and its slope for i = 1, …, order, all divided by the i-th power of the largest |x|."""
    if eps < 0:
        raise ValueError(f"eps is {eps!r}; it must be a finite number >= 0")
    largest = np.abs(x).max(axis=axis, keepdims=True, initial=0)
    largest = np.where(largest == 0, 1, largest)
    y = x / largest
    for i in range(1, order + 1):
        least = x.dtype.type(eps) / largest ** (2 * i) if eps else 0  # the power may be 0
        norm = np.sqrt(_mean(y ** (2 * i), axis) + least)
        yield y**i, norm, i * y ** (i - 1) / largest


def _mean(x, axis):
    return x.sum(axis=axis, keepdims=True) / max(x.shape[axis], 1)


@axis_map(
    formula=r"f(x) = \exp\left(-\frac{\lVert x - c \rVert^2}{2 \sigma^2}\right)",
    returns="Of the shape of `x` without the axis.",
    parameters={"centre": Parameter((0.0,)), "sigma": Parameter(1.0, low=0.0)},
    references=("broomhead1988",),
    aliases=("radial unit",),
)
def rbf_multi(x, axis, centre, sigma):
    """Radial unit: a Gaussian bell over the distance of the vector from a centre.

    The centre is one number, or as many as the axis is long.

    >>> from actlib import gates
    >>> gates.rbf_multi([[1.0, 2.0], [1.0, 3.0]], centre=(1.0, 2.0))
    array([1.        , 0.60653066])
    """
    return np.exp(-0.5 * np.square(_offset(x, axis, centre, sigma)).sum(axis=axis))


@tangent_of(rbf_multi)
def _rbf_multi_tangent(x, v, axis, centre, sigma):
    offset = _offset(x, axis, centre, sigma)
    value = np.exp(-0.5 * np.square(offset).sum(axis=axis))
    return np.where(value == 0, 0, -value * (offset * (v / x.dtype.type(sigma))).sum(axis=axis))


def _offset(x, axis, centre, sigma):
    length = x.shape[axis]
    if len(centre) not in (1, length):
        raise ValueError(f"centre has {len(centre)} numbers; it must have one, or the {length} of x along axis {axis}")
    shape = np.ones(x.ndim, int)
    shape[axis] = -1
    return (x - np.array(centre, x.dtype).reshape(shape)) / x.dtype.type(sigma)


GATES = (glu, bilinear_glu, reglu, geglu, swiglu, swiglu_oai, crelu, maxout, brelu, polynorm, rbf_multi)
