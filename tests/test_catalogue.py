"""Lookup by every name, and the order of the catalogue."""

import pytest

import actlib as act
from actlib.activations import FAMILIES

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
    assert f.name in act.__all__
    if f.name == "gaussian":
        assert act.gaussian.expectation(f) == pytest.approx(f.facts.gaussian_mean)  # the module keeps its name
    else:
        assert getattr(act, f.name) is f
    (family,) = (m for m in FAMILIES if m.__name__.endswith(f".{f.family}"))
    assert getattr(family, f.name) is f


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
    for f in act.catalogue():
        for name in (f.name, *f.aliases):
            assert taken.setdefault(name.lower().replace("_", " "), f) is f


def test_order_is_fixed_and_by_family():
    families = [f.family for f in act.catalogue()]
    assert list(dict.fromkeys(families)) == [m.__name__.rpartition(".")[2] for m in FAMILIES]
    assert families == sorted(families, key=list(dict.fromkeys(families)).index)
    assert act.catalogue() is not None
    assert act.catalogue() == act.catalogue()
