"""The books, made of the built site: nothing is executed for them."""

import zipfile
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from book.formats import epub, pages, pdf
from tests.site.conftest import SITE


@pytest.fixture(scope="session")
def chapters():
    return pages.chapters(SITE)


@pytest.fixture(scope="session")
def epub_path(tmp_path_factory):
    path = tmp_path_factory.mktemp("epub") / "book.epub"
    epub.write(SITE, path)
    return path


@pytest.fixture(scope="session")
def epub_pages(epub_path):
    """The XHTML files of the EPUB as trees, by name."""
    with zipfile.ZipFile(epub_path) as files:
        names = [name for name in files.namelist() if name.endswith(".xhtml")]
        return {name.removeprefix("book/"): ElementTree.fromstring(files.read(name)) for name in names}


@pytest.fixture(scope="session")
def pdf_reader(tmp_path_factory):
    path = tmp_path_factory.mktemp("pdf") / "book.pdf"
    pdf.write(SITE, path)
    return PdfReader(path)
