"""Every activation, one module a family; importing the package fills the registry in a fixed order."""

from actlib.activation import REGISTRY

from actlib.activations import linear, step, sigmoidal, rectified, exponential, smooth_rectified  # isort: skip
from actlib.activations import gated, self_gated, oscillatory, parametric  # isort: skip

FAMILIES = (
    linear,
    step,
    sigmoidal,
    rectified,
    exponential,
    smooth_rectified,
    gated,
    self_gated,
    oscillatory,
    parametric,
)

__all__ = ["FAMILIES", "REGISTRY"]
