"""The playground: what it shows of a net, against the net written out; states that are stored, and that are not."""

import gzip
import itertools

import numpy as np
import pytest

from actlib.experiments.playground import OPTIONS, STEPS, Run, Setting, run
from actlib.explorables import _playground as shown
from actlib.explorables import playground
from actlib.networks import MLP

EDGE = shown.EDGE


@pytest.fixture(scope="module")
def scene():
    return playground.classifier()


def compute(scene, **values):
    """Return the last of what compute yields in a state, the others being as the scene opens."""
    state = scene.scene.values_at(scene.scene.index_of(**values))
    *_, last = scene.scene.compute(**state)
    return last


def by_hand(net, x, f):
    """Return values of the hidden layers and the logit at points, from the weights alone."""
    hidden, value = [], np.asarray(x, float)
    for weights, biases in zip(net.weights[:-1], net.biases[:-1], strict=True):
        value = f(value @ weights[0] + biases[0])
        hidden.append(value)
    return hidden, (value @ net.weights[-1][0] + net.biases[-1][0])[:, 0]


def relu(z):
    return np.where(z > 0, z, 0)


@pytest.mark.parametrize(("first", "f"), [("relu", relu), ("tanh", np.tanh)])
@pytest.mark.parametrize("step", [30, 1000])
def test_answer_units_and_shares_are_those_of_the_net(scene, first, f, step):
    found, setting = compute(scene, first=first, step=step), Setting(first=first)
    net = run(setting).net(step)
    answer, units = found["answer"].reshape(39, 39), found["units"].reshape(48, 96)
    middle = -EDGE + 2 * EDGE * (np.arange(39) + 0.5) / 39
    for row, column in ((0, 0), (7, 31), (38, 20)):
        _, z = by_hand(net, [[middle[column], middle[row]]], f)
        assert answer[row, column] == pytest.approx(np.tanh(z[0] / 2), abs=1e-12)
    places = -EDGE + 2 * EDGE * (np.arange(10) + 0.5) / 10
    square = np.array([(x, y) for y in places for x in places])
    for layer, values in enumerate(by_hand(net, square, f)[0]):
        for unit in range(4):
            tile = units[12 * layer + 1 : 12 * layer + 11, 12 * unit + 1 : 12 * unit + 11]
            expected = values[:, unit] / (np.abs(values[:, unit]).max() or 1)
            np.testing.assert_allclose(tile.ravel(), expected, atol=1e-12)
    assert np.isfinite(units).sum() == 8 * 100
    for (x, y), name in zip(setting.examples(), ("right", "test_right"), strict=True):
        assert found[name] == np.mean((by_hand(net, x, f)[1] > 0) == (y == 1))


def test_points_are_shown_once_in_their_class(scene):
    for data in OPTIONS["data"]:
        (x, y), _ = Setting(data).examples()
        found = compute(scene, data=data, step=0)
        for label in (0, 1):
            drawn = np.stack([found[f"x_{label}"], found[f"y_{label}"]], axis=1)
            np.testing.assert_array_equal(drawn[~np.isnan(drawn[:, 0])], x[y == label])


def test_the_border_is_where_the_net_is_undecided(scene):
    for first, f in (("relu", relu), ("tanh", np.tanh)):
        found = compute(scene, first=first)
        line = np.stack([found["border_x"], found["border_y"]], axis=1)
        line = line[~np.isnan(line[:, 0])]
        assert len(line) > 5
        net = run(Setting(first=first)).net(1000)
        z = by_hand(net, line, f)[1]
        around = [by_hand(net, line + 0.03 * np.array(way), f)[1] for way in ((1, 0), (-1, 0), (0, 1), (0, -1))]
        assert (np.min(around, axis=0) < 0).all()  # a step of three hundredths changes the answer
        assert (np.max(around, axis=0) > 0).all()
        assert np.abs(z).max() < np.abs(around).max()


def test_a_line_is_thinned_as_far_as_it_stays_close():
    angle = np.linspace(0, 2 * np.pi, 400)
    circle = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    few = shown._thinned(circle, 0.01)
    assert 15 < len(few) < 50
    assert np.array_equal(few[[0, -1]], circle[[0, -1]])
    middles = (few[1:] + few[:-1]) / 2
    assert np.abs(np.hypot(*middles.T) - 1).max() <= 0.0101
    assert len(shown._thinned(np.linspace([0, 0], [1, 2], 50), 1e-6)) == 2
    hairpin = np.array([[0.0, 0], [1, 0], [9, 0], [1, 0], [2, 0]])  # on its chord's line, but far beyond its end
    assert [9.0, 0] in shown._thinned(hairpin, 0.1).tolist()


