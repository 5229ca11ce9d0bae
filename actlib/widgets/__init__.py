"""Explorables: a pure function, its controls, its marks and its words, drawn with or without a kernel.

This package knows nothing of activation functions and imports nothing else of ``actlib``.
"""

from actlib.widgets.controls import Choice, Slider
from actlib.widgets.explorable import Explorable
from actlib.widgets.marks import Area, Axis, Line, Panel, Points, Rule

__all__ = ["Area", "Axis", "Choice", "Explorable", "Line", "Panel", "Points", "Rule", "Slider"]
