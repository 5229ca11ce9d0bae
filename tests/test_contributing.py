"""Every worked example of the guide, followed to the letter in a copy of the repository."""

import os
import pathlib
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace

import pytest

ROOT = pathlib.Path(__file__).parents[1]
GUIDE = ROOT / "contributing"
BLOCK = re.compile(r"^(?P<fence>`{3,})(?P<kind>\w*)\n(?P<text>.*?)^(?P=fence)$", re.M | re.S)
WHERE = (
    (r"New file `([^`]+)`:", "new"),
    (r"At the end of `([^`]+)`:", "end"),
    (r"In `([^`]+)`, after the line `([^`]+)`:", "after"),
    (r"In `([^`]+)`, before the line `([^`]+)`:", "before"),
)
FASTER = {"PYTEST_ADDOPTS": "-p no:nbval"}  # it takes seconds to be loaded, and no example has pytest run a notebook
MADE = {"_build", ".venv", "__pycache__", ".pytest_cache", ".ruff_cache", ".hypothesis"}


@dataclass(frozen=True)
class Edit:
    """A text that goes into a file."""

    path: str
    where: str
    line: str
    text: str

    def into(self, root):
        """Do what the guide says, and nothing that it leaves open."""
        path = root / self.path
        if self.where == "new":
            assert not path.exists(), f"{self.path} is there already"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self.text, encoding="utf-8")
            return
        old = path.read_text(encoding="utf-8")
        if self.where == "end":
            gap = "\n\n" if path.suffix == ".py" else ""
            path.write_text(old + gap + self.text, encoding="utf-8")
            return
        (number,) = [n for n, line in enumerate(old.splitlines()) if line.strip() == self.line]
        lines = old.splitlines(keepends=True)
        lines.insert(number + (self.where == "after"), self.text)
        path.write_text("".join(lines), encoding="utf-8")


@dataclass(frozen=True)
class Run:
    """A command, and lines that it prints."""

    command: str
    prints: str = ""

    def into(self, root):
        """Run it as a contributor would, from the top of the copy."""
        done = subprocess.run(
            ["sh", "-ec", self.command], cwd=root, env=environment(root), capture_output=True, text=True, timeout=300
        )
        assert done.returncode == 0, f"{self.command}\n{done.stdout[-6000:]}{done.stderr[-3000:]}"
        for line in self.prints.splitlines():
            assert line in done.stdout, f"{self.command}\nmissing: {line}\n{done.stdout[-6000:]}"


def steps(text):
    """What an example tells to do, in order; a block that does not say where it goes is refused."""
    found = []
    for block in BLOCK.finditer(text):
        before = text[: block.start()].rstrip("\n").rpartition("\n")[2]
        edits = [(where, m.groups()) for pattern, where in WHERE if (m := re.fullmatch(pattern, before))]
        if block["kind"] == "sh":
            found.append(Run(block["text"].strip()))
        elif block["kind"] == "text":
            assert isinstance(found[-1], Run), f"which command prints this? {block['text']}"
            found[-1] = replace(found[-1], prints=block["text"])
        else:
            assert edits, f"the guide does not say where this goes:\n{block['text']}"
            where, (path, *line) = edits[0]
            found.append(Edit(path, where, "".join(line), block["text"]))
    return found


def example(name):
    return steps((GUIDE / f"{name}.md").read_text(encoding="utf-8"))


def environment(root):
    """The copy comes before the installed library, and Jupyter's folders are the copy's own."""
    home = root / "_build" / "home"
    own = {"IPYTHONDIR": home / "ipython", "JUPYTER_DATA_DIR": home / "data", "JUPYTER_RUNTIME_DIR": home / "runtime"}
    own |= {"JUPYTER_CONFIG_DIR": home / "config", "XDG_CACHE_HOME": home / "cache"}
    own |= {"MPLCONFIGDIR": root.parent / "matplotlib"}
    left = ("PYTEST_XDIST", "PYTHONDONTWRITEBYTECODE")  # a copy has nothing compiled, and is run a dozen times
    kept = {name: value for name, value in os.environ.items() if not name.startswith(left)}
    return {**kept, **{name: str(path) for name, path in own.items()}, "PYTHONPATH": str(root), "CI": "1", **FASTER}


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """Give a copy of what the repository tracks, with the environment of this one."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    root = tmp_path_factory.mktemp("contributing") / "scratch"
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():  # and not one that is deleted here, which is still to be committed
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, root / name)
    (root / ".venv").symlink_to(sys.prefix)
    return root


@pytest.fixture
def scratch(whole):
    """Give the copy, and afterwards make it what it was; what Python has compiled stays, and serves the next."""
    before = files(whole)
    yield whole
    for path, content in files(whole).items():
        if path not in before:
            (whole / path).unlink()
        elif content != before[path]:
            shutil.copy2(ROOT / path, whole / path)
    shutil.rmtree(whole / "_build", ignore_errors=True)


def files(root):
    """What lies in the copy, without what is made and ignored."""
    found = {}
    for folder, below, names in os.walk(root):
        below[:] = [name for name in below if name not in MADE]
        found |= {
            (pathlib.Path(folder) / name).relative_to(root).as_posix(): name for name in names if name not in MADE
        }
    return {path: (root / path).read_bytes() for path in found}


def followed(root, todo):
    """Do all steps; return the places that a contributor touched. What a page prints when run is no such place."""
    touched, before = set(), files(root)
    for step in todo:
        step.into(root)
        after = files(root)
        if not (isinstance(step, Run) and "book/refresh.py" in step.command):
            touched |= {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
        before = after
    return touched


def promised():
    """The number of places that the guide says of each example."""
    rows = re.findall(
        r"^\| \[[^]]+\]\(contributing/(\w+)\.md\) \| (\d+) \|", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.M
    )
    return {name: int(number) for name, number in rows}


def inside(root, program):
    """Run a program in the copy, and there only."""
    own = "import pathlib, actlib\nassert pathlib.Path(actlib.__file__).is_relative_to(pathlib.Path.cwd())\n"
    (root / "_build").mkdir(exist_ok=True)
    (root / "_build" / "program.py").write_text(own + program, encoding="utf-8")
    Run(".venv/bin/python _build/program.py").into(root)


def broken(todo, old, new):
    """The steps with a mistake in the one block that has a text."""
    (number,) = [n for n, step in enumerate(todo) if isinstance(step, Edit) and old in step.text]
    wrong = replace(todo[number], text=todo[number].text.replace(old, new))
    return [*todo[:number], wrong, *todo[number + 1 :]]


def test_every_example_is_promised_and_no_other():
    assert set(promised()) == {path.stem for path in GUIDE.glob("*.md")} == set(THERE)


def test_guides_name_targets_that_make_has():
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    for path in (ROOT / "CONTRIBUTING.md", ROOT / "README.md", *GUIDE.glob("*.md")):
        named = re.findall(r"(?m)(?:`|^)make ([a-z]+)", path.read_text(encoding="utf-8"))
        assert set(named) <= set(targets), path.name


THERE = {
    "function": """
