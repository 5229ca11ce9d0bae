"""The stored tables: complete, what a fresh run of a small part gives, and made by the command that is named."""

import runpy
import sys

import numpy as np
import pytest

from actlib import experiments
from actlib.experiments import published

TASKS = pytest.mark.parametrize("name", published.TABLES)


@TASKS
def test_every_combination_is_there_once_and_in_order(name):
    table, fair = published.results(name), published.FAIR
    assert table.dtype.names == experiments.ROW.names
    shape = [len(fair[axis]) for axis in ("activations", "inits", "rates", "seeds")]
    assert len(table) == np.prod(shape) == 9 * 2 * 5 * 20
    for column, axis, values in (
        ("activation", 0, fair["activations"]),
        ("init", 1, fair["inits"]),
        ("rate", 2, fair["rates"]),
        ("seed", 3, fair["seeds"]),
    ):
        found = np.moveaxis(table[column].reshape(shape), axis, 0)
        assert all((part == value).all() for part, value in zip(found, values, strict=True))
    assert len(np.unique(table["early_loss"])) > 0.99 * len(table)
    assert ((table["test_accuracy"] >= 0) & (table["test_accuracy"] <= 1)).all()


@TASKS
def test_a_small_part_made_anew_is_what_is_stored(name):
    """Twenty steps in, to three digits; at the end, as far as other last bits of a product let two runs drift apart."""
    fresh, table = published.make(name, small=True, progress=False), published.results(name)
    small = published.SMALL
    stored = table[np.isin(table["activation"], small["activations"]) & np.isin(table["seed"], small["seeds"])]
    stored = stored[np.isin(stored["rate"], small["rates"])]
    for column in ("activation", "init", "depth", "rate", "seed"):
        assert (fresh[column] == stored[column]).all()
    assert len(fresh) == 16
    np.testing.assert_allclose(fresh["early_loss"], stored["early_loss"], rtol=1e-3)
    np.testing.assert_allclose(fresh["test_accuracy"], stored["test_accuracy"], atol=0.04)
    shifted = np.roll(stored["early_loss"], 1)  # another seed would not pass
    assert np.isclose(fresh["early_loss"], shifted, rtol=1e-3).mean() < 0.2


def test_the_command_remakes_the_tables(tmp_path, monkeypatch):
    monkeypatch.setattr(published, "FOLDER", tmp_path / "results")
    tiny = {**published.TABLES["spirals"], **published.SMALL, "steps": 2, "progress": False}
    monkeypatch.setitem(published.TABLES, "spirals", tiny)
    command = ["x", "fair_comparison", "--table", "spirals", "--backend", "threads", "--store", str(tmp_path / "runs")]
    monkeypatch.setattr(sys, "argv", command)
    runpy.run_module("actlib.experiments", run_name="__main__")
    assert len(published.results("spirals")) == 16
    assert list((tmp_path / "runs").glob("*.npy"))


def test_an_unknown_table_is_named():
    with pytest.raises(ValueError, match="name is 'mnist'"):
        published.results("mnist")
