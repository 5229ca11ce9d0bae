"""The ReLU scenes against a second training loop, exact probabilities, quadrature and differences."""

import numpy as np
import pytest
from scipy.integrate import quad, trapezoid
from scipy.stats import norm

from actlib import _relu_nets
from actlib.explorables import relu as scenes
from actlib.networks import MLP


def computed(scene, **values):
    return scene().scene.compute(**values)


def _trained(rate, steps):
    """One net 1→40→1, from the scene's own start, by a loop over single units; hinges, dead units and fit."""
    net = MLP([1, 40, 1], "relu", seeds=range(10), dtype=np.float64)
    w, b, v, c = net.weights[0][0, 0].copy(), net.biases[0][0, 0].copy(), net.weights[1][0, :, 0].copy(), 0.0
    x = np.linspace(-1, 1, 41)
    y = np.sin(3 * x)
    for _ in range(steps):
        error = sum(v[i] * np.maximum(w[i] * x + b[i], 0) for i in range(40)) + c - y
        on = [w[i] * x + b[i] > 0 for i in range(40)]
        dw = np.array([np.mean(error * v[i] * on[i] * x) for i in range(40)])
        db = np.array([np.mean(error * v[i] * on[i]) for i in range(40)])
        dv = np.array([np.mean(error * on[i] * (w[i] * x + b[i])) for i in range(40)])
        w, b, v, c = w - rate * dw, b - rate * db, v - rate * dv, c - rate * error.mean()
    # z is a straight line in x: it is nowhere positive on [-1, 1] if it is not at the ends
    dead = np.maximum(w + b, -w + b) <= 0
    return -b / w, dead, np.maximum(np.outer(x, w) + b, 0) @ v + c


@pytest.mark.parametrize(("stop", "steps"), [(0, 20), (9, 3), (15, 20), (20, 20)])
def test_graveyard_trains_the_net_and_buries_the_dead(stop, steps):
    rate = scenes.graveyard().scene.controls[0].values[stop]
    frame = computed(scenes.graveyard, rate=rate, step=steps)
    hinges, dead, fit = _trained(rate, steps)
    assert frame["fit"] == pytest.approx(fit, rel=1e-6, abs=1e-6)
    assert frame["place"] == pytest.approx(np.clip(hinges, -2, 2), abs=1e-6)
    np.testing.assert_array_equal(np.isfinite(frame["dead"]), dead)
    np.testing.assert_array_equal(np.isnan(frame["living"]), dead)
    assert frame["count"] == dead.sum()


def test_graveyard_has_a_cliff():
    shares = dict(zip(scenes.RATES.round(3), computed(scenes.graveyard, rate=0.02, step=20)["shares"], strict=True))
    assert shares[0.02] < 0.01
    assert shares[0.2] < 0.01
    assert shares[0.399] < 0.05 < 0.7 < shares[1.002]


def test_graveyard_opens_beyond_the_cliff_and_says_so():
    assert "above 2/λ" in scenes.graveyard().description()
    assert "below 2/λ" in scenes.graveyard().description(rate=0.02)
    assert " 0 of the 40 units" in scenes.graveyard().description(step=0.0)


def test_tangent_eigenvalue_is_the_curvature_of_the_linearised_loss():
    x, net = np.linspace(-1, 1.2, 7), MLP([1, 5, 1], "relu", seeds=[1], dtype=np.float64)
    start = np.concatenate([p.ravel() for k in range(2) for p in (net.weights[k], net.biases[k])])

    def outputs(p):
        return np.maximum(np.outer(x, p[:5]) + p[5:10], 0) @ p[10:15] + p[15]

    steps = np.eye(start.size) * 1e-6
    jacobian = np.array([(outputs(start + s) - outputs(start - s)) / 2e-6 for s in steps])
    expected = np.linalg.norm(jacobian, 2) ** 2 / len(x)
    assert _relu_nets.tangent_eigenvalue(net, x[:, None]) == pytest.approx([expected], rel=1e-6)


