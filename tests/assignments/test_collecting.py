"""Collecting: the zips of learning platforms, folders, the exchange; and what must not get in."""

import csv
import io
import json
import os
import stat
import zipfile

import pytest

from actlib.assignments import collecting, returning
from tests.assignments.answers.sigmoid import NAIVE, RIGHT


@pytest.fixture
def text(handed_in):
    return json.dumps(handed_in(RIGHT))


@pytest.fixture
def gather(released, tmp_path):
    """Return a function that collects, and gives remarks by origin and texts by place."""

    def run(source):
        found = collecting.collect(source, tmp_path / "collected", {"sigmoid": released})
        copies = sorted((tmp_path / "collected").rglob("*.ipynb"))
        files = {path.relative_to(tmp_path / "collected").as_posix(): path.read_text() for path in copies}
        return {item.origin: item.remark for item in found}, files

    return run


def zipped(path, files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name, (2026, 11, 20, 9, 0, 0)) if isinstance(name, str) else name
            archive.writestr(entry, text)
    return path


MOODLE = "Ana María López_4711_assignsubmission_file_"


@pytest.mark.parametrize(
    ("name", "place"),
    [
        (f"{MOODLE}/sigmoid.ipynb", "Ana María López_4711/sigmoid.ipynb"),
        (f"{MOODLE}sigmoid.ipynb", "Ana María López_4711/sigmoid.ipynb"),
        (f"{MOODLE}/sigmoid (2).ipynb", "Ana María López_4711/sigmoid.ipynb"),
        (f"{MOODLE}/homework.ipynb", "Ana María López_4711/sigmoid.ipynb"),
        ("lopezana_81_9921_sigmoid.ipynb", "lopezana_81/sigmoid.ipynb"),
        ("lopezana_LATE_81_9921_sigmoid-1.ipynb", "lopezana_81/sigmoid.ipynb"),
        ("inbound/ana+sigmoid+2026-11-20 08:00:00.000000 UTC+abc/sigmoid.ipynb", "ana/sigmoid.ipynb"),
        ("ana/sigmoid.ipynb", "ana/sigmoid.ipynb"),
        ("ana/sigmoid/sigmoid.ipynb", "ana/sigmoid.ipynb"),
    ],
)
def test_each_platform_s_names_are_understood(gather, tmp_path, text, name, place):
    remarks, files = gather(zipped(tmp_path / "a.zip", {name: text}))
    assert remarks == {name: ""}
    assert files == {place: text}


def test_the_newest_counts_and_the_others_are_kept(gather, tmp_path, text, handed_in):
    first, second = json.dumps(handed_in(NAIVE)), text
    for day, content in ((21, second), (20, first)):
        entry = zipfile.ZipInfo("ana/sigmoid.ipynb", (2026, 11, day, 9, 0, 0))
        remarks, files = gather(zipped(tmp_path / f"{day}.zip", {entry: content}))
    assert files["ana/sigmoid.ipynb"] == second
    assert remarks == {"ana/sigmoid.ipynb": "kept, but a newer one counts"}
    assert sorted(files.values()) == sorted([first, second])
    assert gather(tmp_path / "21.zip")[0] == {"ana/sigmoid.ipynb": "already there"}
    with open(tmp_path / "collected" / "manifest.csv", newline="") as file:
        lines = list(csv.DictReader(file))
    assert [line["remark"] for line in lines] == ["", "kept, but a newer one counts", "already there"]
    assert len({line["sha256"] for line in lines}) == 2


def link(name, target):
    entry = zipfile.ZipInfo(name)
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return {entry: target}


def test_nothing_leaves_the_folder(gather, tmp_path, text):
    hostile = {f"{way}/sigmoid.ipynb": text for way in ("../../up", "/abs", "C:/win", "..\\..\\back")}
    remarks, files = gather(zipped(tmp_path / "a.zip", hostile | link("ana/sigmoid.ipynb", "/etc/passwd")))
    assert files == {}
    assert all("leads out" in remark or "a link" in remark for remark in remarks.values())
    assert {path.name for path in tmp_path.iterdir()} == {"a.zip", "collected"}


def test_a_student_s_name_is_no_path(gather, tmp_path, text):
    _, files = gather(zipped(tmp_path / "a.zip", {"..._1_assignsubmission_file_/sigmoid.ipynb": text}))
    assert list(files) == ["_1/sigmoid.ipynb"]


def test_a_bomb_is_not_unpacked(gather, tmp_path, text, monkeypatch):
    monkeypatch.setattr(collecting, "MOST", 1 << 20)
    remarks, files = gather(zipped(tmp_path / "a.zip", {"a/sigmoid.ipynb": " " * (3 << 20), "b/sigmoid.ipynb": text}))
    assert remarks == {"a/sigmoid.ipynb": "left: more than 1 MiB", "b/sigmoid.ipynb": ""}
    assert list(files) == ["b/sigmoid.ipynb"]
    monkeypatch.setattr(collecting, "WHOLE", 10)
    with pytest.raises(ValueError, match="nothing is collected"):
        gather(tmp_path / "a.zip")


def test_links_and_other_files_of_a_folder_are_told(gather, tmp_path):
    source = tmp_path / "in"
    for student in ("ana", "bo"):
        (source / student).mkdir(parents=True)
    (source / "ana" / "sigmoid.ipynb").symlink_to("/etc/passwd")
    (source / "bo" / "essay.docx").write_bytes(b"PK")
    (source / "bo" / "x.ipynb").write_text("{}")
    os.mkfifo(source / "bo" / "pipe.ipynb")
    remarks, files = gather(source)
    assert files == {}
    assert remarks["ana/sigmoid.ipynb"] == remarks["bo/pipe.ipynb"] == "left: a link or a device, not a file"
    assert remarks["bo/essay.docx"] == "left: not a notebook by its name"
    assert remarks["bo/x.ipynb"] == "left: which assignment is it? The names are sigmoid"


def test_what_is_neither_folder_nor_zip_is_named(gather, tmp_path):
    (tmp_path / "a.zip").write_bytes(b"PK nonsense")
    with pytest.raises(ValueError, match=r"a\.zip' is neither"):
        gather(tmp_path / "a.zip")
    with pytest.raises(FileNotFoundError, match="does not exist"):
        gather(tmp_path / "b.zip")


def test_pages_go_back_under_moodle_s_names(gather, tmp_path, text):
    gather(zipped(tmp_path / "a.zip", {f"{MOODLE}/sigmoid.ipynb": text, "bo/sigmoid.ipynb": text}))
    for student in ("Ana María López_4711", "bo"):
        page = tmp_path / "feedback" / student / "sigmoid" / "sigmoid.html"
        page.parent.mkdir(parents=True)
        page.write_text(student)
    folder = returning.give_back(tmp_path, tmp_path / "collected")
    assert (folder / "bo" / "sigmoid.html").read_text() == "bo"
    with zipfile.ZipFile(io.BytesIO((folder / "sigmoid.zip").read_bytes())) as files:
        assert sorted(files.namelist()) == [f"{MOODLE}/sigmoid.html", "bo/sigmoid.html"]
