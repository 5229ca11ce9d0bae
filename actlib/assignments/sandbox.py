"""The sandbox of one kernel: bubblewrap, limits, and a filter of system calls.

No network, no view of the clone, the home folder or other submissions, a read-only system, one private writable folder,
a process namespace of its own, no other process or program than the kernel itself, limits on memory, processor time,
the size of a file and of all files.
"""

import contextlib
import errno
import os
import platform
import shutil
import site
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import ipykernel
import numpy as np

# Without these a kernel's first import of NumPy reserves memory for every core, and the limit below would stop it.
ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MPLBACKEND": "agg", "LANG": "C.UTF-8"}
_LIMITS = 'ulimit -v 4194304; ulimit -t 120; ulimit -f 131072; ulimit -c 0; exec "$@"'
#: Bytes of all files that a kernel may leave in its folder, and in each of the folders that are kept in memory.
MOST_BYTES = 256 << 20
#: The parts of the system that any program may need, and that say nothing of this machine's users.
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc/ld.so.cache", "/etc/localtime", "/etc/fonts")

# What a program is called by, per kind of machine: its audit number, and the calls that make a process.
_MACHINES = {
    "x86_64": (0xC000003E, {"clone": 56, "fork": 57, "vfork": 58, "clone3": 435}),
    "aarch64": (0xC00000B7, {"clone": 220, "clone3": 435}),
}
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06  # instructions of the packet filter
_ALLOW, _KILL, _REFUSE = 0x7FFF0000, 0x80000000, 0x00050000
_CLONE_THREAD, _OTHER_TABLE = 0x00010000, 0x40000000


def no_processes(machine: str | None = None) -> bytes:
    """Return a filter of system calls under which a process may start threads, but no other process.

    A limit on their number does not hold for the superuser, as whom graders often run in containers; this does.

    Parameters
    ----------
    machine : str, optional
        As `platform.machine` says it; this one by default.

    Returns
    -------
    bytes
        A program for the kernel's packet filter, for ``bwrap --seccomp``.

    Raises
    ------
    RuntimeError
        For a machine whose system calls are not in the table.
    """
    machine = machine or platform.machine()
    if machine not in _MACHINES:
        raise RuntimeError(
            f"grading knows how to confine kernels on {', '.join(_MACHINES)}; this machine is {machine!r}"
        )
    audit, calls = _MACHINES[machine]
    steps = [(_LOAD, 0, 0, 4), (_EQUAL, 1, 0, audit), (_RETURN, 0, 0, _KILL), (_LOAD, 0, 0, 0)]
    steps += [(_AT_LEAST, 0, 1, _OTHER_TABLE), (_RETURN, 0, 0, _KILL)]
    for name in calls.keys() & {"fork", "vfork"}:
        steps += [(_EQUAL, 0, 1, calls[name]), (_RETURN, 0, 0, _REFUSE | errno.EPERM)]
    # The arguments of clone3 lie in memory, out of sight: without it, the C library falls back on clone.
    steps += [(_EQUAL, 0, 1, calls["clone3"]), (_RETURN, 0, 0, _REFUSE | errno.ENOSYS)]
    steps += [(_EQUAL, 0, 3, calls["clone"]), (_LOAD, 0, 0, 16), (_ANY_BIT, 1, 0, _CLONE_THREAD)]
    steps += [(_RETURN, 0, 0, _REFUSE | errno.EPERM), (_RETURN, 0, 0, _ALLOW)]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


def works() -> bool:
    """Tell whether bubblewrap is installed, and allowed to make namespaces and filters here."""
    if not shutil.which("bwrap") or platform.machine() not in _MACHINES:
        return False
    trial = ["bwrap", "--unshare-all", "--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev", "true"]
    with tempfile.TemporaryDirectory() as folder:
        return subprocess.run(_filtered(trial, Path(folder)), capture_output=True, check=False).returncode == 0


def _filtered(bwrap: Sequence[str], folder: Path) -> list[str]:
    """Return a command that gives bubblewrap the filter, as an open file, which a command line cannot hold."""
    path = folder / "filter"
    path.write_bytes(no_processes())
    return ["/bin/sh", "-c", 'exec 9<"$0" && rm "$0" && exec "$@"', str(path), bwrap[0], "--seccomp", "9", *bwrap[1:]]


def libraries() -> list[Path]:
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
    argv = ["bwrap", "--die-with-parent", "--new-session", "--unshare-all", "--clearenv"]
    argv += ["--size", str(MOST_BYTES), "--tmpfs", "/tmp"]
    argv += [word for path in SYSTEM for word in ("--ro-bind-try", path, path)]
    python = dict.fromkeys([sys.base_prefix, sys.prefix, *map(str, libraries())])
    argv += [word for path in python if not path.startswith("/usr/") for word in ("--ro-bind", path, path)]
    masked = [str(library / name) for library in libraries() for name in absent if (library / name).is_dir()]
    argv += [word for path in masked for word in ("--tmpfs", path)]
    argv += ["--proc", "/proc", "--dev", "/dev", "--size", str(MOST_BYTES), "--tmpfs", "/dev/shm"]
    argv += ["--bind", str(folder), str(folder), "--chdir", str(folder)]
    for name, value in (ENVIRONMENT | {"HOME": str(folder), "PATH": "/usr/bin:/bin"}).items():
        argv += ["--setenv", name, value]
    return _filtered([*argv, "/bin/sh", "-c", _LIMITS, "sh", *command], folder)


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
