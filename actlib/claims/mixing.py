"""Claims of the notes on mixing types of neurons in one network."""

from functools import partial

import numpy as np

import actlib as act
from actlib import _mixed
from actlib.ledger import Evidence, claim
from actlib.networks import MLP

_claim = partial(claim, section="mixing")


@_claim(
    "C80",
    says="It is very rare to mix and match different types of neurons in the same network",
    verdict="false",
    correction="Rare only among the hidden units of one plain layer. Every LSTM and GRU mixes sigmoids with tanh, "
    "and must: a gate needs (0, 1), a candidate both signs. A transformer has softmax beside GELU or SiLU, "
    "squeeze-and-excitation a sigmoid beside ReLU; and a classifier's last layer is seldom of its hidden layers' kind.",
    references=("hochreiter1997", "gers2000", "hu2018", "shazeer2020"),
    foils={"gates of tanh": {"gate": act.tanh}, "a candidate of sigmoids": {"candidate": act.sigmoid}},
)
def an_lstm_needs_both_kinds(gate=act.sigmoid, candidate=act.tanh):
    """Run 1000 LSTM cells of random weights 50 steps; see where gates and candidates lie; count the kinds."""
    rng, state, cell = np.random.default_rng(0), np.zeros(1000), np.zeros(1000)
    u, w = rng.standard_normal((2, 4, 1000))
    gates, candidates = [], []
    for x in rng.standard_normal(50):
        z = u * x + w * state
        forget, let_in, out, new = gate(z[0]), gate(z[1]), gate(z[2]), candidate(z[3])
        cell = forget * cell + let_in * new
        state = out * act.tanh(cell)
        gates.append([forget, let_in, out])
        candidates.append(new)
    gates, negative = np.array(gates), np.mean(np.array(candidates) < 0)
    return Evidence(
        kinds_of_units=(len({gate.name, candidate.name}), 2, 0),
        share_of_gates_outside_0_and_1=(((gates < 0) | (gates > 1)).mean(), 0, 0),
        share_of_negative_candidates=(negative, 0.5, 0.02),
    )


@_claim(
    "C81",
    says="there is no fundamental problem with doing so",
    verdict="holds",
    correction="Backpropagation asks each unit for its own slope only. Nets whose layers are half tanh and half ReLU "
    "learn as nets of one kind do. One thing is to be minded: each kind has its own gain, and the layer's is one over "
    "the root of the mean second moment of its units.",
    references=("glorot2010", "he2015"),
    foils={
        "the slope of ReLU for all units": {"slopes": act.relu},
        "ReLU's gain for all": {"gain": act.relu.facts.gain},
    },
)
def half_tanh_half_relu_learns(slopes=None, gain=None):
    """Hold a mixed gradient against differences, the second moment at depth 20 against 1, and count nets that fit."""
    f, rng = _mixed.Mixed(0.5), np.random.default_rng(0)
    a = rng.standard_normal((8, 20, 128))  # eight nets: one alone scatters
    for _ in range(20):
        a = f.value_and_derivative(a @ rng.standard_normal((8, 128, 128)) * (gain or f.gain()) / 128**0.5)[0]
    moment = np.mean((a * f.gain()) ** 2)
    return Evidence(
        error_of_the_gradient=(_error_of_the_gradient(f, slopes), 0, 1e-7),
        second_moment_at_depth_20=(moment, 1, 0.2),
        mixed_nets_that_fit=((_mixed.trained(0.5)["loss"][-1] < 0.05).sum(), 10, 0),
    )


def _error_of_the_gradient(f, slopes):
    value = lambda z: f.value_and_derivative(z)[0]  # noqa: E731
    slope = slopes.derivative if slopes else lambda z: f.value_and_derivative(z)[1]
    net = MLP([2, 6, 6, 1], (value, slope), seeds=0, init="lecun", dtype=np.float64)
    x = np.random.default_rng(1).standard_normal((9, 2))
    net.forward(x)
    net.backward(np.ones((1, 9, 1)))
    computed, errors, h = net.gradients.copy(), [], 1e-6
    for k in range(0, net.parameters.shape[1], 5):
        sums = []
        for sign in (1, -2):
            net.parameters[0, k] += sign * h
            sums.append(net(x).sum())
        net.parameters[0, k] += h
        errors.append(abs((sums[0] - sums[1]) / (2 * h) - computed[0, k]))
    return max(errors)
