"""The constants that the chapter on signal propagation ascribes to PyTorch are PyTorch's."""

import pytest

CITED = {
    "linear": 1,
    "sigmoid": 1,
    "tanh": 5 / 3,
    "relu": 2**0.5,
    "leaky_relu": (2 / (1 + 0.01**2)) ** 0.5,
    "selu": 3 / 4,
}


@pytest.mark.parametrize("name", CITED)
def test_calculate_gain_returns_what_the_book_cites(name):
    torch = pytest.importorskip("torch")
    assert torch.nn.init.calculate_gain(name) == pytest.approx(CITED[name])
