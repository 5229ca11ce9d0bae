r"""Mean field of wide random networks: how variances, correlations and gradients pass from layer to layer.

Layers :math:`z^{l} = W f(z^{l-1}) + b` with independent weights N(0, sigma_w²/width) and biases N(0, sigma_b²), after
Poole et al. (2016) and Schoenholz et al. (2017). In a wide network every z is N(0, q), and

.. math:: q \mapsto \sigma_w^2\, E[f(\sqrt q\, z)^2] + \sigma_b^2, \qquad
          \chi_1 = \sigma_w^2\, E[f'(\sqrt q\, z)^2]

are the variance of the next layer and the factor on the mean square of a gradient that passes back through this one.
All of it is for any function R → R, NumPy in, NumPy out: an activation of the catalogue, or one's own.

>>> import numpy as np
>>> import actlib as act
>>> from actlib.meanfield import chi_1, critical_sigma_w
>>> round(chi_1(act.relu, 2**0.5), 12), round(critical_sigma_w(lambda z: np.maximum(z, -1)), 9)
(1.0, 1.0)
"""

from actlib.meanfield.correlation import DepthScales, correlation_fixed_point, correlation_map, depth_scales
from actlib.meanfield.variance import chi_1, critical_sigma_w, expected_profile, next_variance, variance_fixed_point

__all__ = [
    "DepthScales",
    "chi_1",
    "correlation_fixed_point",
    "correlation_map",
    "critical_sigma_w",
    "depth_scales",
    "expected_profile",
    "next_variance",
    "variance_fixed_point",
]
