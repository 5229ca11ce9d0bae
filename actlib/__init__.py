"""Activation functions with exact derivatives and facts, and the ledger of what is claimed about them.

>>> import actlib as act
>>> act.silu.value_and_derivative([0.0, 1.0])
(array([0.        , 0.73105858]), array([0.5       , 0.92767051]))
>>> act.get("swish") is act.silu
True

Every activation is an attribute under its name, but for two kinds: a dot is left out (``act.leaky_relu_02`` is
leaky_relu_0.2), and since ``act.gaussian`` is the module of Gaussian expectations, the function is ``act.gaussian_``.
"""

from actlib import datasets, experiments, gaussian, ledger, meanfield, networks
from actlib.activation import Activation
from actlib.activations import REGISTRY
from actlib.catalogue import catalogue, get
from actlib.ledger import get as claim
from actlib.properties import Facts, describe
from actlib.quiz import get as question
from actlib.simplex import (
    entmax15,
    gumbel_softmax,
    log_softmax,
    logsumexp,
    softmax,
    softmin,
    sparsemax,
    spherical_softmax,
    standard_normalization,
    taylor_softmax,
)

__version__ = "0.1.0"

# A dot cannot be in an attribute's name, and actlib.gaussian is the module of Gaussian expectations.
_FUNCTIONS = {{"gaussian": "gaussian_"}.get(name, name.replace(".", "")): f for name, f in REGISTRY.items()}
globals().update(_FUNCTIONS)

__all__ = [
    "Activation",
    "Facts",
    "catalogue",
    "claim",
    "datasets",
    "describe",
    "entmax15",
    "experiments",
    "gaussian",
    "get",
    "gumbel_softmax",
    "ledger",
    "log_softmax",
    "logsumexp",
    "meanfield",
    "networks",
    "question",
    "softmax",
    "softmin",
    "sparsemax",
    "spherical_softmax",
    "standard_normalization",
    "taylor_softmax",
    *_FUNCTIONS,
]
