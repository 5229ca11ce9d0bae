"""The Jupyter side of an explorable: the table goes out once, and a kernel answers with exact frames."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import anywidget
import numpy as np
import traitlets

from actlib.widgets.scene import Scene
from actlib.widgets.table import Table

HERE = Path(__file__).parent


class ExplorableWidget(anywidget.AnyWidget):
    """Shows a scene; the front end is `explorable.mjs`.

    The front end says hello; only a kernel answers, and a static page does not. From then on it asks for each frame.

    Parameters
    ----------
    scene : Scene
        What to show.
    table : Table
        Its table.
    """

    _esm = HERE / "explorable.mjs"
    _css = HERE / "explorable.css"
    scene = traitlets.Dict().tag(sync=True)
    table = traitlets.Bytes().tag(sync=True)
    state = traitlets.List(traitlets.Int()).tag(sync=True)

    def __init__(self, scene: Scene, table: Table):
        self._source, self._tasks = scene, {}
        super().__init__(
            scene={**scene.spec(), "table": table.spec()}, table=table.buffer, state=list(scene.default_state)
        )
        self.on_msg(self._receive)

    def _receive(self, _, content, buffers):
        del buffers
        view = content.get("id", "").partition("/")[0]
        if view in self._tasks:  # it has moved on
            self._tasks.pop(view).cancel()
        replies = answers(self._source, content)
        reply = next(replies)
        self.send(*reply)
        if reply[0].get("more"):
            self._tasks[view] = asyncio.get_running_loop().create_task(self._go_on(replies))

    async def _go_on(self, replies):
        """Send the other replies, and let the kernel do what else there is to do before each."""
        for reply in replies:
            self.send(*reply)
            await asyncio.sleep(0.001)


def answers(scene: Scene, message: dict) -> Iterator[tuple[dict, list[bytes]]]:
    """Yield the replies to a message of the front end: a dict and its buffers. All but the last have "more".

    Examples
    --------
    >>> list(answers(None, {"kind": "hello"}))
    [({'kind': 'hello'}, [])]
    """
    if message["kind"] == "hello":
        yield {"kind": "hello"}, []
        return
    head = {"id": message["id"]}
    try:
        frames = scene.frames(message["state"])
        frame = next(frames)
        for later in frames:
            yield _framed({**head, "more": True}, frame)
            frame = later
    except Exception as error:  # whatever compute raises must reach the reader, who has no other window on the kernel
        yield {"kind": "error", **head, "message": f"{type(error).__name__}: {error}"}, []
        return
    yield _framed(head, frame)


def _framed(head, frame):
    reply = {"kind": "frame", **head, "texts": frame.texts}
    return reply, [np.ascontiguousarray(column, "<f8").tobytes() for column in frame.columns]
