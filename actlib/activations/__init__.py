"""Every activation, one module a family; importing the package fills the registry in a fixed order."""

from actlib.activation import REGISTRY

from actlib.activations import linear, step, sigmoidal, squashing, algebraic, clipped, piecewise  # isort: skip
from actlib.activations import rectified, exponential, smooth_rectified, gated, self_gated, shrinkage  # isort: skip
from actlib.activations import oscillatory, radial, polynomial, parametric  # isort: skip

FAMILIES = (
    linear,
    step,
    sigmoidal,
    squashing,
    algebraic,
    clipped,
    piecewise,
    rectified,
    exponential,
    smooth_rectified,
    gated,
    self_gated,
    shrinkage,
    oscillatory,
    radial,
    polynomial,
    parametric,
)

__all__ = ["FAMILIES", "REGISTRY"]
