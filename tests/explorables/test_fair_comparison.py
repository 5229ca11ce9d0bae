"""The scene of the stored runs against the table, read row by row."""

import numpy as np
import pytest

from actlib.experiments import published
from actlib.explorables import fair_comparison as scenes


@pytest.mark.parametrize("task", scenes.TASKS)
def test_the_picture_is_that_of_the_rows(task):
    table = published.results(task)
    state = scenes.runs().scene.compute(task=task, f="gelu", rate=0.1)
    for i, init in enumerate(("glorot", "matched")):
        rows = table[(table["activation"] == "gelu") & (table["init"] == init)]
        medians = [np.median(rows["test_accuracy"][rows["rate"] == rate]) for rate in state["rates"]]
        assert state[f"median_{i}"] == pytest.approx(medians)
        assert sorted(state[f"seeds_{i}"]) == pytest.approx(sorted(rows["test_accuracy"]))
        assert state[f"top_{i}"] == pytest.approx(max(medians))
        at = {}
        for name in scenes.NAMES:
            chosen = (table["activation"] == name) & (table["init"] == init) & (table["rate"] == 0.1)
            at[name] = np.median(table["test_accuracy"][chosen])
        assert at[state[f"winner_{i}"]] == max(at.values())
        assert int(state[f"place_{i}"]) == 1 + sum(value > at["gelu"] for value in at.values())
        assert state[f"here_{i}"] == pytest.approx(at["gelu"])
