"""Derivatives where pieces meet: PyTorch's convention where PyTorch has the function."""

import pytest

import actlib as act

CONVENTIONS = [
    (act.hard_swish, -3.0, 0.0),
    (act.hard_swish, 3.0, 1.0),
    (act.elu_alpha2, 0.0, 2.0),
    (act.celu_alpha2, 0.0, 1.0),
    (act.pelu, 0.0, 1.0),
    (act.isrlu, 0.0, 1.0),
    (act.xielu, 0.0, 0.5),
    (act.elish, 0.0, 0.5),
    (act.sparse_plus, -1.0, 0.0),
    (act.sparse_plus, 1.0, 1.0),
]


@pytest.mark.parametrize(("f", "x", "slope"), CONVENTIONS, ids=repr)
def test_derivative_where_pieces_meet(f, x, slope):
    for signed in (x, -0.0) if x == 0 else (x,):
        assert f.derivative(signed) == f.value_and_derivative(signed)[1] == slope
