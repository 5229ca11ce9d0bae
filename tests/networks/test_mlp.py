"""The stack of runs: what decides a run, how weights begin, what is measured on the way, and what is refused."""

import numpy as np
import pytest

import actlib as act
from actlib import datasets
from actlib.networks import INITS, MLP, SGD, Adam, Init, evaluate, matched_gain, train, training

X, Y = datasets.spirals(60)


def trained(seeds, rates, **options):
    net = MLP([2, 8, 8, 1], options.pop("activation", "tanh"), seeds=seeds, **options)
    train(net, X, Y, loss="binary", optimizer=SGD(rates, 0.9), steps=30, batch=20)
    return net.parameters


@pytest.mark.parametrize("norm", [None, "before"])
@pytest.mark.parametrize("activation", ["relu", "gelu", "tanh"])
def test_the_seed_decides_a_run_to_the_bit_whatever_stands_beside_it(activation, norm):
    options = {"activation": activation, "norm": norm}
    stack = trained([5, 3, 9, 3], [0.1, 0.1, 0.2, 0.3], **options)
    for run, (seed, rate) in enumerate([(5, 0.1), (3, 0.1), (9, 0.2), (3, 0.3)]):
        assert np.array_equal(stack[run : run + 1], trained(seed, rate, **options))
    wide = trained(range(64), 0.1, **options)  # more than one block of the activations' evaluation
    assert np.array_equal(wide[[5, 3]], stack[:2])
    assert not np.array_equal(stack[1], stack[3])


def test_the_same_seed_draws_the_same_numbers_for_every_activation():
    gelu, tanh = (MLP([4, 9, 9, 2], f, seeds=range(3)) for f in ("gelu", "tanh"))
    assert np.array_equal(gelu.weights[0], tanh.weights[0])
    ratio = matched_gain("gelu") / matched_gain("tanh")
    assert gelu.weights[1] == pytest.approx(tanh.weights[1] * ratio, rel=1e-6)
    assert not np.array_equal(gelu.weights[0][0], gelu.weights[0][1])


@pytest.mark.parametrize(
    ("init", "variance"),
    [("lecun", 1 / 300), ("glorot", 2 / 500), ("he", 2 / 300), ("standard", 1 / 900), ((1.5, 0.2), 1.5**2 / 300)],
)
def test_weights_have_the_variance_of_their_law(init, variance):
    net = MLP([10, 300, 200], "tanh", seeds=range(2), init=init)
    weights, sigma_b = net.weights[1], init[1] if isinstance(init, tuple) else 0
    assert weights.var() == pytest.approx(variance, rel=0.03)  # 120 000 draws: 0.4 % is a standard error
    assert abs(weights.mean()) < 4 * np.sqrt(variance / weights.size)
    assert net.biases[0].std() == pytest.approx(sigma_b, rel=0.15)
    assert (np.abs(weights).max() > 2 * np.sqrt(variance)) == (init != "standard")


@pytest.mark.parametrize("shape", [(6, 4), (4, 6), (5, 5)])
def test_orthogonal_weights_have_orthonormal_short_sides(shape):
    weights = MLP(shape, seeds=0, init=Init("orthogonal", gain=1.5), dtype=np.float64).weights[0][0] / 1.5
    short = weights.T @ weights if shape[0] >= shape[1] else weights @ weights.T
    assert short == pytest.approx(np.eye(min(shape)), abs=1e-12)


@pytest.mark.parametrize("activation", ["relu", "tanh", "sigmoid", (np.sign, np.ones_like)])
@pytest.mark.parametrize("init", ["matched", "matched_orthogonal"])
def test_matched_gains_keep_the_second_moment_of_any_activation(activation, init):
    net = MLP([100, 100, 100, 100, 10], activation, seeds=range(4), init=init)
    net.forward(np.random.default_rng(0).standard_normal((50, 100)))
    assert np.mean(np.square(net.hidden[-1].z), dtype=float) == pytest.approx(1, rel=0.15)


