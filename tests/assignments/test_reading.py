"""Damaged files: mended and told, or refused with the reason; never a zero in silence."""

import copy
import json

import nbformat
import pytest

from actlib.assignments import reading
from tests.assignments.answers.sigmoid import RIGHT


@pytest.fixture
def sound(handed_in):
    return handed_in(RIGHT)


def answers(notebook):
    return [cell.source for cell in notebook.cells if cell.source.startswith("import numpy")]


def test_a_sound_file_is_read_as_it_is(sound):
    notebook, mended = reading.read(json.dumps(sound).encode())
    assert mended == []
    assert notebook == sound


def broken_off(text):
    return text[: int(0.98 * len(text))].encode()


def with_merge_marks(text):
    return text.replace('"nbformat_minor"', '<<<<<<< HEAD\n"nbformat_minor"', 1).encode()


def without_metadata(text):
    found = json.loads(text)
    found.pop("metadata")
    found.pop("nbformat")
    for cell in found["cells"]:
        cell.pop("execution_count", None)
        cell.pop("outputs", None)
    return json.dumps(found).encode()


def with_trailing_comma(text):
    return f"{text[:-1]},}}".encode()


def with_a_stray_byte(text):
    return text.encode().replace(b"import numpy", b"import numpy  # \xff\n", 1).replace(b"\n", b"\\n", 1)


DAMAGES = [broken_off, with_merge_marks, without_metadata, with_trailing_comma, with_a_stray_byte]


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_nearly_right_is_mended_and_told(sound, damage):
    notebook, mended = reading.read(damage(json.dumps(sound)))
    assert len(mended) >= 1
    assert len(answers(notebook)) == len(answers(sound))
    nbformat.validate(notebook)
    ids = {cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells}
    assert {f"answer-{name}" for name in RIGHT} <= ids


@pytest.mark.parametrize("coding", ["utf-8-sig", "utf-16"])
def test_other_codings_of_text_are_read(sound, coding):
    assert reading.read(json.dumps(sound).encode(coding))[0] == sound


def test_an_old_format_is_converted(sound):
    old = nbformat.convert(copy.deepcopy(sound), 3)
    notebook, _ = reading.read(json.dumps(old).encode())
    assert answers(notebook) == answers(sound)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"PK\x03\x04\x00\x00\xff\xfe", "not text"),
        (b"def sigmoid(z): ...", "no notebook"),
        (b"[]", "no notebook"),
        (b'{"name": "x"}', "no list of cells"),
        (b'{"cells": []}', "none of its cells"),
        (b"{" * 100_000, "no notebook"),
        (b"x" * (reading.MOST + 1), "20 MiB"),
    ],
    ids=["nothing", "blanks", "a zip", "a script", "a list", "an object", "no cells", "deep", "large"],
)
def test_what_is_none_is_refused_with_the_reason(data, reason, monkeypatch):
    monkeypatch.setattr(reading, "PATIENCE", 2)  # mending "deep" takes as long as it may
    with pytest.raises(reading.UnreadableError, match=reason):
        reading.read(data)


def test_mending_without_end_is_ended(monkeypatch):
    monkeypatch.setattr(reading, "PATIENCE", 1)
    monkeypatch.setattr(reading, "_MENDING", "while True: pass")
    with pytest.raises(reading.UnreadableError, match="breaks off"):
        reading.read(b'{"cells": [')
