"""Every activation in mpmath, from its definition: imports nothing of actlib, shares no formula with it.

One module a family, each with two tables of functions by the catalogue's names. With 350 digits no far tail cancels: 50
are too few there. Arguments are Python floats, exact as given.
"""

import importlib
import pkgutil

import mpmath as mp

DIGITS = 350
VALUE, DERIVATIVE = {}, {}

for _module in pkgutil.iter_modules(__path__):
    if not _module.name.startswith("_"):
        _family = importlib.import_module(f"{__name__}.{_module.name}")
        VALUE |= _family.VALUE
        DERIVATIVE |= _family.DERIVATIVE


def exact(table, name, x, **parameters):
    """Return an activation's value or derivative at a float, as an mpmath number of 350 digits."""
    with mp.workdps(DIGITS):
        return table[name](mp.mpf(float(x)), **parameters)