def test_statistics_are_those_of_the_layers():
    net = MLP([2, 5, 4, 1], ["relu", "sigmoid"], seeds=range(3), init=(2.0, 0.5))
    net.biases[0][1, 0, 2] = -100  # a dead unit
    net.biases[1][2, 0, 0] = 9  # a shut one: its slope is 1e-4 and not 0
    net.weights[1][2, :, 0] = 0
    *_, step = training(net, X, Y, loss="binary", optimizer=SGD(0.0), steps=1)
    found = net.statistics(flat=0.01)
    for k, (f, layer) in enumerate(zip((act.relu, act.sigmoid), net.hidden, strict=True)):
        value, slope = f(layer.z), f.derivative(layer.z)
        for run in range(3):
            assert found["mean"][k, run] == pytest.approx(value[run].mean(), rel=1e-5)
            assert found["variance"][k, run] == pytest.approx(value[run].var(), rel=1e-5)
            assert found["zeros"][k, run] == np.mean(value[run] == 0)
            assert found["flat"][k, run] == np.mean(slope[run] < 0.01)
    units = {name: found[name] * [[5], [4]] for name in ("dead", "shut")}
    assert units["dead"][0, 1] >= 1
    assert (units["dead"][1] == 0).all()
    assert units["shut"][1, 2] >= 1
    for k in range(2):
        norms = [np.linalg.norm(net.dense[k].weights_gradient[run]) for run in range(3)]
        assert found["gradient"][k] == pytest.approx(norms, rel=1e-5)
    assert found["delta"][1] == pytest.approx(np.sqrt(np.mean(net.hidden[1].delta ** 2, (1, 2))), rel=1e-5)
    assert step.loss.shape == (3,)


def test_before_a_backward_pass_there_is_no_gradient_to_measure():
    net = MLP([2, 3, 1], seeds=[0, 1])
    net.forward(X)
    assert np.isnan(net.statistics()["delta"]).all()


def test_batch_norm_predicts_with_running_moments_and_learns_with_those_of_the_batch():
    net = MLP([2, 6, 1], "relu", norm="before", seeds=range(2))
    for _ in range(200):
        net.forward(3 * X + 1)
    z = (3 * X + 1) @ net.weights[0]
    z = (z - z.mean(1, keepdims=True)) / z.std(1, keepdims=True)
    assert net.hidden[0].z == pytest.approx(z, abs=1e-4)
    assert net(3 * X + 1) == pytest.approx(net.forward(3 * X + 1), abs=0.05)
    assert net(X) != pytest.approx(net.forward(X), abs=0.05)


def test_residual_networks_with_silent_blocks_are_the_identity_or_its_activation():
    for kind in ("original", "preactivation"):
        net = MLP([2, 4, 4, 4, 4], "relu", residual=kind, init=(1.0, 0.1))
        for part in net.dense[1:3]:
            part.weights[...], part.biases[...] = 0, 0
        stem = X @ net.weights[0] + net.biases[0]
        assert net(X) == pytest.approx(act.relu(stem) @ net.weights[-1] + net.biases[-1], abs=1e-5)


def test_frozen_layers_stay_and_the_others_learn():
    net = MLP([2, 8, 8, 1], "relu", seeds=range(2))
    net.frozen = 1
    before = net.copy()
    train(net, X, Y, loss="binary", optimizer=Adam(0.01, weight_decay=0.1), steps=5)
    assert np.array_equal(net.weights[0], before.weights[0])
    assert np.array_equal(net.biases[0], before.biases[0])
    assert not np.array_equal(net.weights[1], before.weights[1])


def test_without_biases_there_are_none_and_none_are_learned():
    net = MLP([2, 3, 1], "tanh", init=(1.0, 1.0), bias=False)
    train(net, X, Y, loss="binary", optimizer=SGD(0.5, weight_decay=0.1), steps=5)
    assert not any(b.any() for b in net.biases)
    assert not any(b.any() for b in net.copy().biases)
    twin = MLP([2, 3, 1], "tanh", init=(1.0, 1.0))
    assert all(b.any() for b in twin.biases)


def test_decay_of_the_weights_alone_leaves_the_biases():
    net = MLP([2, 4, 1], "tanh", init=(1.0, 1.0))
    before = net.copy()
    net.gradients[...] = 0
    SGD(0.5, weight_decay=(0.2, 0.0)).step(net)
    assert net.weights[0] == pytest.approx(0.9 * before.weights[0], rel=1e-6)
    assert np.array_equal(net.biases[0], before.biases[0])


