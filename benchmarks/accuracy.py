"""The worst error of value and derivative, ours beside PyTorch's, JAX's and SciPy's; writes the table of README.md.

The truth is mpmath's with 350 digits, from `tests/oracle`; the points are those of `tests/test_accuracy.py`. A peer's
derivative is its own automatic one; kinks are left out there, since values at them are conventions (compared in
tests/peers). A result that is nan or infinite where the truth is finite counts as infinitely
wrong; an error of more units than the dtype has digits for, 2²³ or 2⁵², is shown as "lost".
"""

import jax
import mpmath as mp
import numpy as np
import torch
from scipy import special
from tqdm import tqdm

import actlib as act
from benchmarks import peers, report
from tests import oracle
from tests.peers import test_conformance
from tests.test_accuracy import ROOTS, points, ulps

DTYPES = (np.float32, np.float64)
SCIPY = {  # f: value, derivative as one would write it with scipy.special
    "sigmoid": (special.expit, lambda x: special.expit(x) * special.expit(-x)),
    "log_sigmoid": (special.log_expit, lambda x: special.expit(-x)),
    "gelu": (lambda x: x * special.ndtr(x), None),
}


def of_actlib(f, x):
    return f.value_and_derivative(x)


def of_torch(f, x):
    if not f.torch:
        return None
    tensor = torch.from_numpy(x).requires_grad_()
    value = peers.torch_function(f).to(tensor.dtype)(tensor) if f.name != "identity" else tensor.clone()
    value.sum().backward()
    return value.detach().numpy(), tensor.grad.numpy()


def of_jax(f, x):
    if not f.jax:
        return None
    function = peers.jax_function(f)
    return np.asarray(function(x)), np.asarray(jax.jit(jax.vmap(jax.grad(function)))(x))


def of_scipy(f, x):
    return tuple(g and g(x) for g in SCIPY[f.name]) if f.name in SCIPY else None


PROGRAMS = {"actlib": of_actlib, "torch": of_torch, "jax": of_jax, "scipy": of_scipy}


def truths(f, x):
    """Return the exact value and derivative at every point, the latter with the scale its error is measured by."""
    scale = [0.2 * (f.name in ROOTS and abs(float(p) - ROOTS[f.name]) < 1) for p in x]
    values = [(oracle.exact(oracle.VALUE, f.name, p), 0.0) for p in x]
    return values, [(oracle.exact(oracle.DERIVATIVE, f.name, p), s) for p, s in zip(x, scale, strict=True)]


def without_kinks(f, pair, exact, x):
    """Return the value's and the derivative's results, truths and points, the latter's without kinks."""
    smooth = ~np.isin(x, f.facts.kinks)
    kept = [truth for truth, keep in zip(exact[1], smooth, strict=True) if keep]
    return (pair[0], exact[0], x), (None if pair[1] is None else pair[1][smooth], kept, x[smooth])


def worst(computed, exact, x):
    """Return the largest error in ulp and where it is."""
    with mp.workdps(oracle.DIGITS):
        errors = [ulps(v, t, x.dtype.type, s) for v, (t, s) in zip(computed, exact, strict=True)]
    error, where = max(zip(errors, x.tolist(), strict=True))
    return shown(error, x.dtype), where


def shown(error, dtype):
    return f"{error:.2g}" if error < 100 else "lost" if error > 1 / np.finfo(dtype).eps else f"{error:.0e}"


def cells(f, x, exact):
    """Yield a cell for each program: worst value, worst derivative, each with its point."""
    for program in PROGRAMS.values():
        with np.errstate(all="ignore"):
            pair = program(f, x) or (None, None)
        found = [worst(*case) for case in without_kinks(f, pair, exact, x) if case[0] is not None]
        yield "; ".join(f"{error} at {where:.4g}" for error, where in found)


def rows():
    """Yield a row for each function that a peer has, and dtype."""
    for f in tqdm([f for f in act.catalogue() if f.torch or f.jax or f.name in SCIPY], desc="accuracy"):
        for dtype in DTYPES:
            x = points(dtype)
            yield [f.name, dtype.__name__, *cells(f, x, truths(f, x))]


def conventions():
    """Yield a row for each difference in convention that tests/peers holds to be real."""
    for (framework, name), (kinks, slopes, why) in test_conformance.AT_KINKS.items():
        ours = act.get(name).derivative(np.array(kinks))
        where = ", ".join(f"{kink:g}" for kink in kinks)
        there = ", ".join(f"{theirs:g} (ours {own:g})" for theirs, own in zip(slopes, ours, strict=True))
        yield [framework, f"{name}, derivative at {where}", f"{there}: {why}"]
    for (framework, theirs, ours), why in test_conformance.OTHER_FUNCTION.items():
        yield [framework, f"{theirs} is not our {ours}", why]
    for framework, name in test_conformance.SINGLE:
        yield [framework, f"{name}, float64", "computed in float32"]
    yield ["torch", "softplus", "a straight line above 20; ours is computed everywhere"]


def main():
    torch.set_num_threads(1)
    report.write("conventions", report.table(["framework", "what", "how it differs"], conventions()))
    lines = report.table(["function", "dtype", *(f"{name}: value; derivative" for name in PROGRAMS)], rows())
    report.write("accuracy", lines)


if __name__ == "__main__":
    main()
