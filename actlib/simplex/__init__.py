"""Maps from scores to the probability simplex, and the log-sum-exp behind the best known of them.

>>> from actlib.simplex import MAPS
>>> for f in MAPS:
...     print(f.name, f([1.0, 2.0]))
softmax [0.26894142 0.73105858]
log_softmax [-1.31326169 -0.31326169]
softmin [0.73105858 0.26894142]
logsumexp 2.313261687518223
sparsemax [0. 1.]
entmax15 [0.16928109 0.83071891]
taylor_softmax [0.33333333 0.66666667]
spherical_softmax [0.2 0.8]
standard_normalization [0.33333333 0.66666667]
"""

from actlib.simplex._map import SimplexMap
from actlib.simplex.exponential import log_softmax, logsumexp, softmax, softmin
from actlib.simplex.gumbel import gumbel_softmax
from actlib.simplex.normalised import spherical_softmax, standard_normalization, taylor_softmax
from actlib.simplex.sparse import entmax15, sparsemax

MAPS = (
    softmax,
    log_softmax,
    softmin,
    logsumexp,
    sparsemax,
    entmax15,
    taylor_softmax,
    spherical_softmax,
    standard_normalization,
)

__all__ = ["MAPS", "SimplexMap", "gumbel_softmax", *(f.name for f in MAPS)]
