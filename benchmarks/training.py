"""Training many small networks: ours, all together, beside PyTorch and JAX; writes the table of README.md.

Two spirals, 200 points, 2→16→16→16→1, momentum 0.9, all examples in a batch, float32. Every contender starts from the
same parameters, and has to end at the same losses. They take turns in each round; a figure is the median over the
rounds. Compilation is not counted. BLAS, PyTorch and our
activations have one thread; JAX decides for itself.
"""

import functools
import statistics
import time

import jax
import numpy as np
import torch
from threadpoolctl import threadpool_limits
from tqdm import tqdm

import actlib as act
from actlib import _arrays, datasets
from actlib.networks import MLP, SGD, training
from benchmarks import peers, report

NAMES = ("sigmoid", "tanh", "relu", "leaky_relu", "elu", "selu", "gelu", "silu", "mish")
RUNS, STEPS, ROUNDS = 100, 50, 3  # of 100 = 20 seeds × 5 rates, so many steps of the 800
LOOPED = 3  # runs that the loop is timed for; more would take as long each
WIDTHS, RATE, MOMENTUM, TARGET = (2, 16, 16, 16, 1), 0.01, 0.9, 5
X, Y = datasets.spirals(200)
X32, Y32 = X.astype(np.float32), Y.astype(np.float32)[:, np.newaxis]


def ours(f):
    """Return the losses of all runs after the last step."""
    net = MLP(WIDTHS, f, seeds=range(RUNS))
    *_, last = training(net, X, Y, loss="binary", optimizer=SGD(RATE, MOMENTUM), steps=STEPS)
    return last.loss


def start(f):
    """Return the initial weights and biases of all runs, layer by layer."""
    net = MLP(WIDTHS, f, seeds=range(RUNS))
    return [array.copy() for pair in zip(net.weights, net.biases, strict=True) for array in pair]


def torch_loop(f):
    """Train one network after the other, as one would; return the losses of as many as are timed."""
    function, given, found = peers.torch_function(f).to(torch.float32), start(f), []
    x, y = torch.from_numpy(X32), torch.from_numpy(Y32)
    for run in range(LOOPED):
        layers = []
        for k in range(len(WIDTHS) - 1):
            layer = torch.nn.Linear(WIDTHS[k], WIDTHS[k + 1])
            layer.weight.data = torch.from_numpy(given[2 * k][run].T.copy())
            layer.bias.data = torch.from_numpy(given[2 * k + 1][run, 0].copy())
            layers += [layer, function]
        net = torch.nn.Sequential(*layers[:-1])
        optimizer = torch.optim.SGD(net.parameters(), RATE, momentum=MOMENTUM)
        for _ in range(STEPS):
            optimizer.zero_grad()
            torch.nn.functional.binary_cross_entropy_with_logits(net(x), y).backward()
            optimizer.step()
        with torch.no_grad():
            found.append(torch.nn.functional.binary_cross_entropy_with_logits(net(x), y).item())
    return np.array(found)


def torch_batched(f):
    """Train all networks together by batched matrix products."""
    function = peers.torch_function(f).to(torch.float32)
    parameters = [torch.from_numpy(array).requires_grad_() for array in start(f)]
    x, y = torch.from_numpy(X32).expand(RUNS, -1, -1), torch.from_numpy(Y32).expand(RUNS, -1, -1)
    optimizer = torch.optim.SGD(parameters, RATE, momentum=MOMENTUM)

    def losses():
        signal = x
        for k in range(0, len(parameters), 2):
            signal = torch.baddbmm(parameters[k + 1], signal, parameters[k])
            signal = function(signal) if k < len(parameters) - 2 else signal
        loss = torch.nn.functional.binary_cross_entropy_with_logits(signal, y, reduction="none")
        return loss.mean(dim=(1, 2))

    for _ in range(STEPS):
        optimizer.zero_grad()
        losses().sum().backward()
        optimizer.step()
    with torch.no_grad():
        return losses().numpy()


@functools.cache
def compiled(f):
    """Return a program that trains all networks together by vmap, all steps in one loop."""
    exact_gelu = functools.partial(jax.nn.gelu, approximate=False)  # what JAX calls gelu is the approximation
    function = exact_gelu if f.name == "gelu" else getattr(jax.nn, f.jax)

    def loss(parameters):
        signal = X32
        for k in range(0, len(parameters), 2):
            signal = signal @ parameters[k] + parameters[k + 1]
            signal = function(signal) if k < len(parameters) - 2 else signal
        return (jax.nn.softplus(signal) - Y32 * signal).mean()

    def step(_, state):
        parameters, velocity = state
        gradient = jax.grad(loss)(parameters)
        velocity = [MOMENTUM * v + g for v, g in zip(velocity, gradient, strict=True)]
        return [p - np.float32(RATE) * v for p, v in zip(parameters, velocity, strict=True)], velocity

    def run(parameters):
        nothing = [jax.numpy.zeros_like(p) for p in parameters]
        return loss(jax.lax.fori_loop(0, STEPS, step, (parameters, nothing))[0])

    return jax.jit(jax.vmap(run))


def jax_vmap(f):
    """Train all networks by that program."""
    return np.asarray(compiled(f)(start(f)))


CONTENDERS = {"ours": ours, "torch, a loop": torch_loop, "torch, batched": torch_batched, "jax, vmap": jax_vmap}


def agree(f):
    """Raise unless all contenders end at the same losses; this also compiles what is to be compiled."""
    expected = ours(f)
    for name, train in CONTENDERS.items():
        found = train(f)
        np.testing.assert_allclose(found, expected[: len(found)], rtol=2e-3, err_msg=f"{name}: {f}")


def rates(f):
    """Return for each contender the runs a second, of 50 steps each: the median over the rounds."""
    seen = {name: [] for name in CONTENDERS}
    for _ in range(ROUNDS):
        for name, train in CONTENDERS.items():
            begin = time.perf_counter()
            runs = len(train(f))
            seen[name].append(runs / (time.perf_counter() - begin))
    return {name: statistics.median(values) for name, values in seen.items()}


def main():
    """Measure all activations and write the table; the last line is the time for all of them."""
    torch.set_num_threads(1)
    _arrays.THREADS = 1
    found = {}
    with threadpool_limits(1, "blas"):
        for name in tqdm(NAMES, desc="training"):
            agree(act.get(name))
            found[name] = rates(act.get(name))
    whole = {c: len(NAMES) / sum(1 / values[c] for values in found.values()) for c in CONTENDERS}
    rows = [[name, *(f"{values[c]:.0f}" for c in CONTENDERS)] for name, values in [*found.items(), ("all", whole)]]
    ratio = whole["ours"] / whole["torch, a loop"]
    lines = report.table(["activation", *CONTENDERS], rows)
    report.write("training", [*lines, "", f"Ours runs {ratio:.1f} times as many as the loop; the target is {TARGET}."])


if __name__ == "__main__":
    main()
