"""One kernel for one submission: run the notebook's cells, then call its functions and bring back values.

The kernel may be confined by bubblewrap: no network, no view of the clone, the home folder or other submissions, a
read-only system, one private writable folder, limits on memory, processor time and file size, its own process
namespace. Not confined yet: the number of processes and the amount of output.
"""

import ast
import contextlib
import inspect
import os
import shutil
import site
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from queue import Empty

import ipykernel
import nbformat
import numpy as np
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from traitlets import List, Unicode

from actlib.assignments import inside
from actlib.assignments.checking import Case, Question, Reply, replies, request

#: Seconds for one cell or one check, and for a submission as a whole.
STEP, WHOLE = 10, 60

# Without these a kernel's first import of NumPy reserves memory for every core, and the limit below would stop it.
_ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MPLBACKEND": "agg", "LANG": "C.UTF-8"}
_LIMITS = 'ulimit -v 4194304; ulimit -t 120; ulimit -f 204800; ulimit -c 0; exec "$@"'
_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc/ld.so.cache", "/etc/localtime", "/etc/fonts")

STOPPED = "the kernel stopped: a cell or a function ended the process"


class _OneSpec(KernelSpecManager):
    """Knows one kernel: this Python's, started by a given command."""

    argv = List(Unicode())

    def get_kernel_spec(self, kernel_name):
        """Return the one specification, whatever the notebook calls its kernel."""
        return KernelSpec(argv=self.argv, display_name=kernel_name, language="python", interrupt_mode="message")


def sandbox_works() -> bool:
    """Tell whether bubblewrap is installed and allowed to make namespaces here."""
    if not shutil.which("bwrap"):
        return False
    trial = ["bwrap", "--unshare-all", "--ro-bind", "/", "/", "--proc", "/proc", "true"]
    return subprocess.run(trial, capture_output=True, check=False).returncode == 0


def _libraries() -> list[Path]:
    """Return the folders that this Python's packages live in."""
    folders = {Path(module.__file__).parents[1] for module in (np, ipykernel)}
    return sorted(folders | {Path(folder) for folder in site.getsitepackages() if Path(folder).is_dir()})


def confined(command: Sequence[str], folder: Path, absent: Sequence[str]) -> list[str]:
    """Return a command that runs another one in bubblewrap, in a private folder and without some packages.

    Parameters
    ----------
    command : sequence of str
    folder : Path
        The one folder that stays writable.
    absent : sequence of str
        Top-level packages whose folders appear empty.
    """
    argv = ["bwrap", "--die-with-parent", "--new-session", "--unshare-all", "--clearenv", "--tmpfs", "/tmp"]
    argv += [word for path in _SYSTEM for word in ("--ro-bind-try", path, path)]
    python = dict.fromkeys([sys.base_prefix, sys.prefix, *map(str, _libraries())])
    argv += [word for path in python if not path.startswith("/usr/") for word in ("--ro-bind", path, path)]
    masked = [str(library / name) for library in _libraries() for name in absent if (library / name).is_dir()]
    argv += [word for path in masked for word in ("--tmpfs", path)]
    argv += ["--proc", "/proc", "--dev", "/dev", "--bind", str(folder), str(folder), "--chdir", str(folder)]
    for name, value in (_ENVIRONMENT | {"HOME": str(folder), "PATH": "/usr/bin:/bin"}).items():
        argv += ["--setenv", name, value]
    return [*argv, "/bin/sh", "-c", _LIMITS, "sh", *command]


@contextlib.contextmanager
def private_folder(scratch: Path | None) -> Iterator[Path]:
    """Make a folder for one kernel, and remove it afterwards.

    A socket's path has 107 bytes at most; where the clone lies too deep for that, the system's temporary folder serves.
    """
    if scratch is not None:
        scratch.mkdir(parents=True, exist_ok=True)
    near = scratch if scratch is not None and len(os.fsencode(scratch)) < 80 else None
    with tempfile.TemporaryDirectory(dir=near, prefix="k", ignore_cleanup_errors=True) as folder:
        yield Path(folder).resolve()


