"""The chapters as files: their shape, what is committed of their outputs, and that nothing is left out of the book."""

import inspect
import pathlib
import re

import nbformat
import pybtex.database
import pytest
import yaml

from actlib import explorables, ledger

ROOT = pathlib.Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "book").glob("*/*.ipynb"))
CHAPTERS = [path for path in NOTEBOOKS if path.parent.name != "reference"]
EVERY = pytest.mark.parametrize("path", CHAPTERS, ids=lambda p: p.stem)
EVERY_NOTEBOOK = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
SECTIONS = ["Predict", "Explore", "Prove or break", "Measure", "Check yourself", "Where next"]


def cells(path, kind):
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == kind]


def prose(path):
    return "\n\n".join(cell.source for cell in cells(path, "markdown"))


def test_the_table_of_contents_lists_every_chapter_and_no_other():
    listed = re.findall(r"^ +- file: (\S+)", (ROOT / "_toc.yml").read_text(encoding="utf-8"), re.M)
    pages = [p.relative_to(ROOT / "book").with_suffix("").as_posix() for p in (ROOT / "book").glob("**/*.[im][pd]*")]
    assert sorted([*listed, "index"]) == sorted(pages)
    assert yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))["root"] == "index"


@EVERY_NOTEBOOK
def test_notebooks_validate_and_carry_text_only(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    for cell in cells(path, "code"):
        for output in cell.outputs:
            assert output.output_type in ("stream", "execute_result", "display_data")
            assert output.get("name", "stdout") == "stdout"
            assert set(output.get("data", {})) <= {"text/plain"}


@EVERY
def test_chapters_go_through_the_six_steps_in_order(path):
    headings = re.findall(r"^## (.+)$", prose(path), re.M)
    assert headings == SECTIONS


@EVERY
def test_goals_and_the_common_belief_come_first(path):
    opening = prose(path).partition("## Predict")[0]
    assert "After this chapter you can" in opening
    assert re.search(r"\*\*What many believe[:.]?\*\*", opening)


def exercises(path):
    """The exercises of a chapter: of each its title, its text, and the cells of code that follow before the next."""
    found, inside = [], False
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code":
            if inside and found:
                found[-1]["code"].append(cell)
            continue
        for line in cell.source.splitlines():
            if line.startswith("## "):
                inside = line == "## Check yourself"
            elif inside and line.startswith("### "):
                found.append({"title": line.removeprefix("### "), "text": "", "code": []})
            elif inside and found:
                found[-1]["text"] += line + "\n"
    return found


@EVERY
def test_exercises_have_folded_answers_and_run_code(path):
    assert 3 <= len(exercises(path)) <= 8
    for number, exercise in enumerate(exercises(path), 1):
        title, code = exercise["title"], exercise["code"]
        assert title.startswith(f"{number}. ")
        assert "{dropdown} Answer" in exercise["text"], title
        folded = [cell for cell in code if "hide-cell" in cell.metadata.get("tags", [])]
        assert folded, title
        assert all(cell.outputs for cell in folded) or any("assert" in cell.source for cell in folded), title
        assert folded == code, f"{title}: a cell of its answer is not folded"


@EVERY_NOTEBOOK
def test_no_cell_is_kept_from_being_run_or_compared(path):
    """What the tests execute is what stands there: no cell that nbval would skip, ignore or allow to fail."""
    tags = {tag for cell in cells(path, "code") for tag in cell.metadata.get("tags", [])}
    assert tags <= {"remove-input", "hide-input", "hide-cell"}
    assert not re.search(r"NBVAL|PYTEST_VALIDATE", "".join(cell.source for cell in cells(path, "code")))
    assert [cell.source for cell in cells(path, "code") if cell.execution_count is None] == []


@EVERY_NOTEBOOK
def test_code_cells_fit_a_glance(path):
    sources = [cell.source.splitlines() for cell in cells(path, "code")]
    assert [lines for lines in sources if len(lines) > 21] == []
    assert [line for lines in sources for line in lines if len(line) > 79] == []


@EVERY
def test_cards_stand_without_the_call_that_makes_them(path):
    cards = [cell for cell in cells(path, "code") if re.fullmatch(r'act\.claim\("C\d\d"\)', cell.source)]
    assert len(cards) == len([claim for claim in ledger.claims() if claim.section == path.stem])
    assert [cell.source for cell in cards if "remove-input" not in cell.metadata.get("tags", [])] == []


@EVERY
def test_every_scene_of_a_chapter_is_shown_in_it(path):
    module = getattr(explorables, path.stem, None) or __import__(f"actlib.explorables.{path.stem}", fromlist=["x"])
    names = [name for name, f in inspect.getmembers(module, inspect.isfunction) if not name.startswith("_")]
    scenes = [name for name in names if getattr(module, name).__module__ == module.__name__]
    source = "\n".join(cell.source for cell in cells(path, "code"))
    assert scenes
    assert [name for name in scenes if f"scenes.{name}()" not in source] == []


@pytest.mark.parametrize("make", explorables.all_scenes(), ids=lambda f: f"{f.__module__.split('.')[-1]}/{f.__name__}")
def test_every_scene_asks_for_a_guess(make):
    question = make().scene.question
    assert question.startswith("Guess first: ")
    assert question.endswith("?")


def test_there_are_at_least_eight_explorables():
    assert len(list(explorables.all_scenes())) >= 8


def test_no_chapter_says_what_a_reader_cannot_follow():
    """Links between pages are checked by the strict build; here, that no page names a machine's path."""
    texts = {path: path.read_text(encoding="utf-8") for path in [*NOTEBOOKS, *(ROOT / "book").glob("**/*.md")]}
    assert [path for path, text in texts.items() if re.search(r"/(work|tmp|home|root)/", text)] == []


def test_works_are_listed_once_in_alphabetical_order_and_can_be_found():
    text = (ROOT / "book" / "references.bib").read_text(encoding="utf-8")
    works = pybtex.database.parse_string(text, "bibtex").entries
    keys = re.findall(r"^@\w+\{(\S+),", text, re.M)
    assert keys == sorted(set(keys)) == list(works)
    for key, work in works.items():
        assert {"author", "editor"} & set(work.persons), key
        assert {"title", "year"} <= set(work.fields), key
        assert {"doi", "eprint", "url", "isbn", "publisher", "howpublished"} & set(work.fields), key