def test_a_batch_is_drawn_without_replacement():
    x = np.arange(10.0)[:, np.newaxis]
    seen = []
    net = MLP([1, 1], seeds=[0, 1])
    for step in training(net, x, np.zeros(10), loss="squared", optimizer=SGD(0.0), steps=3, batch=5):
        seen.append(net.dense[0].x[..., 0])
        assert step.logits.shape == (2, 5, 1)
    first, second = np.concatenate(seen[:2], 1), np.concatenate(seen[2:], 1)
    for run in range(2):
        assert sorted(first[run]) == sorted(second[run]) == list(range(10))
        assert not np.array_equal(first[run], second[run])
    assert not np.array_equal(first[0], first[1])


def test_runs_that_diverge_are_recorded_without_a_warning():
    net = MLP([2, 8, 1], "relu", seeds=range(2))
    record = train(net, X, Y, loss="squared", optimizer=SGD([0.01, 1e6]), steps=50)
    assert np.isfinite(record["loss"][-1, 0])
    assert not np.isfinite(record["loss"][-1, 1])


@pytest.mark.parametrize("activation", ["relu", "tanh", "silu"])
def test_it_learns_two_spirals_and_digits(activation):
    x, y = datasets.spirals()
    net = MLP([2, 32, 32, 1], activation, seeds=range(2))
    train(net, x, y, loss="binary", optimizer=Adam(0.01), steps=300)
    assert (evaluate(net, x, y, loss="binary")[1] > 0.97).all()
    (x, y), held_out = datasets.split(*datasets.digits())
    net = MLP([64, 32, 10], activation, seeds=range(2))
    train(net, x, y, loss="softmax", optimizer=SGD(0.1, 0.9), steps=200, batch=64)
    assert (evaluate(net, *held_out, loss="softmax")[1] > 0.93).all()


@pytest.mark.parametrize(
    ("message", "arguments"),
    [
        ("widths are", {"widths": [2]}),
        ("widths holds 0", {"widths": [2, 0, 1]}),
        ("activation has 1 entries for 2", {"activation": ["relu"]}),
        ("seeds is empty", {"seeds": []}),
        ("seeds holds -1", {"seeds": [-1]}),
        ("init is 'xavier'", {"init": "xavier"}),
        ("norm is 'batch'", {"norm": "batch"}),
        ("residual is True", {"residual": True}),
        ("hidden widths are", {"residual": "original"}),
        ("dtype is", {"dtype": np.int32}),
    ],
)
def test_what_is_wrong_is_named(message, arguments):
    with pytest.raises(ValueError, match=message):
        MLP(**{"widths": [2, 3, 3, 1], **arguments})


@pytest.mark.parametrize("wrong", [np.tanh, 3, (np.tanh,), (np.tanh, 1)])
def test_an_activation_without_a_derivative_is_refused(wrong):
    with pytest.raises(TypeError, match="pair \\(value, derivative\\)"):
        MLP([2, 3, 1], wrong, init="lecun")


def test_wrong_examples_targets_rates_and_batches_are_named():
    net = MLP([2, 3, 1], seeds=range(2))
    for message, call in {
        "x has shape \\(5, 3\\)": lambda: net(np.zeros((5, 3))),
        "loss is 'hinge'": lambda: train(net, X, Y, loss="hinge", optimizer=SGD(0.1), steps=1),
        "y has shape": lambda: train(net, X, np.zeros((60, 2)), loss="squared", optimizer=SGD(0.1), steps=1),
        "rate has 3 numbers": lambda: train(net, X, Y, loss="binary", optimizer=SGD([1, 2, 3]), steps=1),
        "batch is 61": lambda: train(net, X, Y, loss="binary", optimizer=SGD(1), steps=1, batch=61),
        "both need one row": lambda: train(net, X, Y[:-1], loss="binary", optimizer=SGD(1), steps=1),
        "classes from 0 to 1": lambda: train(net, X, Y, loss="softmax", optimizer=SGD(1), steps=1),
        "the gain of": lambda: matched_gain((np.zeros_like, np.zeros_like)),
    }.items():
        with pytest.raises(ValueError, match=message):
            call()


def test_weights_of_every_init_are_finite_in_single_precision():
    for init in INITS:
        assert np.isfinite(MLP([2, 5, 3, 1], "tanh", init=init).parameters).all()
