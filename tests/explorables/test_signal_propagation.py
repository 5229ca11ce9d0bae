"""The scene of the correlation map against exact expectations."""

import numpy as np
import pytest

import actlib as act
from actlib import meanfield
from actlib.explorables import signal_propagation as scenes


@pytest.mark.parametrize(
    ("f", "sigma_w", "sigma_b"), [("tanh", 2.4, 0.3), ("relu", 1.2, 1), ("sigmoid", 3.0, 0.3), ("sine", 1.5, 0.1)]
)
def test_the_map_is_that_of_exact_expectations(f, sigma_w, sigma_b):
    state = scenes.correlation().scene.compute(f=f, sigma_w=sigma_w, sigma_b=sigma_b)
    function, c = getattr(act, f), np.array([-1, -0.4, 0.1, 0.75, 1.0])
    q = state["variance"]
    assert meanfield.next_variance(function, q, sigma_w, sigma_b) == pytest.approx(q, rel=0.01)
    expected = meanfield.correlation_map(function, c, sigma_w, sigma_b, q)
    assert np.interp(c, state["c"], state["mapped"]) == pytest.approx(expected, abs=2e-3)  # half a pixel is 4e-3
    assert state["chi"] == pytest.approx(meanfield.chi_1(function, sigma_w, sigma_b, q), rel=0.01)
    assert state["star"] == pytest.approx(meanfield.correlation_fixed_point(function, sigma_w, sigma_b), abs=0.01)


def test_paths_follow_the_map_and_end_where_the_phase_says():
    scene = scenes.correlation().scene
    for sigma_w, end in ((0.8, 1.0), (2.4, None)):
        state = scene.compute(f="tanh", sigma_w=sigma_w, sigma_b=0.3)
        for path, start in (("low", 0.2), ("high", 0.9)):
            assert state[path][0] == start
            assert state[path][-1] == pytest.approx(end or state["star"], abs=0.02)
            assert np.interp(state[path][3], state["c"], state["mapped"]) == pytest.approx(state[path][4], abs=0.01)


def test_verdicts_are_order_chaos_and_the_line_between():
    scene = scenes.correlation().scene
    said = {w: scene.compute(f="relu", sigma_w=w, sigma_b=0.1)["verdict"] for w in (0.6, 3.0)}
    assert "order" in said[0.6]
    assert "line between" in said[3.0]
    assert "chaos" in scene.compute(f="tanh", sigma_w=2.0, sigma_b=0.1)["verdict"]
