"""The Jupyter side of an explorable: the table goes out once, and a kernel answers with exact frames."""

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
        self._source = scene
        super().__init__(
            scene={**scene.spec(), "table": table.spec()}, table=table.buffer, state=list(scene.default_state)
        )
        self.on_msg(self._receive)

    def _receive(self, _, content, buffers):
        del buffers
        self.send(*answer(self._source, content))


def answer(scene: Scene, message: dict) -> tuple[dict, list[bytes]]:
    """Return the reply to a message of the front end: a dict and its buffers.

    Examples
    --------
    >>> answer(None, {"kind": "hello"})
    ({'kind': 'hello'}, [])
    """
    if message["kind"] == "hello":
        return {"kind": "hello"}, []
    try:
        frame = scene.frame(message["state"])
    except Exception as error:  # whatever compute raises must reach the reader, who has no other window on the kernel
        return {"kind": "error", "id": message["id"], "message": f"{type(error).__name__}: {error}"}, []
    reply = {"kind": "frame", "id": message["id"], "texts": frame.texts}
    return reply, [np.ascontiguousarray(column, "<f8").tobytes() for column in frame.columns]
