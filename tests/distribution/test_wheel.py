"""The wheel by itself, in clean environments: on each Python at hand, and on the oldest packages that it allows."""

import shutil
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from distribution import __main__ as distribution
from distribution.licences import requirements
from tests.environments import SUPPORTED, environment, interpreters, run

ROOT = Path(__file__).parents[2]
DOCTESTS = Path(__file__).with_name("doctests.py")
UNIT = ("test_activation.py", "test_gaussian.py", "test_parametric.py", "widgets/test_table.py", "networks/test_mlp.py")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    target = tmp_path_factory.mktemp("wheel")
    distribution.packages(target)
    return next(target.glob("*.whl"))


@pytest.mark.parametrize("version", SUPPORTED)
def test_the_wheel_works_alone(wheel, version, tmp_path):
    python = interpreters().get(version)
    if python is None:
        pytest.skip(f"no Python {version} on this machine")
    inside = environment(python, tmp_path / "env", str(wheel))
    names = {line.partition("==")[0] for line in run(inside, "-m", "pip", "freeze").split()}
    assert {name for name in names if "@" not in name and "file:" not in name} <= {"actlib", "numpy", "scipy"}
    assert int(run(inside, str(DOCTESTS), cwd=tmp_path).split()[0]) > 150
    gain = run(inside, "-c", "import actlib as act; print(act.describe(act.relu).gain)", cwd=tmp_path)
    assert float(gain) == pytest.approx(2**0.5, rel=1e-9)
    words = "import actlib\ntry:\n    import actlib.explorables\nexcept ImportError as error:\n    print(error)"
    assert "pip install 'actlib[widgets]'" in run(inside, "-c", words, cwd=tmp_path)


def lowest():
    """Return the lower bounds of the wheel and of the extras that make no Jupyter, as pins."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = map(Requirement, [*project["dependencies"], *extras["experiments"], *extras["widgets"]])
    return [f"{one.name}=={next(iter(one.specifier)).version}" for one in wanted]


def test_the_oldest_packages_allowed_pass_the_ledger_and_unit_tests(wheel, tmp_path):
    tools = [str(one) for one in requirements() if one.name in ("pytest", "hypothesis", "mpmath")]
    python = interpreters()["3.11"]
    inside = environment(python, tmp_path / "env", f"{wheel}[experiments,widgets]", *lowest(), *tools)
    words = "from actlib.explorables import relu; print(relu.graveyard())"
    assert "relu/graveyard" in run(inside, "-c", words, cwd=tmp_path)
    told = run(inside, "-m", "actlib", "ledger.json", cwd=tmp_path)
    assert "97 claims; checks that fail: none" in told
    shutil.copytree(ROOT / "tests", tmp_path / "tests")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    quiet = ("-q", "-p", "no:cacheprovider", "-o", "filterwarnings=default")  # of old packages on newer ones
    assert " passed" in run(inside, "-m", "pytest", *quiet, *(f"tests/{name}" for name in UNIT), cwd=tmp_path)
