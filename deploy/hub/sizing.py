"""``python -m deploy.hub.sizing``: machines for a class, from what one student's server was measured to use."""

import math
from dataclasses import dataclass

#: Students, the share of them that has a server at the busiest time, and why that much.
CLASSES = {
    10: (1.0, "a class in one room"),
    1_000: (0.4, "two in five in the evening before a deadline"),
    10_000: (0.25, "a quarter then, in several time zones or courses"),
}


@dataclass(frozen=True)
class Assumptions:
    """What the plan hangs on.

    Parameters
    ----------
    server, kernel : int
        Megabytes of a server, and of a kernel after a chapter: measured.
    open_kernels : float
        Chapters that a student has open.
    guarantee, limit : int
        Megabytes that are kept for a server, and that it may not exceed: `values.yaml`.
    processor : float
        Processors that are kept for a server.
    start, chapter : float
        Processor seconds of a server's start, and of a chapter: measured.
    arrivals : float
        Seconds in which the servers of the busiest time are started.
    pace : float
        Seconds between two chapters of one student.
    node_memory, node_processors, node_pods : int
        Megabytes, processors and pods of one machine.
    spare : float
        The share of a machine that the system and the cluster need for themselves.
    home : int
        Megabytes of a student's home on disk; the chapters have 1.
    page : int
        Megabytes of JupyterLab's first page: measured.
    """

    server: int = 131
    kernel: int = 288
    open_kernels: float = 1.25
    guarantee: int = 512
    limit: int = 1536
    processor: float = 0.1
    start: float = 3
    chapter: float = 25
    arrivals: float = 1800
    pace: float = 900
    node_memory: int = 64_000
    node_processors: int = 16
    node_pods: int = 100
    spare: float = 0.1
    home: int = 100
    page: int = 7


def plan(students: int, given: Assumptions) -> dict[str, float]:
    """Return the sizes for a class."""
    servers = math.ceil(students * CLASSES[students][0])
    room = 1 - given.spare
    used = given.server + given.open_kernels * given.kernel
    kept = max(given.guarantee, used)
    seats = min(
        int(given.node_memory * room / kept), int(given.node_processors * room / given.processor), given.node_pods
    )
    return {
        "servers at once": servers,
        "memory in use, GB": servers * used / 1000,
        "memory kept, GB": servers * kept / 1000,
        "processors for starting": servers * given.start / given.arrivals,
        "processors for chapters": servers * given.chapter / given.pace,
        "servers on one machine": seats,
        "machines for servers": math.ceil(servers / seats),
        "logins a second": servers / given.arrivals,
        "network for first pages, MB/s": servers * given.page / given.arrivals,
        "homes, GB": students * given.home / 1000,
    }


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 or value == int(value) else f"{value:.2g}"


def table(given: Assumptions | None = None) -> str:
    """Return the plans of all classes as a table in Markdown."""
    plans = [plan(students, given or Assumptions()) for students in CLASSES]
    rows = [["students", *(f"{students:,}" for students in CLASSES)], ["---"] * (1 + len(plans))]
    rows += [["share with a server", *(f"{share:.0%}: {why}" for share, why in CLASSES.values())]]
    rows += [[name, *(_number(one[name]) for one in plans)] for name in plans[0]]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


if __name__ == "__main__":
    print(table(), end="")
