"""Every scene of the site draws and says, from its table alone, what Python computes for the same state."""

import numpy as np
import pytest

from actlib.explorables import all_scenes
from actlib.widgets.table import LARGEST_ERROR
from tests.site.drawn import ROUNDING, distance, look, move, picture

SCENES = {scene.name: scene for scene in (make().scene for make in all_scenes())}
ANYWHERE = 1
"""States of each scene in which all controls are moved at once, drawn by lot: mostly between the knots of a table."""


def ends(scene):
    """Return pairs of states: of each control the first and the last stop, the others as the scene opens."""
    start = scene.default_state
    for place, control in enumerate(scene.controls):
        yield control.name, *((*start[:place], stop, *start[place + 1 :]) for stop in (0, len(control.values) - 1))


def require(explorable, scene, state):
    """Move to a state and compare it with Python's frame; gives what is seen."""
    move(explorable, state)
    seen, at = look(explorable), f"{scene.name} at {scene.values_at(state)}"
    assert (seen["source"], seen["error"]) == ("table", ""), at
    if scene.stored is not None and tuple(state) not in scene.states:
        assert seen["words"].startswith("This state is not stored on the page"), at
        assert set("".join(path for panel in picture(seen) for path in panel)) <= {"|"}, f"{at}: something is drawn"
        return seen
    frame = scene.frame(state)
    assert seen["words"] == scene.description(frame), at
    assert distance(seen, scene, frame) <= LARGEST_ERROR + ROUNDING, at
    return seen


@pytest.mark.lively
def test_the_table_draws_what_python_computes(desk):
    explorables = desk.locator("[data-explorable]").all()
    assert explorables
    for explorable in explorables:
        scene = SCENES[explorable.get_attribute("data-explorable")]
        opened = look(explorable)
        assert opened == require(explorable, scene, scene.default_state), f"{scene.name} opens on another state"
        for name, *states in ends(scene):
            first, last = (require(explorable, scene, state) for state in states)
            assert picture(first) != picture(last), f"{scene.name}: {name} changes nothing"
            assert first["words"] != last["words"], f"{scene.name}: {name} is not told"
        rng = np.random.default_rng(0)
        for state in rng.integers(scene.shape, size=(ANYWHERE, len(scene.shape))).tolist():
            require(explorable, scene, state)
        if scene.stored is not None:
            for state in rng.choice(scene.states, ANYWHERE).tolist():
                require(explorable, scene, state)
        move(explorable, scene.default_state)
