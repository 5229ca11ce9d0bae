"""Sweeps: what decides a run, what is kept on disk, what happens to a worker that dies, and what is refused."""

import os
import signal
import threading
import time

import numpy as np
import pytest

from actlib import datasets, experiments
from actlib.experiments import sweeping
from actlib.experiments.chunks import Chunk, compute
from actlib.networks import MLP, SGD, evaluate, train

SMALL = {"seeds": [4, 0, 9], "rates": [0.05, 0.5], "steps": 40, "width": 8, "progress": False, "batch": 50}
GRID = {"inits": ["glorot", "matched"], "depths": [1, 3]}


def small(**options):
    return experiments.sweep("spirals", ["relu", "tanh"], **{**SMALL, **GRID, **options})


def plain(table):
    return table.tobytes()


def test_a_row_is_what_the_same_network_gives_when_trained_alone():
    table = small(optimizer="momentum")
    assert len(table) == 2 * 2 * 2 * 2 * 3
    row = table[(table["activation"] == "tanh") & (table["init"] == "glorot")]
    row = row[(row["depth"] == 3) & (row["rate"] == 0.5) & (row["seed"] == 9)]
    net = MLP([2, 8, 8, 8, 1], "tanh", seeds=9, init="glorot")
    x, y = datasets.spirals(200, seed=0)
    record = train(net, x, y, loss="binary", optimizer=SGD(0.5, 0.9), steps=40, batch=50, every=20)
    assert row["early_loss"][0] == np.float32(record["loss"][1, 0])
    assert row["test_accuracy"] == evaluate(net, *datasets.spirals(1000, seed=1), loss="binary")[1].astype(np.float32)
    assert row["dead"][0] == np.float32(record["dead"][-1, :, 0].mean())
    assert row["flat"][0] == np.float32(record["flat"][-1, :, 0].mean())


def test_rows_come_in_the_order_of_the_arguments():
    table = small()
    assert table["activation"].tolist() == ["relu"] * 24 + ["tanh"] * 24
    assert table["seed"][:6].tolist() == [4, 0, 9, 4, 0, 9]
    assert table["rate"][:6].tolist() == [0.05] * 3 + [0.5] * 3


def test_backend_workers_and_chunks_make_no_difference_to_the_bit():
    expected = plain(small())
    for options in (
        {"workers": 1, "chunk": 1},
        {"workers": 3, "chunk": 4},
        {"backend": "processes", "workers": 2, "chunk": 5},
    ):
        assert plain(small(**options)) == expected


def test_other_seeds_rates_and_data_do_make_a_difference():
    table = small()
    assert len(np.unique(table["early_loss"])) == len(table)