class Submission:
    """A notebook in its own kernel.

    Parameters
    ----------
    folder : Path
        The kernel's private folder.
    absent : sequence of str
        Packages that the assignment does without.
    sandbox : bool
        Whether to confine the kernel.
    step, whole : float
        Seconds for one cell or check, and for everything.
    """

    def __init__(self, folder: Path, absent: Sequence[str], sandbox: bool, step: float = STEP, whole: float = WHOLE):
        """Prepare the kernel's command; nothing runs yet."""
        self.folder, self.absent, self.step = folder, absent, step
        self.deadline = time.monotonic() + whole
        self.stuck: set[str] = set()
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        specs = _OneSpec(argv=confined(command, folder, absent) if sandbox else command)
        self.manager = AsyncKernelManager(
            kernel_name="python3",
            kernel_spec_manager=specs,
            connection_file=str(folder / "k.json"),
            transport="ipc" if os.name == "posix" else "tcp",
        )

    def left(self) -> float:
        """Return how many seconds the next step may take."""
        return min(self.step, self.deadline - time.monotonic())

    async def run(self, notebook: nbformat.NotebookNode, ours: Collection[int], questions: Sequence[Question]) -> list:
        """Run the cells, put their outputs into the notebook, then answer the questions.

        Parameters
        ----------
        notebook : NotebookNode
            Changed in place: outputs.
        ours : collection of int
            Indices of cells that the course owns; they are not run.
        questions : sequence of Question

        Returns
        -------
        list of list of Reply
            One list a question.
        """
        client = NotebookClient(
            notebook,
            km=self.manager,
            allow_errors=True,
            interrupt_on_timeout=True,
            error_on_timeout={"ename": "Timeout", "evalue": "", "traceback": []},
            timeout_func=lambda _cell: max(1, round(self.left())),
            iopub_timeout=2,
            startup_timeout=60,
        )
        environment = os.environ | _ENVIRONMENT | {"IPYTHONDIR": str(self.folder)}
        quiet = {
            "stdout": subprocess.DEVNULL,
            "stderr": subprocess.DEVNULL,
        }  # what bypasses the messages is not ours to show
        async with client.async_setup_kernel(cwd=str(self.folder), env=environment, **quiet):
            try:
                await self._ask(client.kc, f"{_scope()}['hide']({list(self.absent)!r})")
                await self._cells(client, ours)
                return [await self.call(client.kc, name, cases) for name, cases in questions]
            finally:
                client.kc.stop_channels()
                await self.manager.shutdown_kernel(now=True)

    async def _cells(self, client: NotebookClient, ours: Collection[int]) -> None:
        for index, cell in enumerate(client.nb.cells):
            if cell.cell_type != "code" or index in ours:
                continue
            if self.left() <= 0:
                return _note(cell, "Timeout", "not run: the notebook has used up its time")
            begun, most = time.monotonic(), self.left()
            try:
                await client.async_execute_cell(cell, index)
            except (DeadKernelError, CellTimeoutError) as error:
                return _note(cell, type(error).__name__, STOPPED)
            if time.monotonic() - begun >= most:
                _note(cell, "Timeout", f"stopped after {most:.0f} s")
        return None

    async def call(self, channel, function: str, cases: Sequence[Case]) -> list[Reply]:
        """Call a function on several inputs; whatever goes wrong is told in the replies."""
        if function in self.stuck or self.left() <= 0:
            return [Reply(error=f"{function} did not return in time before, and is not called again")] * len(cases)
        text = await self._ask(channel, f"{_scope()}['answer'](globals(), {request(function, cases)!r})")
        if text is None:
            self.stuck.add(function)
            alive = await self.manager.is_alive()
            if alive:
                await self.manager.interrupt_kernel()
            error = (
                f"{function} did not return within {self.step:.0f} s: which loop does not end?" if alive else STOPPED
            )
            return [Reply(error=error)] * len(cases)
        return replies(text, len(cases))

    async def _ask(self, channel, expression: str) -> str | None:
        """Evaluate an expression in the kernel and return its text; None when none came in time."""
        asked = channel.execute("", silent=True, store_history=False, user_expressions={"it": expression})
        until = time.monotonic() + max(self.left(), 0)
        while time.monotonic() < until and await self.manager.is_alive():
            with contextlib.suppress(Empty):
                message = await channel.get_shell_msg(timeout=0.5)
                if message["parent_header"].get("msg_id") == asked:
                    return _text(message["content"])
        return None


def _scope() -> str:
    """Return an expression whose value is the namespace of `inside`, made anew from its text."""
    return f"(lambda scope: (exec({inspect.getsource(inside)!r}, scope), scope)[1])({{'__name__': 'inside'}})"


def _text(content: dict) -> str:
    """Return the string that the kernel says an expression has; anything else becomes the empty string."""
    try:
        value = ast.literal_eval(content["user_expressions"]["it"]["data"]["text/plain"])
    except Exception:  # a stranger's text may break the parser in many ways; no text is then what came back
        return ""
    return value if isinstance(value, str) else ""


def _note(cell: nbformat.NotebookNode, name: str, text: str) -> None:
    """Record in a cell's outputs what the grader did to it."""
    cell.outputs.append(nbformat.v4.new_output("error", ename=name, evalue=text, traceback=[f"{name}: {text}"]))
