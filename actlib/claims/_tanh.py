"""What the checks of tanh's claims share: tanh by other ways, networks at initialisation, descent from one function."""

import numpy as np
from scipy.optimize import minimize_scalar

import actlib as act
from actlib import _relu_nets, _tanh_nets
from actlib.activations.sigmoidal import sigmoid
from actlib.networks import MLP

X = np.linspace(-2, 2, 41)[:, None]
Y = np.sin(2 * X)


def exponentials(z):
    """Return tanh as the notes write it; it takes complex numbers."""
    with np.errstate(over="ignore", invalid="ignore"):
        return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))


def fraction(z):
    """Return tanh from Lambert's continued fraction z/(1 + z²/(3 + z²/(5 + …))), which needs no exponential."""
    below = 61.0
    for odd in range(59, 0, -2):
        below = odd + z * z / below
    return z / below


def slope(f, z, h=1e-20):
    """Return f'(z) by a complex step."""
    return np.imag(f(z + 1j * h)) / h


def first_bad(f, dtype, bad, high=1000.0):
    """Return the least z > 0 of this float type at which bad(f(z)) is true, by bisection."""
    inside, outside = 0.0, high
    for _ in range(60):
        middle = (inside + outside) / 2
        inside, outside = (inside, middle) if bad(f(dtype(middle))) else (middle, outside)
    return outside


def normal_mean(f, spread=1.0, mean=0.0):
    """Return E[f(z)], z ~ N(mean, spread²), by the trapezoidal rule: another way than `actlib.gaussian`."""
    u = np.linspace(-12, 12, 4801)
    density = np.exp(-u * u / 2)
    return (f(mean + spread * u) * density).sum() / density.sum()


def factor_a_layer(sigma_w):
    """Return what a wide tanh layer does to the rms of a gradient, at the variance that many layers settle at."""
    spread = 1.0
    for _ in range(200):
        spread = sigma_w * np.sqrt(normal_mean(lambda z: np.tanh(z) ** 2, spread))
    return sigma_w * np.sqrt(normal_mean(lambda z: np.cosh(z) ** -4.0, spread))


def rounded_tanh(z):
    """Return tanh of a float32, correctly rounded: taken in float64. NumPy's own may differ in the last digit."""
    return np.float32(np.tanh(np.float64(z)))


def best_scaling(shifted):
    """Return the least over a and b of the largest distance of a S(bz), or a S(bz) + c with c = −a/2, from tanh z."""
    z = np.linspace(-20, 20, 401)
    target = np.tanh(z)

    def distance(a, b):
        return np.abs(a * (sigmoid(b * z) - (0.5 if shifted else 0.0)) - target).max()

    def over_b(a):
        return minimize_scalar(lambda b: distance(a, b), bounds=(0.5, 4), method="bounded", options={"xatol": 1e-9}).fun

    return minimize_scalar(over_b, bounds=(0.5, 3), method="bounded", options={"xatol": 1e-9}).fun


def deep_net(runs=5):
    """Return tanh nets 2→16→16→1 with random weights and biases, and 50 inputs."""
    net = MLP([2, 16, 16, 1], "tanh", seeds=range(runs), init=(1.0, 1.0), dtype=np.float64)
    return net, np.random.default_rng(0).standard_normal((50, 2))


def input_gradients(net, x):
    """Return the outputs of networks and their derivatives by the inputs."""
    outputs = net.forward(x)
    net.backward(np.ones_like(outputs))
    return outputs, net.hidden[0].delta @ np.swapaxes(net.weights[0], -1, -2)


def errors_after_descent(t, own_rate, draws=5, steps=200):
    """Return errors of nets with the unit f_t that start as the same functions as tanh nets, one net a draw."""
    net = _tanh_nets.carried(_tanh_nets.one_layer(range(draws)), t)
    rate = 1 / _relu_nets.tangent_eigenvalue(net, X) if own_rate else 0.1
    *_, last = _relu_nets.descent(net, X, Y, rate, steps)
    return 2 * last.loss


def jacobian_spectrum(f, sigma_w, orthogonal, depth=20, width=50):
    """Return the singular values of the derivative of layer `depth` by the input, a small one, at initialisation."""
    rng = np.random.default_rng(0)
    h, jacobian = 0.1 * rng.standard_normal(width), np.eye(width)
    for _ in range(depth):
        w = rng.standard_normal((width, width)) / width**0.5
        if orthogonal:
            q, r = np.linalg.qr(w)
            w = q * np.sign(np.diag(r))
        h, s = f.value_and_derivative(sigma_w * w @ h)
        jacobian = s[:, None] * (sigma_w * w @ jacobian)
    return np.linalg.svd(jacobian, compute_uv=False)


def first_layer(f=act.tanh, low=0.0, units=500, inputs=400, examples=1000):
    """Return outputs of a wide first layer, weights N(0, 1/inputs), for inputs uniform on [low, low + 1]."""
    rng = np.random.default_rng(0)
    x = low + rng.uniform(size=(examples, inputs))
    return f(x @ rng.standard_normal((inputs, units)) / inputs**0.5)
