"""Times of every function that PyTorch has, beside its peers; writes the table of README.md.

All contenders take turns in each round, each allocating its result as a caller would; a figure is the median over the
rounds of the ratio of two times of the same round, so that slow changes of the machine cancel.
"""

import statistics
import time

import numpy as np
from tqdm import tqdm

import actlib as act
from actlib import _arrays
from benchmarks import peers, report

SIZES = {10**3: (11, 100), 10**5: (11, 2), 10**7: (3, 1)}  # elements: rounds, calls a round
DTYPES = (np.float32, np.float64)
TOLERANCE = {np.float32: 2e-6, np.float64: 1e-12}
TARGETS = [  # peer, elements, ours is to take at most this many times as long
    ("naive NumPy", 10**3, 1.5),
    ("naive NumPy", 10**5, 1.0),
    ("naive NumPy", 10**7, 1.0),
    ("torch", 10**5, 2.0),
    ("torch", 10**7, 2.0),
]
BOTH_TARGET = 1.5


def in_torch():
    """Return the activations that PyTorch has; each needs a naive formula."""
    chosen = [f for f in act.catalogue() if f.torch]
    missing = [f.name for f in chosen if f.name not in peers.NAIVE]
    if missing:
        raise KeyError(f"benchmarks.peers.NAIVE has no formula for {', '.join(missing)}")
    return chosen


def contenders(f, x):
    """Return what is to be timed, by name; every peer that computes f is checked against ours first."""
    some, tolerance = x[:1000], TOLERANCE[x.dtype.type]
    for name, call in _peers_calls(f, some).items():
        np.testing.assert_allclose(np.asarray(call()), f(some), rtol=tolerance, atol=tolerance, err_msg=f"{name}: {f}")
    made = _peers_calls(f, x)
    for call in made.values():
        call()  # what is compiled at the first call is compiled now
    room = np.empty_like(x)
    ours = {"ours": lambda: f(x), "both": lambda: f.value_and_derivative(x)}
    return {**ours, "copy": lambda: np.copyto(room, x), **made}


def _peers_calls(f, x):
    made = {name: make(f, x) for name, make in peers.CONTENDERS.items()}
    return {name: call for name, call in made.items() if call}


def seconds(call, calls):
    start = time.perf_counter()
    for _ in range(calls):
        call()
    return (time.perf_counter() - start) / calls


def ratios(f, size, dtype):
    """Return our time divided by each contender's, and under "both" value and derivative divided by value."""
    x = np.random.default_rng(0).normal(scale=2, size=size).astype(dtype)
    calls, (rounds, repeats) = contenders(f, x), SIZES[size]
    times = [{name: seconds(call, repeats) for name, call in calls.items()} for _ in range(rounds)]
    found = {name: statistics.median(t["ours"] / t[name] for t in times) for name in calls}
    return found | {"both": 1 / found["both"], "ours": statistics.median(t["ours"] for t in times) / size * 1e9}


def measure():
    """Return {(threads, dtype, size): {function: ratios}}, with one thread and with as many as actlib takes."""
    counts, functions = sorted({1, _arrays.THREADS}), in_torch()
    settings = [(n, dtype, size) for n in counts for dtype in DTYPES for size in SIZES]
    found = {}
    for n, dtype, size in tqdm(settings, desc="functions"):
        _arrays.THREADS = n
        peers.set_threads(n)
        found[n, dtype, size] = {f.name: ratios(f, size, dtype) for f in functions}
    return found


def median(results, peer):
    """Return the median of a ratio over the functions for which the peer exists."""
    return statistics.median(r[peer] for r in results.values() if peer in r)


def summary(found):
    """Yield a row for each setting: the medians over the functions."""
    for (threads, dtype, size), results in found.items():
        numbers = [f"{median(results, name):.2f}" for name in (*peers.CONTENDERS, "copy", "both")]
        yield [f"{dtype.__name__}, {power(size)}, {threads}", *numbers]


def verdicts(found):
    """Yield a row for each target: the worst median over dtypes and thread counts, met or missed."""
    for peer, size, target in [*TARGETS, *(("both", size, BOTH_TARGET) for size in SIZES)]:
        worst = max(median(r, peer) for (_, _, n), r in found.items() if n == size)
        name = "value and derivative / value" if peer == "both" else f"ours / {peer}"
        verdict = "met" if worst <= target else "missed"
        yield [f"{name}, {power(size)} elements", f"{worst:.2f}", f"≤ {target}", verdict]


def power(size):
    """Write a power of ten as one."""
    return f"10{'⁰¹²³⁴⁵⁶⁷⁸⁹'[round(np.log10(size))]}"


def by_function(found, threads):
    """Yield a row for each function: ours, and the ratios that the targets speak of, float32 / float64."""
    columns = [("ours", 10**5), *((peer, size) for size in SIZES for peer in ("naive NumPy", "torch"))]
    columns += [("copy", 10**7), ("both", 10**5)]
    yield ["function", *(f"{_heading(name)}, {power(size)}" for name, size in columns)]
    for f in in_torch():
        yield [f.name, *(" / ".join(f"{found[threads, d, n][f.name][p]:.2f}" for d in DTYPES) for p, n in columns)]


def _heading(name):
    return {"ours": "ns an element", "both": "both / value"}.get(name, name)


def main():
    found = measure()
    lines = report.table(["median over the functions", "worst measured", "target", "verdict"], verdicts(found))
    lines += ["", "Our time divided by the peer's, medians over the functions; dtype, elements, threads:", ""]
    lines += report.table(["", *peers.CONTENDERS, "copy", "both / value"], summary(found))
    head, *rows = by_function(found, max(threads for threads, _, _ in found))
    lines += ["", "The same for each function, float32 / float64, with all threads:", "", *report.table(head, rows)]
    report.write("functions", lines)


if __name__ == "__main__":
    main()
