"""The PDF: complete, with bookmarks, page numbers that are true, links that lead somewhere, and nothing cut off."""

import re
import unicodedata

import actlib
from book.formats import pages


def outline(entries, depth=0):
    for entry in entries:
        if isinstance(entry, list):
            yield from outline(entry, depth + 1)
        else:
            yield depth, entry


def plain(page):
    """Return the text of a page without spaces, ligatures undone."""
    return "".join(unicodedata.normalize("NFKC", page.extract_text()).split())


def test_every_part_and_chapter_has_its_bookmark(pdf_reader, chapters):
    found = [(depth, entry.title) for depth, entry in outline(pdf_reader.outline)]
    titles = [title for _, title in found]
    assert [chapter.title for chapter in chapters if chapter.title not in titles] == []
    parts = dict.fromkeys(part for part, _ in pages.contents() if part)
    assert [title for depth, title in found if depth == 0 and title in parts] == list(parts)


def test_the_contents_name_the_pages_on_which_chapters_begin(pdf_reader, chapters):
    text = unicodedata.normalize("NFKC", pdf_reader.pages[1].extract_text())
    for chapter in chapters:
        title = r"\s*".join(map(re.escape, chapter.title.split()))
        printed = re.search(rf"{title}\s*(\d+)\s*(?:\n|$)", text)
        assert printed, f"{chapter.title} is not in the contents"
        assert "".join(chapter.title.split()) in plain(pdf_reader.pages[int(printed[1]) - 1])[:200]


def test_links_lead_to_places_of_the_book(pdf_reader):
    places, missing, count = set(pdf_reader.named_destinations), set(), 0
    for page in pdf_reader.pages:
        for note in page.get("/Annots", ()):
            note = note.get_object()
            if note.get("/Subtype") != "/Link":
                continue
            if "/Dest" in note:
                count += 1
                if str(note["/Dest"]) not in places:
                    missing.add(str(note["/Dest"]))
            else:
                assert note["/A"].get_object()["/URI"].startswith(("http://", "https://"))
    assert missing == set()
    assert count > 500


def test_the_first_page_names_the_version(pdf_reader):
    assert f"Version {actlib.__version__}" in pdf_reader.pages[0].extract_text()
