"""Where chunks are computed: in threads, in processes, on a Dask cluster. Results come as they are ready."""

from contextlib import closing

from actlib._extras import extra
from actlib.experiments.chunks import compute


def _numbered(number, chunk):
    return number, compute(chunk)


def _by_joblib(backend):
    def run(chunks, workers, _):
        with extra("experiments"):
            import joblib

        parallel = joblib.Parallel(workers or -1, backend=backend, return_as="generator_unordered", batch_size=1)
        with closing(parallel(joblib.delayed(_numbered)(k, chunk) for k, chunk in enumerate(chunks))) as results:
            yield from results

    return run


def _by_dask(chunks, _, address):
    """Chunks of a worker that dies are computed by another: the scheduler sees to it."""
    with extra("cluster"):
        import distributed

    with distributed.Client(address, set_as_default=False) as client:
        futures = client.map(_numbered, range(len(chunks)), chunks, pure=False)
        try:
            for _, result in distributed.as_completed(futures, loop=client.loop, with_results=True):
                yield result
        finally:
            client.cancel(futures)


BACKENDS = {"threads": _by_joblib("threading"), "processes": _by_joblib("loky"), "dask": _by_dask}
"""Functions of (chunks, workers, address) that yield (place in the list, rows)."""


def results(chunks, backend, workers, address):
    """Compute chunks, and yield the place of each in the list with its rows, in the order in which they are ready.

    Parameters
    ----------
    chunks : list of Chunk
    backend, workers, address
        As in `sweep`.

    Yields
    ------
    tuple of (int, ndarray)

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
    yield from BACKENDS[backend](chunks, workers, address)
