"""Clean environments beside the book's own, and what runs in them."""

import os
import subprocess
import sys
from pathlib import Path

SUPPORTED = ("3.11", "3.12", "3.13")


def interpreters():
    """Return the Pythons of this machine by their version; on the PATH, or put there by pyenv."""
    folders = [Path(folder) for folder in os.environ["PATH"].split(os.pathsep)]
    folders += sorted(Path("~/.pyenv/versions").expanduser().glob("*/bin"))
    found = {"{}.{}".format(*sys.version_info): sys.executable}
    for version in SUPPORTED:
        for path in (folder / f"python{version}" for folder in folders):
            command = [path, "-c", "import ensurepip, venv"]  # a shim may stand for nothing
            if path.exists() and not subprocess.run(command, capture_output=True, check=False).returncode:
                found.setdefault(version, str(path))
    return found


def run(*command, **options):
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    made = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, **options)
    assert made.returncode == 0, made.stdout[-3000:] + made.stderr[-3000:]
    return made.stdout


def environment(python, folder, *options, cwd=None):
    """Make an environment as pip is told to; gives its Python."""
    run(python, "-m", "venv", folder)
    inside = folder / "bin" / "python"
    run(inside, "-m", "pip", "install", "--quiet", "--no-compile", *options, cwd=cwd)
    return inside
