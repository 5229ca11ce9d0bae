"""``python -m distribution.unpin``: direct requirements without their versions, the others left to pip.

For the weekly run on the newest packages. What the book is known not to work with stays bounded.
"""

import pathlib
import re

REQUIREMENTS = pathlib.Path(__file__).parents[1] / "requirements.txt"
BOUNDS = {"jupyter-book": "<2"}
"""Version 2 is another program; it holds back Sphinx and MyST by itself."""


def unpinned(text):
    """Return requirements without pins: the direct ones, which stand before the first blank line.

    Examples
    --------
    >>> unpinned("# why\\nnumpy==2.4.6\\njupyter-book==1.0.4\\n\\n# brought along\\nidna==3.20\\n")
    '# why\\nnumpy\\njupyter-book<2\\n'
    """
    direct = text.split("\n\n")[0]
    return re.sub(r"(?m)^([\w.-]+)==.*$", lambda match: match[1] + BOUNDS.get(match[1], ""), direct) + "\n"


if __name__ == "__main__":
    REQUIREMENTS.write_text(unpinned(REQUIREMENTS.read_text(encoding="utf-8")), encoding="utf-8")
