"""Lookup by every name, the order of the catalogue, and the list of what has to be found in it."""

import csv
import pathlib
import re

import mpmath as mp
import pytest

import actlib as act
from actlib.activations import FAMILIES
from actlib.catalogue import relatives

FUNCTIONS = pytest.mark.parametrize("f", act.catalogue(), ids=lambda f: f.name)


@FUNCTIONS
def test_each_is_found_by_name_alias_and_framework(f):
    names = [f.name, f.name.upper(), f.name.replace("_", " "), *f.aliases]
    names += [f"nn.{f.torch}", f"torch.nn.{f.torch}"] if f.torch else []
    names += [f"keras.activations.{f.keras}"] if f.keras else []
    names += [f"jax.nn.{f.jax}"] if f.jax else []
    assert {name: act.get(name) for name in names} == dict.fromkeys(names, f)


@FUNCTIONS
def test_each_is_an_attribute_of_the_package_and_of_its_family(f):
    attribute = "gaussian_" if f.name == "gaussian" else f.name.replace(".", "")
    assert attribute in act.__all__
    assert attribute.isidentifier()
    assert getattr(act, attribute) is f
    (family,) = (m for m in FAMILIES if m.__name__.endswith(f".{f.family}"))
    assert f in vars(family).values()


def test_the_module_of_expectations_keeps_its_name():
    assert act.gaussian.expectation(act.gaussian_) == pytest.approx(act.gaussian_.facts.gaussian_mean)


def test_frameworks_differ_in_what_they_call_gelu():
    assert act.get("jax.nn.gelu") is act.gelu_tanh
    assert act.get("nn.GELU") is act.gelu


def test_unknown_names_get_a_hint():
    with pytest.raises(KeyError, match=r"near it: .*leaky_relu"):
        act.get("leeky relu")
    with pytest.raises(KeyError, match=r"no activation is called 'nn\.Transformer'"):
        act.get("nn.Transformer")
    with pytest.raises(TypeError, match="name is 3"):
        act.get(3)


def test_no_two_functions_share_a_spelling():
    taken = {}
    for f in (*act.catalogue(), *relatives()):
        for name in (f.name, *f.aliases):
            assert taken.setdefault(name.lower().replace("_", " "), f) is f


def test_order_is_fixed_and_by_family():
    families = [f.family for f in act.catalogue()]
    assert list(dict.fromkeys(families)) == [m.__name__.rpartition(".")[2] for m in FAMILIES]
    assert families == sorted(families, key=list(dict.fromkeys(families)).index)
    assert act.catalogue() is not None
    assert act.catalogue() == act.catalogue()


# Nothing but the definition, or textbooks of mathematics: a function nobody claims to have proposed for networks, or a
# source that could not be confirmed.
NO_SOURCE = {"identity", "sign", "log_sigmoid", "bipolar_sigmoid", "gudermannian", "erf", "erf_scaled", "smht"}
NO_SOURCE |= {"arctan", "scaled_arctan", "arsinh", "hard_sigmoid_keras2", "piecewise_linear_clip", "exponential"}
NO_SOURCE |= {"bent_identity", "tanhshrink", "cosine", "sinc", "standard_normalization"}


@pytest.mark.parametrize("f", [*act.catalogue(), *relatives()], ids=lambda f: f.name)
def test_sources_are_in_the_bibliography(f):
    text = (pathlib.Path(__file__).parents[1] / "book" / "references.bib").read_text(encoding="utf-8")
    assert set(f.references) <= set(re.findall(r"(?m)^@\w+\{([^,]+),$", text))
    assert (not f.references) == (f.name in NO_SOURCE)


with (pathlib.Path(__file__).parent / "data" / "scope.csv").open(encoding="utf-8") as file:
    SCOPE = list(csv.DictReader(file))
CALLABLE = [row for row in SCOPE if row["kind"] != "—"]  # one row only mentions names, with the survey that has them
OWN_NAME = {"maxout_k2": "maxout"}  # the pieces are a parameter there
OTHER = {"ramp": "relu", "flax.linen.celu": "celu"}  # names that two rows share, and the one that has them here


def _names(row):
    return [row["name"], *filter(None, row["aliases"].split("; ")), *filter(None, row["frameworks"].split("; "))]


@pytest.mark.parametrize("row", CALLABLE, ids=lambda row: row["name"])
def test_every_row_of_the_scope_is_found_under_each_of_its_names(row):
    found = {name: act.get(name).name for name in _names(row)}
    expected = OWN_NAME.get(row["name"], row["name"])
    assert found == {name: OTHER.get(name, expected) for name in found}


def test_the_scope_is_all_there_and_most_of_it_is_the_catalogue():
    assert len(SCOPE) == 110
    names = {f.name for f in (*act.catalogue(), *relatives())}
    assert {OWN_NAME.get(row["name"], row["name"]) for row in CALLABLE} <= names


WORDS = {name: getattr(mp, name) for name in ("exp", "log", "sqrt", "tanh", "atan", "asinh", "erf", "sin", "cos", "pi")}
WORDS |= {"lambda_": mp.mpf("1.0507009873554805"), "alpha": mp.mpf("1.6732632423543772")}
AS_FORMULA = [r for r in SCOPE if r["kind"] == "elementwise" and act.get(r["name"]) in act.catalogue()]
INFORMAL = {"piecewise_linear_clip", "soft_exponential", "smht", "soft_clipping", "acon_c", "e_swish", "swish_beta"}
INFORMAL |= {"pelu", "dyt"}  # with parameters, in words of the field: tests/oracle has them


def _by_formula(text, x):
    """The value of a piecewise formula of the scope: ``a for x<-3; b for x<3; c otherwise``."""
    for piece in text.replace("lambda", "lambda_").split("; "):
        value, _, bound = re.sub(r" otherwise$", "", piece).partition(" for x<")
        if not bound or x < eval(bound, {}, WORDS):
            return eval(re.sub(r"(?<![\w.])(\d+)(?![\w.])", r"mpf(\1)", value), {"mpf": mp.mpf}, {**WORDS, "x": x})
    raise AssertionError(text)


@pytest.mark.parametrize("row", [row for row in AS_FORMULA if row["name"] not in INFORMAL], ids=lambda row: row["name"])
def test_every_formula_of_the_scope_gives_our_values(row):
    f = act.get(row["name"])
    for x in (-7.25, -2.5, -1.75, -0.7, -0.3, 0.3, 0.8, 1.75, 2.5, 6.5):
        assert float(_by_formula(row["formula"], mp.mpf(x))) == pytest.approx(f(x), rel=1e-13, abs=1e-15)
