"""Entries of the index, which the search knows too: each function by all its names, each claim by its number."""

from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.util.index_entries import split_index_msg

from actlib import ledger
from actlib.catalogue import catalogue

CATALOGUE = "reference/catalogue"


class IndexEntries(SphinxTransform):
    """Add the entries of a page, with the anchors that its outputs carry, before Sphinx collects them."""

    default_priority = 500

    def apply(self, **_) -> None:
        """Put them at the top of the document."""
        pairs = names_of_functions() if self.env.docname == CATALOGUE else claims_of(self.env.docname)
        if pairs:
            entries = [("single", word.replace(";", ","), anchor, "main", None) for word, anchor in pairs]
            self.document.insert(0, addnodes.index(entries=entries, inline=False))


def remember_entries(app) -> tuple:
    """Give the search the entries of pages that were not built again; Sphinx reads back their words, not these."""
    if app.builder.format == "html" and app.builder.search:
        known = app.builder.indexer._index_entries
        for docname, entries in app.env.get_domain("index").entries.items():
            words = {
                (word, anchor, main) for kind, text, anchor, main, _ in entries for word in split_index_msg(kind, text)
            }
            known.setdefault(docname, sorted(words))
    return ()


def names_of_functions() -> list[tuple[str, str]]:
    """Return each name and alias with the anchor of the function's row.

    Examples
    --------
    >>> ("swish", "properties-silu") in names_of_functions()
    True
    """
    return [(name, f"properties-{f.name}") for f in catalogue() for name in dict.fromkeys((f.name, *f.aliases))]


def claims_of(docname: str) -> list[tuple[str, str]]:
    """Return the claims whose cards are on a page, with the anchors of the cards.

    Examples
    --------
    >>> ("C50", "C50") in claims_of("activation_functions/sigmoid")
    True
    """
    return [(claim.id, claim.id) for claim in ledger.claims() if claim.page == docname]
