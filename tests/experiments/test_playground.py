"""The playground's runs: what is stored is what a fresh run gives; a run can be stopped and goes on where it was."""

import json
import runpy
import sys

import numpy as np
import pytest

from actlib.experiments import playground
from actlib.experiments.playground import RECORDS, STEPS, Run, Setting
from actlib.networks import MLP, SGD, evaluate, train


@pytest.mark.parametrize("setting", [Setting(first="tanh", layers=1), Setting(rate=1)], ids=str)
def test_a_stored_run_made_anew_is_what_is_stored(setting):
    """The first hundred steps to three digits, the end as far as other last bits of a product let two runs part."""
    fresh, stored = Run(setting), playground.run(setting)
    assert list(fresh.advance(STEPS[-1]))
    assert stored.step == fresh.step == STEPS[-1]
    early = np.array(RECORDS) <= 100
    np.testing.assert_allclose(fresh.losses[early], stored.losses[early], rtol=1e-3)
    for step in STEPS[:4]:
        np.testing.assert_allclose(fresh.parameters[step], stored.parameters[step], rtol=1e-3, atol=1e-3)
    _, test = setting.examples()
    ends = [evaluate(run.net(STEPS[-1]), *test, loss="binary")[1][0] for run in (fresh, stored)]
    assert abs(ends[0] - ends[1]) < 0.04
    other = playground.run(Setting())
    assert not np.isclose(other.losses[early], fresh.losses[early], rtol=1e-3).any()


def test_every_setting_is_stored_whole_with_what_made_it():
    stored = playground.stored()
    assert list(stored) == list(playground.SETTINGS)
    for setting, (parameters, losses) in stored.items():
        assert parameters.shape == (len(STEPS), setting.net().parameters.size)
        assert losses.shape == (len(RECORDS), 2)
        assert (parameters[0] == setting.net().parameters[0].astype(np.float32)).all()
    with np.load(playground.FILE) as file:
        assert json.loads(str(file["made"]))["command"] == "python -m actlib.experiments playground"


def test_every_option_can_be_reached_from_the_opening_state():
    for field, options in playground.OPTIONS.items():
        if field != "further":
            assert {Setting(**{field: option}) for option in options} <= set(playground.SETTINGS), field


def test_a_run_that_is_interrupted_is_the_same_run():
    setting = Setting(first="gelu", width=2, rate=0.03)
    whole, broken = Run(setting), Run(setting)
    list(whole.advance(100))
    seen = [next(broken.advance(100))]
    assert (seen, broken.step) == ([0], 0)
    seen += list(broken.advance(100))
    assert (seen, broken.step) == ([0, 30], 100)
    assert set(whole.parameters) == set(broken.parameters) == {0, 10, 30, 100}
    assert all((whole.parameters[step] == broken.parameters[step]).all() for step in whole.parameters)
    assert np.array_equal(whole.losses, broken.losses, equal_nan=True)
    assert list(broken.advance(30)) == []


def test_a_run_is_that_of_the_networks():
    (x, y), test = playground.datasets.split(*playground.datasets.xor(200), test=0.5)
    net = MLP([2, 4, 4, 1], ["tanh", "relu"], residual="preactivation", block=1, init="he", dtype=np.float64)
    run = Run(Setting("xor", "tanh", "relu", init="he", shortcuts="past every layer", rate=0.03))
    list(run.advance(100))
    record = train(net, x, y, loss="binary", optimizer=SGD(0.03, momentum=0.9), steps=100, every=1)
    last = RECORDS.index(100)
    assert run.losses[: last + 1, 0].tolist() == record["loss"][list(RECORDS[: last + 1]), 0].tolist()
    assert run.losses[last, 1] == evaluate(net, *test, loss="binary")[0][0]
    np.testing.assert_array_equal(run.net(100).parameters, net.parameters)


def test_the_command_remakes_the_file(tmp_path, monkeypatch):
    monkeypatch.setattr(playground, "FILE", tmp_path / "results" / "playground.npz")
    few = (Setting(), Setting(first="sin", width=2))
    monkeypatch.setattr(playground.remake, "__defaults__", (few,))
    monkeypatch.setattr(sys, "argv", ["x", "playground"])
    try:
        runpy.run_module("actlib.experiments", run_name="__main__")
        assert tuple(playground.stored()) == few
        assert playground.run(few[1]).step == STEPS[-1]
    finally:
        playground.stored.cache_clear()
        playground.run.cache_clear()


def test_what_does_not_exist_is_named():
    with pytest.raises(ValueError, match="first is 'square'; it must be one of identity, relu"):
        Setting(first="square")