@pytest.mark.parametrize("width", [1, 3, 8])
def test_born_dead_theory_is_the_recursion_of_losing_a_layer(width):
    frame, lost, expected = computed(scenes.born_dead, width=width, depth=7), 0.0, []
    for _ in range(60):
        lost += (1 - lost) * 0.5**width
        expected.append(lost)
    assert frame["theory"] == pytest.approx(expected, rel=1e-12)
    assert frame["theory_across"][width - 1] == pytest.approx(expected[6], rel=1e-12)
    assert frame["now"] == pytest.approx(100 * expected[6])
    assert np.abs(frame["one"] - expected).max() < 4 * 0.5 / np.sqrt(400)
    assert frame["across"][width - 1] == frame["one"][6] == frame["seen"] / 100
    assert (frame["line"] <= frame["one"]).all()


def test_on_the_whole_line_the_first_layers_are_known_exactly():
    four_errors = 4 * 0.5 / np.sqrt(400)
    chain = computed(scenes.born_dead, width=1, depth=7)["line"]  # one unit: the first layer spares one of two rays
    assert np.abs(chain - (1 - 0.5 ** np.arange(60))).max() < four_errors
    for width in (2, 3, 4):
        line = computed(scenes.born_dead, width=width, depth=7)["line"]
        # layer 2: the rays use different units of layer 1, so they die independently, unless one of them had none
        assert line[0] == 0
        assert abs(line[1] - 0.25**width * (3 - 2.0 ** (1 - width))) < four_errors


@pytest.mark.parametrize(("mean", "spread"), [(-2.0, 1.0), (0.0, 1.5), (1.5, 3.0)])
@pytest.mark.parametrize("order", scenes.ORDERS)
def test_batch_norm_moments_are_those_of_the_law(mean, spread, order):
    frame = computed(scenes.batch_norm, mean=mean, spread=spread, order=order)
    m, s = (0.0, 1.0) if order == "batch norm, then ReLU" else (mean, spread)
    first, second = (quad(lambda z, k=k: z**k * norm.pdf(z, m, s), 0, m + 12 * s)[0] for k in (1, 2))
    variance, share = second - first**2, norm.cdf(0, m, s)
    behind = order == "ReLU, then batch norm"
    assert frame["mean_out"] == pytest.approx(0 if behind else first, abs=1e-8)
    assert frame["variance_out"] == pytest.approx(1 if behind else variance, abs=1e-8)
    assert frame["zeros"] == pytest.approx(100 * share)
    assert frame["height"].tolist() == pytest.approx([0, share])
    assert frame["stem"] == pytest.approx(-first / np.sqrt(variance) if behind else 0, abs=1e-8)
    assert trapezoid(frame["density"], frame["out"]) == pytest.approx(1 - share, abs=1e-3)
    assert frame["entering"] == pytest.approx(norm.pdf(frame["z"], m, s))
    assert frame["raw"] == pytest.approx(norm.pdf(frame["z"], mean, spread))


def test_batch_norm_opens_on_an_output_that_is_not_centred():
    frame = computed(scenes.batch_norm, mean=1.5, spread=2.0, order="batch norm, then ReLU")
    assert frame["mean_out"] == pytest.approx(1 / np.sqrt(2 * np.pi))
    assert "mean 0.40 and variance 0.34" in scenes.batch_norm().description()


def test_batch_norm_gradient_is_that_of_batch_norm():
    rng = np.random.default_rng(2)
    z, upstream, numeric = rng.normal(size=(6, 3)), rng.normal(size=(6, 3)), np.empty((6, 3))
    for place in np.ndindex(z.shape):
        h = np.zeros_like(z)
        h[place] = 1e-6
        numeric[place] = ((_relu_nets.batch_norm(z + h) - _relu_nets.batch_norm(z - h)) * upstream).sum() / 2e-6
    assert _relu_nets.batch_norm_gradient(z, upstream) == pytest.approx(numeric, abs=1e-8)
