"""What runs inside the student's kernel: hiding modules, and calling a function on inputs that arrive as data.

The grader sends this file's text to the kernel, so it needs nothing but the standard library and NumPy. Nothing here is
trusted: the student's cells ran first and may have patched anything. So it returns values only, and no verdict.
"""

import base64
import importlib.abc
import json
import sys
import warnings

import numpy as np


class Absent(importlib.abc.MetaPathFinder):
    """A finder that reports some top-level packages as not installed.

    Parameters
    ----------
    names : iterable of str
        The packages that the assignment does without.
    """

    def __init__(self, names):
        """Remember the names."""
        self.names = frozenset(names)

    def find_spec(self, name, path=None, target=None):  # noqa: ARG002 (the signature is the import system's)
        """Raise for a hidden package, and leave the others to the next finder."""
        if name.partition(".")[0] in self.names:
            raise ModuleNotFoundError(f"{name} is not available here: this assignment uses NumPy alone", name=name)


def hide(names):
    """Make the packages of these names unavailable from here on."""
    sys.meta_path.insert(0, Absent(names))


def pack(array):
    """Write an array of numbers as a JSON object: dtype, shape and base64 bytes."""
    array = np.asarray(array)
    if array.dtype.kind not in "fiub":
        raise TypeError(f"the result is of type {array.dtype}, not an array of real numbers")
    return {"dtype": array.dtype.str, "shape": array.shape, "data": base64.b64encode(array.tobytes()).decode()}


def unpack(packed):
    """Read what `pack` wrote; the array is writable, and no larger than the bytes that came."""
    dtype = np.dtype(str(packed["dtype"]))
    if dtype.kind not in "fiub":
        raise TypeError(f"dtype {dtype} is not one of real numbers")
    return np.frombuffer(bytearray(base64.b64decode(packed["data"])), dtype).reshape(packed["shape"])


def call(function, arguments):
    """Call once; return value or error, the arguments afterwards and the warnings as JSON objects."""
    with warnings.catch_warnings(record=True) as caught, np.errstate(all="warn", under="ignore"):
        warnings.simplefilter("always")
        reply = outcome(function, arguments)
    return reply | {"arguments": [pack(a) for a in arguments], "warnings": [str(w.message)[:300] for w in caught]}


def outcome(function, arguments):
    """Return what a call gives as a JSON object with either ``value`` or ``error``."""
    try:
        value = function(*arguments)
    except Exception as error:  # whatever the student's code raises is an answer, and goes back as text
        return {"error": f"the call raised {type(error).__name__}: {error}".removesuffix(": ")[:300]}
    try:
        return {"value": pack(value)}
    except (TypeError, ValueError) as error:
        return {"error": f"{error}"[:300]}


def answer(namespace, request):
    """Answer a request (JSON text) from the functions of a namespace; return JSON text.

    Parameters
    ----------
    namespace : mapping of str to object
        The student's names.
    request : str
        ``{"function": name, "cases": [[array, …], …]}``, arrays as `pack` writes them.

    Returns
    -------
    str
        A list with one object a case: ``value`` or ``error``, ``arguments``, ``warnings``.
    """
    request = json.loads(request)
    name = request["function"]
    if not callable(namespace.get(name)):
        what = f"{name} is a {type(namespace[name]).__name__}" if name in namespace else f"there is no {name}"
        error = f"{what}, where a function is expected. Does another cell delete it or reuse its name?"
        return json.dumps([{"error": error, "arguments": [], "warnings": []} for _ in request["cases"]])
    return json.dumps([call(namespace[name], [unpack(a) for a in case]) for case in request["cases"]])
