"""The course in the book: its guides, its table, and the chapters that lead to it."""

import importlib.util
import re

import numpy as np
import pytest

from actlib.assignments import __main__ as command
from actlib.assignments import check, course
from actlib.assignments.checking import definition, names

BOOK = course.ROOT / "book"
GUIDES = {path.stem: path.read_text(encoding="utf-8") for path in sorted((BOOK / "course").glob("*.md"))}
CHAPTERS = [path for path in sorted(BOOK.glob("*/*.ipynb")) if path.parent.name != "reference"]
POINTER = "There is an {doc}`assignment </course/student>` on this chapter."


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_leads_to_the_course_when_it_has_an_assignment(path):
    text = path.read_text(encoding="utf-8")
    assert (POINTER in text) == (path.stem in names())
    assert text.count(POINTER) <= 1


def test_guides_name_targets_that_make_has():
    makefile = (course.ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.M))
    for text in GUIDES.values():
        for target, variable in re.findall(r"`make ([a-z]+)(?: ([A-Z]+)=[^`]*)?`", text):
            assert target in targets
            assert f"$({variable})" in makefile or not variable
    assert "make release" in GUIDES["instructor"]
    assert "make grade" in GUIDES["instructor"]


def test_guides_name_commands_that_there_are(capsys):
    found = {word for text in GUIDES.values() for word in re.findall(r"-m actlib\.assignments ([a-z]+)", text)}
    assert "check" in found
    for word in found:
        with pytest.raises(SystemExit) as ended:
            command.main([word, "--help"])
        assert ended.value.code == 0
    assert "check" in capsys.readouterr().out


def test_messages_that_the_student_guide_explains_are_those_of_the_checks(capsys):
    """The example is what the naive sigmoid is really told."""
    with np.errstate(over="ignore"):
        check("sigmoid", "sigmoid", {"sigmoid": lambda z: 1 / (1 + np.exp(-z))})
    told = capsys.readouterr().out
    example = re.search(r"```\n((?: +.*\n)+?) +```", GUIDES["student"])[1]
    lines = [line.strip() for line in example.splitlines()]
    assert " ".join(lines) in " ".join(line.strip() for line in told.splitlines())


def test_table_has_every_assignment_with_its_points():
    spec = importlib.util.spec_from_file_location("book_course", BOOK / "theme" / "course.py")
    theme = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(theme)

    documents = {path.relative_to(BOOK).with_suffix("").as_posix() for path in BOOK.glob("*/*.*")}
    head, _, *rows = theme.table(documents).splitlines()
    assert head.count("|") == 6
    assert [re.search(r"\{doc\}`/[a-z_]+/([a-z_]+)`", row)[1] for row in rows] == names()
    for name, row in zip(names(), rows, strict=True):
        assert row.endswith(f"| {sum(check.points for check in definition(name).CHECKS)} | 5 |")
