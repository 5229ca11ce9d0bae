"""Gradients of whole networks beside central differences, and beside PyTorch where it is installed."""

import numpy as np
import pytest

import actlib as act
from actlib.networks import MLP, SGD, Adam, training
from actlib.networks.losses import LOSSES, targets

RNG = np.random.default_rng(0)
X = RNG.standard_normal((7, 3))
Y = {
    "squared": RNG.standard_normal((7, 2)),
    "binary": RNG.integers(0, 2, (7, 2)),
    "softmax": RNG.integers(0, 2, 7),
}
SHAPES = [
    {},
    {"norm": "before"},
    {"norm": "after"},
    {"residual": "original"},
    {"residual": "preactivation"},
    {"residual": "original", "norm": "before"},
    {"residual": "original", "norm": "after"},
    {"residual": "preactivation", "norm": "before"},
    {"residual": "preactivation", "block": 1},
]


def network(activation, **options):
    """Two small networks in double precision, off the special point where all biases are 0."""
    net = MLP([3, 4, 4, 4, 2], activation, seeds=[3, 8], init=(1.2, 0.3), dtype=np.float64, **options)
    net.parameters += 0.1 * np.random.default_rng(5).standard_normal(net.parameters.shape)
    return net


def differences(net, loss, y, h=1e-6):
    """The gradient of every run's loss, one parameter after the other."""
    found = np.empty_like(net.parameters)
    for k in range(net.parameters.shape[1]):
        values = []
        for sign in (1, -1):
            net.parameters[:, k] += sign * h
            values.append(LOSSES[loss](net.forward(X), y)[0])
            net.parameters[:, k] -= sign * h
        found[:, k] = (values[0] - values[1]) / (2 * h)
    return found


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("options", SHAPES, ids=str)
def test_gradients_are_those_of_differences(options, loss):
    net, y = network(["tanh", act.gelu, "softplus"], **options), targets(loss, Y[loss], 2, np.float64)
    expected = differences(net, loss, y)
    net.backward(LOSSES[loss](net.forward(X), y)[1])
    assert net.gradients == pytest.approx(expected, abs=2e-9)
    assert np.abs(expected).max() > 0.01


def test_a_derivative_of_ones_own_is_used():
    """Straight-through: the gradient is that of a network which has the other function's slopes there."""
    through = network((np.sign, lambda z: np.abs(z) < 1))
    straight = network(["hard_tanh"] * 3)
    values = through.forward(X)
    through.backward(np.ones_like(values))
    delta = np.ones_like(values) @ np.swapaxes(through.weights[-1], 1, 2)
    last = delta * act.hard_tanh.derivative(through.hidden[-1].z)
    expected = np.swapaxes(np.sign(through.hidden[-2].z), 1, 2) @ last
    assert through.dense[2].weights_gradient == pytest.approx(expected)
    assert set(np.unique(through.hidden[0].value)) == {-1.0, 1.0}
    assert straight.hidden[0].f == "hard_tanh"


def test_an_object_may_bend_each_unit_differently():
    class Half:
        def value_and_derivative(self, z):
            (a, da), (b, db) = act.tanh.value_and_derivative(z[..., :2]), act.relu.value_and_derivative(z[..., 2:])
            return np.concatenate([a, b], -1), np.concatenate([da, db], -1)

    net = network(Half())
    y = targets("squared", Y["squared"], 2, np.float64)
    expected = differences(net, "squared", y)
    net.backward(LOSSES["squared"](net.forward(X), y)[1])
    assert net.gradients == pytest.approx(expected, abs=2e-9)
    assert net(X) == pytest.approx(net.forward(X))


def torch_twin(torch, net, run, activation):
    """The same network with the same parameters in PyTorch, for the plain shape and batch norm before."""
    layers = []
    for k, part in enumerate(net.dense):
        layer = torch.nn.Linear(part.inputs, part.outputs, dtype=torch.float64)
        layer.weight.data = torch.tensor(part.weights[run].T.copy())
        layer.bias.data = torch.tensor(part.biases[run, 0].copy())
        layers.append(layer)
        if k < net.depth:
            if net.norm == "before":
                layers.append(torch.nn.BatchNorm1d(part.outputs, dtype=torch.float64))
            layers.append(getattr(torch.nn, activation)())
    return torch.nn.Sequential(*layers)


OPTIMIZERS = {
    "plain": (lambda: SGD(0.1), lambda o, p: o.SGD(p, 0.1)),
    "momentum": (
        lambda: SGD(0.1, 0.9, weight_decay=0.01),
        lambda o, p: o.SGD(p, 0.1, momentum=0.9, weight_decay=0.01),
    ),
    "Nesterov": (lambda: SGD(0.1, 0.9, nesterov=True), lambda o, p: o.SGD(p, 0.1, momentum=0.9, nesterov=True)),
    "Adam": (lambda: Adam(0.01, weight_decay=0.1), lambda o, p: o.Adam(p, 0.01, weight_decay=0.1)),
    "AdamW": (
        lambda: Adam(0.01, weight_decay=0.1, decoupled=True),
        lambda o, p: o.AdamW(p, 0.01, weight_decay=0.1),
    ),
}


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("norm", [None, "before"])
def test_twenty_steps_are_those_of_torch(loss, name, norm):
    torch = pytest.importorskip("torch")
    ours, theirs = OPTIMIZERS[name]
    net = MLP([3, 4, 4, 2], "tanh", seeds=[1, 2], init=(1.0, 0.3), norm=norm, dtype=np.float64)
    twins = [torch_twin(torch, net, run, "Tanh") for run in range(net.runs)]
    *_, last = training(net, X, Y[loss], loss=loss, optimizer=ours(), steps=20)
    for run, twin in enumerate(twins):
        optimizer, y = theirs(torch.optim, twin.parameters()), torch.tensor(Y[loss])
        for number in range(21):
            logits = twin(torch.tensor(X))
            if loss == "squared":
                value = ((logits - y) ** 2).sum(1).mean() / 2
            elif loss == "binary":
                value = torch.nn.functional.binary_cross_entropy_with_logits(logits, y.double(), reduction="none")
                value = value.sum(1).mean()
            else:
                value = torch.nn.functional.cross_entropy(logits, y)
            if number < 20:
                optimizer.zero_grad()
                value.backward()
                optimizer.step()
        assert last.loss[run] == pytest.approx(value.item(), rel=1e-9)
        twin.eval()
        assert net(X)[run] == pytest.approx(twin(torch.tensor(X)).detach().numpy(), rel=1e-8, abs=1e-10)