import math, actlib as act
f = act.get("symlog")
assert f in act.catalogue() and f is act.symlog
assert math.isclose(f(math.e - 1), 1) and f.derivative(1.0) == 0.5
assert "symlog" in pathlib.Path("book/reference/catalogue.ipynb").read_text("utf-8")
""",
    "claim": """
import json, actlib as act
claim = act.claim("C98")
assert claim.evidence().passed and not any(claim.evidence(**foil).passed for foil in claim.foils.values())
cells = json.loads(pathlib.Path("book/activation_functions/elu.ipynb").read_text("utf-8"))["cells"]
(card,) = [cell for cell in cells if cell["source"] == ['act.claim("C98")']]
assert card["outputs"][0]["data"]["text/plain"][0].startswith("C98 · elu · Holds on a condition")
""",
    "explorable": """
from actlib.explorables import all_scenes
(scene,) = [make() for make in all_scenes() if make.__name__ == "spread"]
assert scene.scene.name == "elu/spread" and scene.interpolation_error() < 0.5
assert "scenes.spread()" in pathlib.Path("book/activation_functions/elu.ipynb").read_text("utf-8")
""",
    "chapter": """
import json, yaml
toc = yaml.safe_load(pathlib.Path("_toc.yml").read_text("utf-8"))
files = [chapter["file"] for part in toc["parts"] for chapter in part["chapters"]]
assert files.index("activation_functions/softsign") == files.index("activation_functions/tanh") + 1
cells = json.loads(pathlib.Path("book/activation_functions/softsign.ipynb").read_text("utf-8"))["cells"]
printing = [cell for cell in cells if cell["cell_type"] == "code" and "print(" in "".join(cell["source"])]
assert len(printing) == 4 and all(cell["outputs"] for cell in printing)
""",
    "assignment": """
import json, runpy
from actlib.assignments.checking import caller_of, definition, judge
source = pathlib.Path("assignments/source/gelu_and_swish/gelu_and_swish.ipynb")
answers = {
    cell["metadata"]["nbgrader"]["grade_id"].removeprefix("answer-"): "".join(cell["source"])
    for cell in json.loads(source.read_text("utf-8"))["cells"]
    if cell["cell_type"] == "code" and cell["metadata"]["nbgrader"]["solution"]
}
def points(extra=""):
    names = {}
    exec("\\n".join([*answers.values(), extra]), names)
    verdicts = judge(definition("gelu_and_swish").CHECKS, caller_of(names), seed=7)
    return {verdict.check.name: verdict.points for verdict in verdicts}
full = points()
assert sum(full.values()) == 20
for check, mistake in runpy.run_path("tests/assignments/answers/gelu_and_swish.py")["WRONG"].items():
    assert points(f"right = {check.partition('/')[0]}\\n{mistake}") == full | {check: 0}
""",
}


@pytest.mark.parametrize("name", THERE)
def test_example_does_what_it_says(scratch, name):
    touched = followed(scratch, example(name))
    assert len(touched) == promised()[name], sorted(touched)
    inside(scratch, THERE[name])


def test_a_wrong_derivative_does_not_get_through(scratch):
    todo = broken(example("function"), "return 1 / (1 + np.abs(x))", "return 1 / (2 + np.abs(x))")
    todo = [replace(s, command=s.command.replace("-q -k", "-q -x -k")) if isinstance(s, Run) else s for s in todo]
    with pytest.raises(AssertionError, match=r"FAILED tests/test_\w+\.py::test_\w*derivative\w*\[.*symlog"):
        followed(scratch, todo)


def test_what_an_example_does_not_place_or_promises_wrongly_is_found(tmp_path):
    with pytest.raises(AssertionError, match="does not say where"):
        steps("Put this somewhere:\n\n```python\nx = 1\n```\n")
    with pytest.raises(AssertionError, match="missing"):
        steps("```sh\necho one\n```\n\n```text\ntwo\n```\n")[0].into(tmp_path)
    with pytest.raises(AssertionError):
        Run("false\ntrue").into(tmp_path)
    (tmp_path / "a.py").write_text("x = 1\nx = 1\n")
    with pytest.raises(ValueError, match="too many values"):
        Edit("a.py", "after", "x = 1", "y = 2\n").into(tmp_path)
    assert followed(tmp_path, [Edit("b/c.py", "new", "", "z = 3\n")]) == {"b/c.py"}
