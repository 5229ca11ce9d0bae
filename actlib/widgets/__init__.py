"""Explorables: a pure function, its controls, its marks and its words, drawn with or without a kernel.

This package knows nothing of activation functions, and imports of ``actlib`` only what names a missing extra.
"""

from actlib._extras import extra
from actlib.widgets.controls import Choice, Slider, Stops

with extra("widgets"):
    from actlib.widgets.explorable import Explorable
from actlib.widgets.marks import Area, Axis, Line, Map, Panel, Points, Rule

__all__ = ["Area", "Axis", "Choice", "Explorable", "Line", "Map", "Panel", "Points", "Rule", "Slider", "Stops"]
