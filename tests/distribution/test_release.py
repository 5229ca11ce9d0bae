"""What is given away: built twice it is equal, it says one version, and its papers are valid."""

import hashlib
import importlib.metadata
import os
import re
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import actlib
from distribution import archives, licences

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def build(target, umask, **environment):
    command = [sys.executable, "-m", "distribution", "--only", "packages", "--only", "notebooks", "--target", target]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, umask=umask, check=True, capture_output=True)
    return (target / "SHA256SUMS").read_text()


def test_packages_and_notebooks_built_twice_are_equal(tmp_path):
    first = build(tmp_path / "one", 0o022)
    later = build(tmp_path / "elsewhere" / "two", 0o077, TZ="Asia/Tokyo", PYTHONHASHSEED="7")
    assert first == later
    assert len(first.splitlines()) == 3
    other = build(tmp_path / "three", 0o022, SOURCE_DATE_EPOCH="1700000000")
    assert other != first  # the times come from the commit, so the comparison above is of real files


def test_checksums_are_those_of_the_files(tmp_path):
    for line in build(tmp_path, 0o022).splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == digest


def test_the_zip_of_one_site_is_equal_whatever_the_times_of_its_files(tmp_path):
    for name, time in (("a", 1_000_000_000), ("b", 1_500_000_000)):
        (tmp_path / name / "deep").mkdir(parents=True)
        for file in ("z.html", "deep/a.css"):
            (tmp_path / name / file).write_text(file)
            os.utime(tmp_path / name / file, (time, time))
        archives.write_zip(tmp_path / f"{name}.zip", archives.folder(tmp_path / name, "site/"))
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def check(schema, *files):
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *map(str, files)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_citation_is_valid_and_of_this_version(tmp_path):
    made = check("vendor.citation-file-format", ROOT / "CITATION.cff")
    assert made.returncode == 0, made.stdout
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert str(yaml.safe_load(text)["version"]) == actlib.__version__
    (tmp_path / "CITATION.cff").write_text(text.replace("authors:", "writers:"))
    assert check("vendor.citation-file-format", tmp_path / "CITATION.cff").returncode


def test_the_changelog_has_this_version():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"(?m)^## \[([^\]]+)\]", text)[:2] == ["Unreleased", actlib.__version__]


def test_workflows_are_valid():
    assert len(WORKFLOWS) == 3
    made = check("vendor.github-workflows", *WORKFLOWS)
    assert made.returncode == 0, made.stdout


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_workflows_may_little_and_test_by_ci_run_alone(path):
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    assert "concurrency" in workflow
    commands = [step["run"] for step in workflow["jobs"]["test"]["steps"] if "run" in step]
    runs = [command for command in commands if command.endswith(".ci/run")]
    assert len(runs) == 1
    others = {"make dist", "make pages", "python -m distribution.colab", "python -m distribution.unpin", "test -f"}
    assert all(any(other in command for other in others) for command in commands if command not in runs)
    used = [step["uses"] for job in workflow["jobs"].values() for step in job["steps"] if "uses" in step]
    assert all(re.fullmatch(r"actions/[a-z-]+@v\d+", action) for action in used)


def test_the_pins_are_all_that_is_installed():
    if not all(one.specifier for one in licences.requirements()):
        pytest.skip("the newest packages are tried, without pins")
    known = {canonicalize_name(name) for name in licences.pinned()} | {"actlib", "pip"}
    there = {
        canonicalize_name(one.metadata["Name"])
        for one in importlib.metadata.distributions(path=[sysconfig.get_path("purelib")])
    }
    assert there <= known


def test_lower_bounds_are_stated_and_the_pins_keep_them():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = map(
        Requirement,
        [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)],
    )
    pins = {one.name.lower(): one for one in licences.requirements()}
    for one in wanted:
        assert str(one.specifier).startswith(">="), one
        assert one.specifier.contains(next(iter(pins[one.name.lower()].specifier)).version), one
