"""What becomes of parts of a page that the book has few of."""

from book.formats import pages

PAGE = """<!DOCTYPE html><body><article class="bd-article"><section id="x"><h1><span class="section-number">4.
</span> Title</h1><div class="math" id="equation-a">
<span class="eqno">(7)<a class="headerlink" href="#equation-a">#</a></span>f</div><p>See <a href="#equation-a">(7)</a>, <a href="../other.html#y">there</a> and <a href="z.pdf">a file</a>.</p>
<details><summary>Answer</summary><p>42</p></details></section></article></body>"""


def read(tmp_path, text=PAGE):
    (tmp_path / "part").mkdir()
    (tmp_path / "part" / "page.html").write_text(text, encoding="utf-8")
    return pages.read(tmp_path, "part/page")


def test_equations_count_within_their_chapter_and_references_follow(tmp_path):
    chapter = read(tmp_path)
    assert [span.text for span in chapter.body.iter("span") if span.get("class") == "eqno"] == ["(4.1)"]
    assert chapter.body.find(".//p/a[@href='part/page#equation-a']").text == "(4.1)"


def test_links_between_pages_stay_and_others_become_words(tmp_path):
    chapter = read(tmp_path)
    pages.relink(chapter, {"other": "o", "part/page": "p"}, lambda name, place: f"{name}!{place}")
    assert [link.get("href") for link in chapter.body.iter("a")] == ["part/page!equation-a", "other!y"]
    assert "a file" in "".join(chapter.body.itertext())


def test_a_fold_is_opened_under_its_title(tmp_path):
    fold = read(tmp_path).body.find(".//div[@class='fold']")
    assert [part.text for part in fold] == ["Answer", "42"]
