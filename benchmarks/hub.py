"""``python -m benchmarks.hub CHAPTER …``: what one student's server takes, for the sizes of deploy/hub.

Needs what `make hub` needs. Memory is the proportional set (Pss), of which pages that processes share are counted once.
"""

import os
import sys
import tempfile
from pathlib import Path

import nbformat
import psutil

from tests.deploy.hub import Hub, User

CHAPTERS = ("activation_functions/mixing", "activation_functions/relu", "introduction/range_not_zero_centered")
PASSWORD = "a horse, correct"


def used(process):
    """Return megabytes and processor seconds of a process so far."""
    times = process.cpu_times()
    return process.memory_full_info().pss / 1e6, times.user + times.system


def below(process, word):
    """Return the process below another one whose first arguments have a word."""
    return next(one for one in process.children(recursive=True) if word in " ".join(one.cmdline()[1:3]))


def row(name, process):
    """Print a line of the table."""
    memory, seconds = used(process)
    print(f"| {name} | {memory:.0f} | {seconds:.1f} |", flush=True)


def main(chapters):
    """Start a hub, a server, and a kernel for each chapter; print what each took."""
    with tempfile.TemporaryDirectory() as folder:
        hub = Hub(Path(folder, "state"), Path(folder, "course"))
        try:
            own = psutil.Process(hub.process.pid)
            student, instructor = User(hub, "student"), User(hub, "instructor")
            student.sign_up(PASSWORD)
            instructor.log_in(Path(folder, "state", "instructor-password").read_text().strip())
            instructor.get("/hub/authorize/student")
            student.log_in(PASSWORD)
            student.spawn()
            print("| process | MB | processor seconds |\n|---|---|---|")
            row("hub", own)
            row("exchange", below(own, "deploy.hub.exchange"))
            row("proxy", below(own, "configurable-http-proxy"))
            server = next(one for one in own.children(recursive=True) if one.cmdline()[1:2] == [INSIDE])
            row("server, started", server)
            for chapter in chapters:
                kernel = student.kernel(f"chapters/{os.path.dirname(chapter)}")
                notebook = student.call("GET", f"/api/contents/chapters/{chapter}.ipynb").json()["content"]
                for cell in nbformat.from_dict(notebook).cells:
                    if cell.cell_type == "code":
                        kernel.run(cell.source)
                row(f"kernel after {chapter}", server.children()[-1])
            row("server, after them", server)
        finally:
            hub.stop()


INSIDE = str(Path(__file__).parents[1] / "deploy" / "hub" / "inside.py")

if __name__ == "__main__":
    main(sys.argv[1:] or CHAPTERS)