@pytest.mark.filterwarnings("ignore")  # of distributed: about workers that are killed, and sockets they leave open
def test_a_dask_cluster_of_which_a_worker_is_killed_on_the_way_gives_the_same_bits(tmp_path):
    distributed = pytest.importorskip("distributed")
    options = {"steps": 400, "chunk": 2, "inits": ["matched"], "batch": None}
    with distributed.LocalCluster(n_workers=3, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        with distributed.Client(cluster, set_as_default=False) as client:
            victim = next(iter(client.run(os.getpid).values()))

        def kill():
            while not any(tmp_path.glob("*.npy")):
                time.sleep(0.01)
            os.kill(victim, signal.SIGKILL)
            killed_after.append(len(list(tmp_path.glob("*.npy"))))

        killed_after = []
        thread = threading.Thread(target=kill, daemon=True)
        thread.start()
        found = small(backend="dask", address=cluster.scheduler_address, store=tmp_path, **options)
        thread.join()
    chunks = len(list(tmp_path.glob("*.npy")))
    assert killed_after[0] < chunks == 12
    assert plain(found) == plain(small(**options))


def test_a_sweep_goes_on_where_it_was_interrupted(tmp_path, monkeypatch):
    computed = []

    def interrupted(_function, chunks, *_):
        for k, chunk in enumerate(chunks):
            if len(computed) == 3:
                raise KeyboardInterrupt
            computed.append(chunk)
            yield k, compute(chunk)

    monkeypatch.setattr(sweeping, "each", interrupted)
    with pytest.raises(KeyboardInterrupt):
        small(store=tmp_path)
    assert len(list(tmp_path.iterdir())) == 3
    monkeypatch.undo()

    def counted(function, chunks, *rest):
        computed.append(len(chunks))
        yield from original(function, chunks, *rest)

    original = sweeping.each
    monkeypatch.setattr(sweeping, "each", counted)
    assert plain(small(store=tmp_path)) == plain(small())
    assert computed[3] == 5  # 8 chunks, 3 of them were there
    assert plain(small(store=tmp_path)) == plain(small(store=tmp_path))
    assert computed[-1] == 0
    assert not list(tmp_path.glob("*.part"))


def test_what_is_stored_is_told_from_other_work(tmp_path):
    small(store=tmp_path)
    for change in ({"steps": 41}, {"width": 9}, {"optimizer": "adam"}, {"seeds": [4, 0, 8]}, {"norm": "before"}):
        fresh = small(**change)
        assert plain(small(store=tmp_path, **change)) == plain(fresh)


def test_a_function_without_a_name_can_be_run_but_not_stored(tmp_path):
    own = {"clip": (lambda z: np.clip(z, -1, 1), lambda z: np.abs(z) < 1)}
    table = experiments.sweep("xor", own, **SMALL)
    assert set(table["activation"]) == {"clip"}
    with pytest.raises(TypeError, match="store can't tell"):
        experiments.sweep("xor", own, store=tmp_path, **SMALL)


def test_a_task_of_ones_own():
    x, y = datasets.blobs(90, seed=1)
    task = experiments.Task(x[:60], y[:60], x[60:], y[60:], loss="softmax", outputs=3)
    table = experiments.sweep(task, ["silu"], **{**SMALL, "rates": [0.5]})
    assert (table["test_accuracy"] > 0.9).all()


def test_a_run_that_diverges_is_a_row():
    table = experiments.sweep("spirals", ["relu"], seeds=[0], rates=[0.1, 1e9], steps=30, progress=False)
    assert np.isfinite(table["loss"][0])
    assert table["loss"][1] > 1e3 or np.isnan(table["loss"][1])


def test_tables_are_kept_exactly(tmp_path):
    table = small()
    experiments.save(tmp_path / "t.npz", table)
    assert plain(experiments.load(tmp_path / "t.npz")) == plain(table)
    assert [path.name for path in tmp_path.iterdir()] == ["t.npz"]


def test_the_rate_is_chosen_on_other_seeds_than_it_is_judged_by():
    table = np.zeros(12, experiments.ROW)
    table["activation"], table["rate"] = "relu", np.repeat([0.1, 1.0], 6)
    table["seed"] = np.tile(np.arange(6), 2)
    table["test_accuracy"] = [0.9, 0.9, 0.9, 0.1, 0.1, 0.1, 0.5, 0.5, 0.5, 0.8, 0.8, 0.8]
    assert experiments.tuned(table, range(3))["test_accuracy"] == pytest.approx([0.1] * 3)
    assert experiments.tuned(table, range(3, 6))["test_accuracy"] == pytest.approx([0.5] * 3)
    with pytest.raises(ValueError, match="tuning is"):
        experiments.tuned(table, range(6))


def test_the_key_of_a_chunk_is_the_same_in_another_process():
    chunk = Chunk("xor", "relu", "relu", "he", "he", 2, 8, ((0, 0.1),), 10, None, "sgd", None, None)
    code = f"from actlib.experiments.chunks import Chunk; print({chunk!r}.key())"
    import subprocess
    import sys

    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert other.stdout.strip() == chunk.key()


@pytest.mark.parametrize(
    ("error", "message", "options"),
    [
        (ValueError, "backend is 'mpi'", {"backend": "mpi"}),
        (ValueError, "address is missing", {"backend": "dask"}),
        (ValueError, "workers is 0", {"workers": 0}),
        (ValueError, "optimizer is 'lion'", {"optimizer": "lion"}),
        (ValueError, "rates is empty", {"rates": []}),
        (ValueError, "seeds is empty", {"seeds": []}),
        (ValueError, "inits is empty", {"inits": []}),
        (TypeError, "inits is the string", {"inits": "he"}),
        (TypeError, "inits holds", {"inits": [(1.0, 0.1)]}),
        (ValueError, "at most 24 characters", {"inits": {"x" * 25: "he"}}),
    ],
)
def test_what_is_wrong_is_named(error, message, options):
    with pytest.raises(error, match=message):
        small(**options)


@pytest.mark.parametrize(("error", "task"), [(ValueError, "mnist"), (TypeError, 3)])
def test_an_unknown_task_is_named(error, task):
    with pytest.raises(error, match="task is"):
        experiments.sweep(task, ["relu"], **SMALL)
