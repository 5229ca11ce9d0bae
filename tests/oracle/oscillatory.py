"""Oscillatory family."""

import mpmath as mp

VALUE = {"sine": mp.sin}
DERIVATIVE = {"sine": mp.cos}
