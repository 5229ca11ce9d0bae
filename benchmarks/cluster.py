"""The same sweep on 1 to 4 workers of a local Dask cluster; writes the table of README.md."""

import os
import statistics
import time

import distributed
from tqdm import tqdm

from actlib import experiments
from benchmarks import report

WORKERS, ROUNDS = (1, 2, 3, 4), 3
SWEEP = {"seeds": range(20), "rates": (0.01, 0.1), "steps": 100, "width": 16, "chunk": 20, "progress": False}
ACTIVATIONS = ("sigmoid", "tanh", "relu", "leaky_relu", "elu", "selu", "silu", "mish")


def seconds(workers):
    """Return the time of the sweep, without that for starting the cluster."""
    options = {"threads_per_worker": 1, "processes": True, "dashboard_address": None}
    with distributed.LocalCluster(n_workers=workers, **options) as cluster:
        address = cluster.scheduler_address
        experiments.sweep("spirals", ["relu"], seeds=range(4), rates=[0.1], steps=1, backend="dask", address=address)
        begin = time.perf_counter()
        table = experiments.sweep("spirals", ACTIVATIONS, backend="dask", address=address, **SWEEP)
        return time.perf_counter() - begin, len(table)


def main():
    """Take the numbers of workers in turns, and write the table."""
    seen = {workers: [] for workers in WORKERS}
    for _ in tqdm(range(ROUNDS), desc="cluster"):
        for workers in WORKERS:
            seen[workers].append(seconds(workers))
    rows = []
    for workers, times in seen.items():
        took = statistics.median(t for t, _ in times)
        speedup = statistics.median(one[0] / many[0] for one, many in zip(seen[1], times, strict=True))
        rows.append([str(workers), f"{times[0][1] / took:.0f}", f"{speedup:.2f}"])
    cores = len(os.sched_getaffinity(0))
    lines = report.table(["workers", "runs a second", "beside one worker"], rows)
    report.write("cluster", [*lines, "", f"The machine has {cores} cores: more workers than that cannot help."])


if __name__ == "__main__":
    main()
