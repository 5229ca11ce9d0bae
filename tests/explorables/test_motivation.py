"""Layers on and off: against scikit-learn's logistic regression, and the stripes against the net itself."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss

from actlib.explorables import motivation as scenes

STATES = pytest.mark.parametrize(("layers", "f"), [(n, f) for n in range(4) for f in ("identity", "tanh")])


def computed(layers, f):
    return scenes.layers_on_and_off().scene.compute(layers=layers, f=f)


def is_straight(layers, f):
    return f == "identity" or layers == 0


@pytest.fixture(scope="module")
def regression():
    x, y = scenes.data()
    return LogisticRegression(C=1e9, tol=1e-10, max_iter=1000).fit(x, y)


def test_the_floor_is_the_loss_of_logistic_regression(regression):
    x, y = scenes.data()
    assert scenes.straight_loss() == pytest.approx(log_loss(y, regression.predict_proba(x)), abs=1e-8)


@STATES
def test_depth_without_f_ends_at_the_floor_and_tanh_below(layers, f):
    frame = computed(layers, f)
    if is_straight(layers, f):
        assert (frame["losses"] >= frame["floor"] - 1e-12).all()
        assert frame["loss"] == pytest.approx(frame["floor"], rel=1e-3)
    else:
        assert frame["loss"] < 0.1 * frame["floor"]
        assert frame["right"] > 0.95
    assert frame["losses"][-1] == pytest.approx(frame["loss"], rel=1e-9)
    assert frame["steps"][-1] == scenes.STEPS


@STATES
def test_shares_are_counted_from_the_weights(layers, f):
    (x, y), (net, _) = scenes.data(), scenes.trained(f, layers)
    h = x
    for k, (w, b) in enumerate(zip(net.weights, net.biases, strict=True)):
        h = h @ w[0] + b[0]
        h = np.tanh(h) if f == "tanh" and k < layers else h
    assert computed(layers, f)["right"] == np.mean((h[:, 0] > 0) == (y == 1))


@STATES
def test_stripes_are_where_the_net_says_one(layers, f):
    net, _ = scenes.trained(f, layers)
    frame = computed(layers, f)
    starts, ends, gaps = frame["stripe_x"].reshape(-1, 3).T
    seen = ~np.isnan(starts)
    rows = frame["stripe_y"].reshape(-1, 3)[seen, 0]
    assert np.isnan(gaps).all()
    assert (ends[seen] >= starts[seen]).all()
    x = np.random.default_rng(0).uniform(-scenes.EDGE, scenes.EDGE, 400)
    for row in np.unique(rows):
        striped = ((starts[seen] <= x[:, None]) & (x[:, None] <= ends[seen]))[:, rows == row].any(axis=1)
        z = net(np.column_stack([x, np.full_like(x, row)])).ravel()
        assert np.mean(striped == (z > 0)) > 0.99
    empty = np.setdiff1d(np.linspace(-scenes.EDGE, scenes.EDGE, scenes.ROWS), rows)
    assert all((net(np.column_stack([x, np.full_like(x, row)])) < 0).mean() > 0.99 for row in empty)


@STATES
def test_the_verdict_is_that_of_the_border(layers, f, regression):
    """Where stripes end inside the picture: for an affine net on the line that logistic regression draws."""
    frame = computed(layers, f)
    x, y = frame["stripe_x"], frame["stripe_y"]
    inside = np.abs(x) < scenes.EDGE - 1e-9
    off = np.abs(regression.decision_function(np.column_stack([x[inside], y[inside]])))
    assert inside.sum() >= 5
    assert frame["verdict"] == ("The border is a straight line." if is_straight(layers, f) else "The border bends.")
    assert (off.max() < 0.1) == is_straight(layers, f)


def test_it_opens_on_depth_that_buys_nothing():
    text = scenes.layers_on_and_off().description()
    assert text.startswith("With 3 hidden layers of 12 units and f = identity")
    assert text.endswith("The border is a straight line.")
    assert scenes.WIDTH == 12
    assert scenes.layers_on_and_off().description(f="tanh").endswith("The border bends.")


def test_what_is_drawn_is_off_by_less_than_half_a_pixel():
    assert scenes.layers_on_and_off().interpolation_error() < 0.5
