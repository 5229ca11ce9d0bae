"""``python -m distribution.lite``: the chapters in JupyterLite, which needs no server, into ``_build/lite``.

The site holds all that a kernel starts with: Pyodide's runtime, from its npm package, and as wheels the kernel,
`actlib` and what they need. Pyodide finds a package by the modules that a cell imports, in a lock file completed here;
so a chapter runs as it stands. The compiled packages, NumPy first, are at Pyodide's own address, which the kernel
knows: they are fetched from there if it is reached, and else the reader's browser does it.
"""

import argparse
import hashlib
import json
import pathlib
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
import zipfile
from email.parser import HeaderParser

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

from distribution import __main__ as distribution
from distribution import licences

ROOT = pathlib.Path(__file__).parents[1]
STARTS = ("micropip", "piplite", "ipykernel", "comm", "pyodide-kernel", "jedi", "ipython")
"""What the kernel asks for when it starts, in its own order; loaded at once, it looks nowhere else for them."""
KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
EXTRAS = {"actlib": {"experiments", "widgets"}}
FRONT_END = {"jupyterlab-widgets", "widgetsnbextension"}
"""What ipywidgets wants beside its Python part; the site has it as an extension."""
HERE = {
    "sys_platform": "emscripten", "platform_system": "Emscripten", "os_name": "posix", "platform_machine": "wasm32",
    "implementation_name": "cpython", "platform_python_implementation": "CPython",
}  # fmt: skip


class Lock:
    """Pyodide's lock file, with the wheels that the site has itself.

    Parameters
    ----------
    folder : Path
        The runtime's, where the file lies and the wheels go.
    elsewhere : str
        The address of all packages that the site does not have.
    """

    def __init__(self, folder: pathlib.Path, elsewhere: str):
        self.folder, self.elsewhere = folder, elsewhere
        self.file = folder / "pyodide-lock.json"
        self.lock = json.loads(self.file.read_text(encoding="utf-8"))
        self.python = ".".join(self.lock["info"]["python"].split(".")[:2])
        self.entries = self.lock["packages"]
        self.own, self.missing = set(), {}

    def add(self, wheel: pathlib.Path) -> None:
        """Enter a wheel, with the modules and the dependencies that it names, or that are known of this package."""
        name, version, _, _ = parse_wheel_filename(wheel.name)
        shutil.copyfile(wheel, self.folder / wheel.name)
        known = self.entries.get(name, {})
        modules, needs = contents(wheel, self.python)
        self.entries[name] = {
            "name": name, "version": str(version), "file_name": wheel.name, "install_dir": "site",
            "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(), "package_type": "package",
            "unvendored_tests": False, "depends": known.get("depends", sorted(set(map(named, needs)) - FRONT_END)),
            "imports": known.get("imports", modules),
        }  # fmt: skip
        self.own.add(name)
        for need in needs:
            there = self.entries.get(named(need))
            if there and not need.specifier.contains(there["version"], prereleases=True):
                raise SystemExit(f"{wheel.name} needs {need}, and Pyodide has {there['version']}")

    def closure(self, names) -> list[str]:
        """Return what these packages need, themselves included, whether the lock knows it or not."""
        found, open_ = set(), list(names)
        while open_:
            name = canonicalize_name(open_.pop())
            if name not in found:
                found.add(name)
                open_ += self.entries.get(name, {"depends": ()})["depends"]
        return sorted(found)

    def fetch(self, name: str) -> None:
        """Fetch a compiled package into the site, if it can be reached and is what the lock says."""
        entry, address = self.entries[name], f"{self.elsewhere}/{self.entries[name]['file_name']}"
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                data = answer.read()
        except (urllib.error.URLError, TimeoutError) as error:
            self.missing[name] = str(getattr(error, "reason", error))
            return
        if hashlib.sha256(data).hexdigest() != entry["sha256"]:
            raise SystemExit(f"{address} is not the file whose digest Pyodide's lock file gives")
        (self.folder / entry["file_name"]).write_bytes(data)
        self.own.add(name)

    def write(self) -> None:
        """Write the file; what is not in the site is sought at its address."""
        for name, entry in self.entries.items():
            if name not in self.own:
                entry["file_name"] = f"{self.elsewhere}/{entry['file_name']}"
        self.file.write_text(json.dumps(self.lock), encoding="utf-8")


def named(requirement):
    """Return the name of a requirement as the lock writes it."""
    return canonicalize_name(requirement.name)


def contents(wheel, python):
    """Return the modules in a wheel, and what it requires in the browser."""
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
        told = HeaderParser().parsestr(
            packed.read(next(n for n in names if n.endswith(".dist-info/METADATA"))).decode()
        )
    top = {name.split("/")[0] for name in names if name.endswith(".py") and ".dist-info/" not in name}
    needs = []
    for need in map(Requirement, told.get_all("Requires-Dist", ())):
        marks = ({**HERE, "python_version": python, "python_full_version": f"{python}.0", "extra": extra}
                 for extra in EXTRAS.get(canonicalize_name(told["Name"]), set()) | {""})  # fmt: skip
        if need.marker is None or any(map(need.marker.evaluate, marks)):
            needs.append(need)
    return sorted(name.removesuffix(".py") for name in top if ".data" not in name), needs