def test_the_gradients_are_those_of_the_loss(scene):
    for step in (0, 100):
        setting = Setting(first="tanh")
        norms = compute(scene, first="tanh", step=step)["gradient"]
        assert np.isnan(norms[2:]).all()
        (x, y), _ = setting.examples()

        def loss(net, x=x, y=y):
            z = by_hand(net, x, np.tanh)[1]
            return np.mean(np.logaddexp(0, z) - y * z)

        for layer in range(2):
            net, slopes = run(setting).net(step), []
            weights = net.weights[layer][0]
            for place in np.ndindex(weights.shape):
                was, values = weights[place], []
                for shift in (1e-5, -1e-5):
                    weights[place] = was + shift
                    values.append(loss(net))
                weights[place] = was
                slopes.append((values[0] - values[1]) / 2e-5)
            assert norms[layer] == pytest.approx(np.linalg.norm(slopes), rel=1e-4)


@pytest.mark.parametrize(
    ("activations", "words"),
    [
        (["identity", "identity"], "one straight line"),
        (["relu", "identity"], "straight pieces"),
        (["leaky_relu", "relu"], "straight pieces"),
        (["tanh", "identity"], "curved"),
        (["relu", "gelu"], "curved"),
        (["sigmoid", "sigmoid"], "curved"),
    ],
)
def test_the_shape_of_a_border_is_measured(activations, words):
    for seed in range(3):
        net = MLP([2, 5, 5, 1], activations, seeds=seed, dtype=np.float64)
        net.biases[-1][0] -= np.median(net(shown.grid(10)))
        assert words in shown.shape_of_border(net)


def test_a_net_without_a_border_is_told():
    net = MLP([2, 3, 1], "relu", dtype=np.float64)
    net.parameters[...] = -1
    assert "one answer all over" in shown.shape_of_border(net)
    assert np.isnan(shown.border(net)).all()
    net.parameters[...] = np.nan
    assert "run away" in shown.shape_of_border(net)
    assert np.isnan(shown.border(net)).all()


def test_dead_units_are_counted_as_the_points_see_them(scene):
    found, setting = compute(scene, rate=1), Setting(rate=1)
    (x, _), _ = setting.examples()
    hidden, _ = by_hand(run(setting).net(1000), x, relu)
    dead = [int((values == 0).all(axis=0).sum()) for values in hidden]
    assert dead[1] == 4  # the whole second layer: nothing reaches the first
    assert found["dead"] == sum(dead)
    assert found["hidden"] == 8
    assert (found["gradient"][:2] == 0).all()


def test_the_opening_makes_the_point(scene):
    assert "made of straight pieces" in scene.description()
    assert "100% of the points learned from" in scene.description()
    assert "curved" in scene.description(first="tanh")
    assert "one straight line" in scene.description(first="identity", layers=4)
    assert "one answer all over" in scene.description(rate=1)


def test_what_is_not_stored_is_trained_on_the_way():
    """Yielded at every pause, with the state that has been passed; the last is what an own training gives."""
    fields = {**vars(Setting(first="gelu", width=2, data="xor"))}
    run.cache_clear()
    seen = list(playground._classifier(step=100, **fields))
    assert [frame["when"] for frame in seen] == [
        "At work on 100 steps, after 0",
        "At work on 100 steps, after 50",
        "After 100 steps",
    ]
    fresh = Run(Setting(**fields))
    list(fresh.advance(100))
    net = fresh.net(100)
    np.testing.assert_array_equal(seen[-1]["answer"], shown.answer(net))
    assert not np.array_equal(seen[0]["answer"], seen[-1]["answer"])
    past = np.isfinite(seen[-1]["loss"])
    np.testing.assert_array_equal(seen[-1]["loss"][past], fresh.losses[past, 0])
    assert [frame["when"] for frame in playground._classifier(step=30, **fields)] == ["After 30 steps"]


def test_a_reader_who_moves_on_leaves_a_training_that_goes_on_later():
    fields = {**vars(Setting(first="sin", width=2, data="xor"))}
    run.cache_clear()
    first = list(itertools.islice(playground._classifier(step=300, **fields), 3))
    assert len(first) == 3
    assert run(Setting(**fields)).step == 100
    assert len(list(playground._classifier(step=300, **fields))) == 4  # at 150, 200 and 250, and the end


def test_the_page_can_bear_what_is_stored(scene):
    assert len(scene.scene.states) == 39 * len(STEPS)
    assert scene.interpolation_error() < 0.5
    assert len(gzip.compress(scene.table.buffer)) < 100_000
