"""One function of many things: in threads, in processes, on a Dask cluster. Results come as they are ready."""

from contextlib import closing

from actlib._extras import extra


def _numbered(function, number, item):
    return number, function(item)


def _by_joblib(backend):
    def run(function, items, workers, _):
        with extra("experiments"):
            import joblib

        parallel = joblib.Parallel(workers or -1, backend=backend, return_as="generator_unordered", batch_size=1)
        calls = (joblib.delayed(_numbered)(function, number, item) for number, item in enumerate(items))
        with closing(parallel(calls)) as results:
            yield from results

    return run


def _by_dask(function, items, _, address):
    """What a worker had that dies is computed by another: the scheduler sees to it."""
    with extra("cluster"):
        import distributed

    with distributed.Client(address, set_as_default=False) as client:
        futures = client.map(_numbered, [function] * len(items), range(len(items)), items, pure=False)
        try:
            for _, result in distributed.as_completed(futures, loop=client.loop, with_results=True):
                yield result
        finally:
            client.cancel(futures)


BACKENDS = {"threads": _by_joblib("threading"), "processes": _by_joblib("loky"), "dask": _by_dask}
"""Functions of (function, items, workers, address) that yield (place in the list, result)."""


def each(function, items, backend="processes", workers=None, address=None):
    """Call a function on each of some items; yield the place of each with its result, as they are ready.

    Parameters
    ----------
    function : callable
        Of one item; what it takes and gives travels between processes.
    items : list
    backend : str
        "threads" or "processes" of this machine, or "dask".
    workers : int, optional
        How many at a time on this machine; one a core by default.
    address : str, optional
        That of a Dask scheduler, for "dask".

    Yields
    ------
    tuple of (int, object)

    Raises
    ------
    ValueError
        If there is no such backend, or Dask is not told where its scheduler is.
    """
    if backend not in BACKENDS:
        raise ValueError(f"backend is {backend!r}; it must be one of {', '.join(BACKENDS)}")
    if backend == "dask" and not address:
        raise ValueError('address is missing; with backend="dask", give that of the scheduler, "tcp://host:port"')
    if workers is not None and (workers != int(workers) or workers < 1):
        raise ValueError(f"workers is {workers!r}; it must be an integer of at least 1, or None for one a core")
    yield from BACKENDS[backend](function, items, workers, address)