def run(*command, **options):
    """Run a command; what it says is shown only if it fails."""
    made = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False, **options)
    if made.returncode:
        raise SystemExit(f"{' '.join(map(str, command[:4]))} … failed:\n{(made.stdout + made.stderr)[-3000:]}")
    return made.stdout


def runtime(version, work):
    """Return the folder of Pyodide's runtime, unpacked from its npm package."""
    if shutil.which("npm") is None:
        raise SystemExit("Pyodide's runtime comes in its npm package: install npm (Debian: apt-get install npm)")
    packed = work / f"pyodide-{version}.tgz"
    if not packed.exists():
        run("npm", "pack", "--silent", f"pyodide@{version}", "--pack-destination", work)
    target = work / "static" / "pyodide"
    target.mkdir(parents=True)
    run("tar", "-xzf", packed, "-C", target, "--strip-components=1")
    for path in target.iterdir():
        if path.suffix in (".map", ".html", ".md", ".ts"):
            path.unlink()
    return target


def pins():
    """Return the versions in ``requirements.txt``."""
    return {named(one): str(one.specifier) for one in licences.requirements()}


def wheels(names, python, target):
    """Have pip bring wheels without compiled code, by name and version, without what they need."""
    pip = (sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:")
    if names:
        run(*pip, "--platform", "any", "--python-version", python, "--dest", target, *names)
    return sorted(target.glob("*.whl"))


def complete(lock, kernel, work):
    """Bring into the site what the kernel starts with and what `actlib` needs."""
    distribution.packages(work)
    for wheel in [*kernel.glob("static/pypi/*.whl"), *work.glob("actlib-*.whl")]:
        if parse_wheel_filename(wheel.name)[0] not in FRONT_END:
            lock.add(wheel)
    pinned = pins()
    while unknown := [name for name in lock.closure([*STARTS, "actlib"]) if name not in lock.entries]:
        for wheel in wheels([f"{name}{pinned[name]}" for name in unknown], lock.python, work / "wheels" / unknown[0]):
            lock.add(wheel)  # what Pyodide does not know comes at the version that the book has pinned
    wanted = [name for name in lock.closure([*STARTS, "actlib"]) if name not in lock.own]
    pure = [name for name in wanted if lock.entries[name]["file_name"].endswith("-none-any.whl")]
    exact = [f"{name}=={lock.entries[name]['version']}" for name in pure]
    for wheel in wheels(exact, lock.python, work / "wheels" / "pure"):
        lock.add(wheel)
    for name in sorted(set(wanted) - set(pure)):
        lock.fetch(name)
    lock.write()


def main():
    """Build the site, and say what it leaves to Pyodide's address."""
    parser = argparse.ArgumentParser(prog="python -m distribution.lite", description=__doc__)
    parser.add_argument("tools", type=pathlib.Path, help="the environment of deploy/lite/requirements.txt")
    parser.add_argument("--target", type=pathlib.Path, default=ROOT / "_build" / "lite")
    options = parser.parse_args()
    tools = options.tools.absolute()
    target, work = options.target.resolve(), options.target.resolve().with_name(f"{options.target.name}-work")
    for folder in (target, work / "static", work / "files", work / "wheels"):
        shutil.rmtree(folder, ignore_errors=True)
    work.mkdir(parents=True, exist_ok=True)
    for old in work.glob("actlib-*"):
        old.unlink()
    told = "from jupyterlite_pyodide_kernel import constants as c; print(c.PYODIDE_VERSION, c.PYODIDE_CDN_URL)"
    version, elsewhere = run(tools / "bin" / "python", "-c", told).split()
    lock = Lock(runtime(version, work), elsewhere)
    kernel = tools / "share" / "jupyter" / "labextensions" / KERNEL.partition(":")[0]
    complete(lock, kernel, work)
    for name, data in distribution.chapters().items():
        (work / "files" / name).parent.mkdir(parents=True, exist_ok=True)
        (work / "files" / name).write_bytes(data)
    settings = {KERNEL: {"loadPyodideOptions": {"packages": list(STARTS)}}}
    config = {"appName": "Activation Functions", "litePluginSettings": settings}
    lite = {"jupyter-lite-schema-version": 0, "jupyter-config-data": config}
    (work / "jupyter-lite.json").write_text(json.dumps(lite), encoding="utf-8")
    folders = ("--lite-dir", work, "--output-dir", target, "--contents", work / "files")
    run(tools / "bin" / "jupyter", "lite", "build", *folders, "--apps", "lab", "--no-sourcemaps", cwd=work)
    (target / "missing.json").write_text(json.dumps(lock.missing, indent=1), encoding="utf-8")
    size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
    print(f"The site with all chapters is in {target}, {size / 1e6:.0f} MB.")
    if lock.missing:
        print(f"NOT in it, and asked of {elsewhere} by each reader's browser: {', '.join(sorted(lock.missing))}.")
        print(f"They could not be had when it was built: {'; '.join(sorted(set(lock.missing.values())))}.")


if __name__ == "__main__":
    main()
