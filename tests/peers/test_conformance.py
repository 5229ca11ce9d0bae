"""Agreement with PyTorch, JAX and Keras: values and gradients at the defaults, at ordinary points and at kinks.

Needs the packages of benchmarks/requirements.txt, and is skipped without them; `make bench` installs them.
Where conventions differ, the difference is in `DIFFERENT`, and a test holds that it is real.
"""

import os
import pathlib

import numpy as np
import pytest

os.environ.setdefault("KERAS_BACKEND", "jax")
os.environ.setdefault("KERAS_HOME", str(pathlib.Path(__file__).parents[2] / "_build" / "home" / "keras"))

import actlib as act

ORDINARY = np.linspace(-8, 8, 161) + 1e-3  # no kink among them
# framework, function: the kinks at which the framework's derivative is another, what it is there, and why
AT_KINKS = {
    ("jax", "hard_tanh"): (
        (-1.0, 1.0),
        (1.0, 1.0),
        "the line inside the bounds; PyTorch, and we: the flat ones",
    ),
    ("jax", "sparse_sigmoid"): (
        (-1.0, 1.0),
        (0.25, 0.25),
        "half the slope where its clip begins; ours: the flat side's",
    ),
    ("jax", "leaky_relu"): ((0.0,), (1.0,), "the line above zero; PyTorch, and we: the one below"),
    ("keras", "hard_tanh"): ((-1.0, 1.0), (1.0, 1.0), "as JAX, which computes it here"),
    ("keras", "sparse_sigmoid"): ((-1.0, 1.0), (0.25, 0.25), "as JAX, which computes it here"),
    ("keras", "leaky_relu_0.2"): ((0.0,), (1.0,), "as JAX, which computes it here"),
}
# framework, function: what the framework calls so is another function than ours of that kind, and why
OTHER_FUNCTION = {
    ("keras", "leaky_relu", "leaky_relu"): "its slope is 0.2; PyTorch's and JAX's 0.01",
    ("keras", "leaky_relu", "leaky_relu_0.3"): "its activation's slope is 0.2, its layer's 0.3",
    ("jax", "gelu", "gelu"): "the tanh approximation, unless told otherwise; PyTorch and Keras are exact",
    ("keras", "gelu", "gelu_tanh"): "exact, unless told otherwise",
    ("torch", "GELU", "gelu_tanh"): "exact, unless told otherwise",
    ("keras", "hard_sigmoid", "hard_sigmoid_keras2"): "x/6 + 1/2 since Keras 3, as PyTorch and JAX; it was x/5 + 1/2",
}
SINGLE = {("keras", "tanh"): "it computes float64 in float32"}


def _torch(name, x):
    torch = pytest.importorskip("torch")
    tensor = torch.from_numpy(x).requires_grad_()
    module = getattr(torch.nn, name)().eval().requires_grad_(False).to(torch.float64)
    value = module(tensor)
    value.sum().backward()
    return value.detach().numpy(), tensor.grad.numpy()


def _gradient_by_jax(function, x):
    jax = pytest.importorskip("jax")
    with jax.enable_x64(True):
        x = jax.numpy.asarray(x)
        return np.asarray(function(x)), np.asarray(jax.vmap(jax.grad(lambda t: function(t).sum()))(x[:, None]))[:, 0]


def _jax(name, x):
    return _gradient_by_jax(getattr(pytest.importorskip("jax").nn, name), x)


def _keras(name, x):
    pytest.importorskip("jax")  # its backend here
    return _gradient_by_jax(getattr(pytest.importorskip("keras").activations, name), x)


PROGRAMS = {"torch": _torch, "jax": _jax, "keras": _keras}
CASES = [
    pytest.param(framework, f, id=f"{framework}-{f.name}")
    for framework in PROGRAMS
    for f in act.catalogue()
    if getattr(f, framework)
]
KINKED = [case for case in CASES if case.values[1].facts.kinks]


def theirs_and_ours(framework, f, x):
    """Return the framework's value and derivative, and ours."""
    return PROGRAMS[framework](getattr(f, framework), x), f.value_and_derivative(x)


@pytest.mark.parametrize(("framework", "f"), CASES)
def test_values_and_gradients_agree_at_ordinary_points(framework, f):
    theirs, ours = theirs_and_ours(framework, f, ORDINARY)
    single = (framework, f.name) in SINGLE
    assert (theirs[0].dtype == np.float32) == single
    np.testing.assert_allclose(theirs, ours, rtol=1e-6 if single else 1e-7, atol=1e-6 if single else 1e-9)


@pytest.mark.parametrize(("framework", "f"), KINKED)
def test_at_kinks_values_agree_and_gradients_do_or_differ_as_listed(framework, f):
    kinks = np.array(f.facts.kinks)
    (value, slope), (our_value, our_slope) = theirs_and_ours(framework, f, kinks)
    np.testing.assert_allclose(value, our_value, rtol=1e-7, atol=1e-9)
    other = ~np.isclose(slope, our_slope, rtol=1e-7, atol=1e-9)
    where, what, _ = AT_KINKS.get((framework, f.name), ((), (), ""))
    assert (tuple(kinks[other].tolist()), tuple(slope[other].tolist())) == (where, what)


@pytest.mark.parametrize(("framework", "name", "ours"), OTHER_FUNCTION, ids=lambda v: v)
def test_what_goes_under_one_name_differs_as_listed(framework, name, ours):
    f = act.get(ours)
    assert getattr(f, framework) != name
    value, _ = PROGRAMS[framework](name, ORDINARY)
    assert np.abs(value - f(ORDINARY)).max() > 1e-4


def test_no_difference_is_listed_for_a_function_that_is_not_compared():
    compared = {(framework, f.name) for framework, f in (case.values for case in CASES)}
    assert compared >= AT_KINKS.keys() | SINGLE.keys()


def test_pytorchs_softplus_is_a_line_above_twenty():
    theirs, _ = _torch("Softplus", np.array([19.0, 20.5]))
    np.testing.assert_array_equal(theirs == [19.0, 20.5], [False, True])
    assert act.softplus(20.5) > 20.5
