"""One kernel for one submission: run the notebook's cells, then call its functions and bring back values.

Whether and how the kernel is confined is `sandbox`'s business; here are the bounds on time and on what it prints.
"""

import ast
import asyncio
import contextlib
import inspect
import os
import subprocess
import sys
import time
from collections.abc import Collection, Sequence
from pathlib import Path
from queue import Empty

import nbformat
import zmq
import zmq.asyncio
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from traitlets import Int, List, Unicode

from actlib.assignments import inside, sandbox
from actlib.assignments.checking import Case, Question, Reply, replies, request

#: Seconds for one cell or one check, and for a submission as a whole.
STEP, WHOLE = 10, 60

#: Bytes of one message, and characters of all outputs, that are taken from a kernel; messages that may wait in line.
MESSAGE, OUTPUT, QUEUE = 8 << 20, 1 << 20, 32

STOPPED = "the kernel stopped: a cell or a function ended the process"
FULL = f"stopped: its files take more than {sandbox.MOST_BYTES >> 20} MiB"


class _OneSpec(KernelSpecManager):
    """Knows one kernel: this Python's, started by a given command."""

    argv = List(Unicode())

    def get_kernel_spec(self, kernel_name):
        """Return the one specification, whatever the notebook calls its kernel."""
        return KernelSpec(argv=self.argv, display_name=kernel_name, language="python", interrupt_mode="message")


class _Bounded(NotebookClient):
    """Keeps a notebook's outputs up to `OUTPUT` characters, and lets the rest go by."""

    room = Int(OUTPUT)

    def process_message(self, msg, cell, cell_index):
        """Take one message of the kernel, if there is room for it."""
        if msg["msg_type"] in ("stream", "display_data", "update_display_data", "execute_result", "error"):
            before, self.room = self.room, self.room - len(str(msg["content"]))
            if self.room < 0:
                if before >= 0:
                    _note(cell, "TooMuchOutput", f"what is printed beyond {OUTPUT >> 10} KiB is left out")
                return None
        return super().process_message(msg, cell, cell_index)


class Submission:
    """A notebook in its own kernel.

    Parameters
    ----------
    folder : Path
        The kernel's private folder.
    absent : sequence of str
        Packages that the assignment does without.
    confine : bool
        Whether to confine the kernel.
    step, whole : float
        Seconds for one cell or check, and for everything.
    """

    def __init__(self, folder: Path, absent: Sequence[str], confine: bool, step: float = STEP, whole: float = WHOLE):
        """Prepare the kernel's command; nothing runs yet."""
        self.folder, self.absent, self.step = folder, absent, step
        self.deadline = time.monotonic() + whole
        self.stuck: set[str] = set()
        self.stopped = STOPPED
        context = zmq.asyncio.Context()
        for option, most in ((zmq.MAXMSGSIZE, MESSAGE), (zmq.RCVHWM, QUEUE)):
            context.setsockopt(option, most)  # for its sockets: a kernel must not fill this process' memory
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        specs = _OneSpec(argv=sandbox.confined(command, folder, absent) if confine else command)
        self.manager = AsyncKernelManager(
            context=context,
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
        try:
            return await self._run(notebook, ours, questions)
        finally:
            self.manager.context.destroy(linger=0)  # the manager closes none that it was given

    async def _run(self, notebook: nbformat.NotebookNode, ours: Collection[int], questions: Sequence[Question]) -> list:
        client = _Bounded(
            notebook,
            km=self.manager,
            allow_errors=True,
            interrupt_on_timeout=True,
            error_on_timeout={"ename": "Timeout", "evalue": "", "traceback": []},
            timeout_func=lambda _cell: max(1, round(self.left())),
            iopub_timeout=2,
            startup_timeout=60,
        )
        environment = os.environ | sandbox.ENVIRONMENT | {"IPYTHONDIR": str(self.folder)}
        # What bypasses the messages is not ours to show.
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        async with client.async_setup_kernel(cwd=str(self.folder), env=environment, **quiet):
            watch = asyncio.create_task(self._watch())
            try:
                await self._ask(client.kc, f"{_scope()}['hide']({list(self.absent)!r})")
                await self._cells(client, ours)
                return [await self.call(client.kc, name, cases) for name, cases in questions]
            finally:
                watch.cancel()
                await asyncio.wait([watch])  # it may be ending the kernel, which its manager can't do twice at a time
                client.kc.stop_channels()
                await self.manager.shutdown_kernel(now=True)

    async def _watch(self) -> None:
        """End a kernel that fills the disk: there is no limit on all of its files together."""
        while _size(self.folder) <= sandbox.MOST_BYTES:
            await asyncio.sleep(0.25)
        self.stopped = FULL
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
                return _note(cell, type(error).__name__, self.stopped)
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
            late = f"{function} did not return within {self.step:.0f} s: which loop does not end?"
            error = late if alive else self.stopped
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


def _size(folder: Path) -> int:
    """Return the bytes of all files below a folder; what vanishes meanwhile counts for nothing."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                total += os.lstat(os.path.join(place, name)).st_size
    return total


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
