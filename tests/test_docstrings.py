"""Public docstrings: the sections that numpydoc asks for are there, name every parameter, and have an example."""

import ast
import doctest
import importlib
import inspect
import pathlib
import pkgutil
import re

import numpy as np
import pytest

import actlib as act
from actlib import ledger
from actlib.activations import REGISTRY
from actlib.catalogue import relatives
from actlib.experiments import published

# What a user calls. The engine and the book's rooms have docstrings too, but not each an example.
ROOMS = {"activation", "activations", "catalogue", "datasets", "experiments", "floats", "gates", "gaussian", "learned"}
ROOMS |= {"ledger", "link", "meanfield", "networks", "properties", "quiz", "simplex"}
ENGINE = {"actlib.networks.parts", "actlib.experiments.chunks", "actlib.experiments.playground"}
MODULES = [
    name
    for _, name, _ in pkgutil.walk_packages(act.__path__, "actlib.")
    if (parts := name.split(".")[1:])[0] in ROOMS and not any(part.startswith("_") for part in parts)
    if name not in ENGINE
]
SLOW = {ledger.as_json, published.make, published.remake}  # an example would run every check, or train for long
RECORDS = [*REGISTRY.values(), *relatives()]
EACH = pytest.mark.parametrize("f", RECORDS, ids=lambda f: f.name)


def section(text, title):
    """The lines below a section's head, up to the next one."""
    found = re.search(rf"^{title}\n-{{{len(title)}}}\n(.*?)(?=^\S[^\n]*\n-{{3,}}$|\Z)", text, re.M | re.S)
    return found.group(1) if found else ""


def documented(text):
    """The names at the left edge of the section Parameters."""
    heads = re.findall(r"^(\S[^:\n]*?)(?: : .*)?$", section(text, "Parameters"), re.M)
    return {name.strip().lstrip("*") for head in heads for name in head.split(",")}


def public(module):
    """The functions, and the classes with their methods, that a module defines for its users."""
    for name, value in vars(module).items():
        if name.startswith("_") or getattr(value, "__module__", None) != module.__name__:
            continue
        if inspect.isfunction(value) or inspect.isclass(value):
            yield name, value
        if inspect.isclass(value):
            methods = {n: m for n, m in vars(value).items() if not n.startswith("_") and inspect.isfunction(m)}
            yield from ((f"{name}.{n}", m) for n, m in methods.items())


def returns_something(function):
    tree = ast.parse(inspect.cleandoc("\n" + inspect.getsource(function)))
    body = next(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    inner = {id(n) for d in ast.walk(body) if isinstance(d, ast.FunctionDef) and d is not body for n in ast.walk(d)}
    return any(isinstance(n, ast.Return) and n.value is not None and id(n) not in inner for n in ast.walk(body))


def faults(value):
    """What is missing from a docstring, in words."""
    text = inspect.getdoc(value) or ""
    if not text:
        return ["a docstring"]
    names = [n for n in inspect.signature(value).parameters if n not in ("self", "cls")]
    missing = [f"the parameter {name}" for name in names if name not in documented(text)]
    if inspect.isfunction(value) and returns_something(value) and not section(text, "Returns"):
        missing.append("the section Returns")
    if ">>> " not in text and value not in SLOW:
        missing.append("an example")
    return missing


CASES = [
    pytest.param(value, id=f"{module.removeprefix('actlib.')}.{name}")
    for module in MODULES
    for name, value in public(importlib.import_module(module))
]


@pytest.mark.parametrize("value", CASES)
def test_functions_and_classes_are_documented(value):
    assert faults(value) == []


@pytest.mark.parametrize("module", MODULES)
def test_modules_say_what_they_are_for(module):
    assert importlib.import_module(module).__doc__


@EACH
def test_records_have_formula_sections_and_examples_that_run(f):
    text = inspect.getdoc(f)
    assert ".. math:: " in text
    assert documented(text) >= set(inspect.signature(f).parameters)
    for title in ("Parameters", "Returns", "Raises", "Examples", *(["References"] if f.references else [])):
        assert section(text, title).strip(), title
    for key in f.references:
        assert key in section(text, "References")
    test = doctest.DocTestParser().get_doctest(text, {"np": np}, f.name, None, 0)
    results = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(test)
    assert (results.attempted >= 2, results.failed) == (True, 0)


@EACH
def test_every_parameter_of_a_record_has_its_domain(f):
    text = section(inspect.getdoc(f), "Parameters")
    for parameter in f.parameters.values():
        assert parameter.domain[2:] in text or parameter.domain in text


def test_what_is_missing_is_seen():
    def bare(x, y):
        """Add.

        Parameters
        ----------
        x : float
        """
        return x + y

    assert faults(bare) == ["the parameter y", "the section Returns", "an example"]
    assert faults(lambda: None) == ["a docstring"]


def test_the_library_is_looked_at():
    assert {"actlib.gaussian", "actlib.properties", "actlib.simplex", "actlib.gates"} <= set(MODULES)
    assert pathlib.Path(act.__file__).with_name("gates.py").exists()
    assert len(CASES) > 20
