"""Every activation, one module a family; importing the package fills the registry in a fixed order."""

from actlib.activation import REGISTRY

from actlib.activations import linear, step, sigmoidal, squashing, algebraic, clipped, piecewise  # isort: skip
from actlib.activations import rectified, exponential, gated, shrinkage, oscillatory, radial, polynomial  # isort: skip

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
    gated,
    shrinkage,
    oscillatory,
    radial,
    polynomial,
)

__all__ = ["FAMILIES", "REGISTRY"]
