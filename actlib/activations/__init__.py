"""Every activation, one module a family; importing the package fills the registry in a fixed order."""

from actlib.activation import REGISTRY

from actlib.activations import linear, step, sigmoidal, rectified, exponential, gated, oscillatory  # isort: skip

FAMILIES = (linear, step, sigmoidal, rectified, exponential, gated, oscillatory)

__all__ = ["FAMILIES", "REGISTRY"]
