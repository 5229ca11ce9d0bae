"""The scenes of the book: one module a chapter, under the chapter's name.

A scene is a public function without arguments, annotated ``-> Explorable``, in a module of this package. That is all
the registration there is.
"""

from collections.abc import Callable
from importlib import import_module
from inspect import getmembers, isfunction
from pkgutil import iter_modules
from typing import get_type_hints

from actlib.widgets import Explorable

__all__ = ["all_scenes"]


def all_scenes() -> tuple[Callable[[], Explorable], ...]:
    """Return every scene function of every chapter, chapters and names in alphabetical order."""
    modules = [import_module(f"{__name__}.{info.name}") for info in iter_modules(__path__) if info.name[0] != "_"]
    return tuple(
        function
        for module in modules
        for name, function in getmembers(module, isfunction)
        if not name.startswith("_") and function.__module__ == module.__name__
        if get_type_hints(function).get("return") is Explorable
    )
