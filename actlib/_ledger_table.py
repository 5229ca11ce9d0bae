"""The ledger as one table: every claim with its verdict, linked to its card."""

from html import escape

from actlib._card import WORDS
from actlib._matrix import Column, Matrix
from actlib.ledger import VERDICTS, claims


def ledger_table():
    """Return the table of all claims.

    Returns
    -------
    Matrix

    Examples
    --------
    >>> table = ledger_table()
    >>> [row[:3] for row in table.rows() if row[0] == "C50"]
    [['C50', 'sigmoid', 'False']]
    """
    return Matrix(
        "ledger", "The claims of the notes and their verdicts", _COLUMNS, claims(), key="id", noun="claims",
        search="Search claims",
    )  # fmt: skip


def verdict_counts(claims):
    """Count the claims of each chapter by verdict.

    Parameters
    ----------
    claims : sequence of Claim

    Returns
    -------
    dict of str to dict of str to int
        By chapter, in the order of the claims, and "all"; then by verdict.

    Examples
    --------
    >>> verdict_counts([c for c in claims() if c.section == "elu"])["elu"]
    {'holds': 0, 'conditional': 0, 'false': 0, 'blank': 1}
    """
    counts = {c.section: dict.fromkeys(VERDICTS, 0) for c in claims} | {"all": dict.fromkeys(VERDICTS, 0)}
    for claim in claims:
        counts[claim.section][claim.verdict] += 1
        counts["all"][claim.verdict] += 1
    return counts


def chapter(claim):
    """Return the name of a claim's chapter in words."""
    return claim.section.replace("_", " ")


_COLUMNS = (
    Column(
        "Claim", lambda c: c.id, html=lambda c: f'<a href="../{c.page}.ipynb#{c.id}">{c.id}</a>', sort=True, search=True
    ),
    Column("Chapter", chapter, kinds=lambda c: [chapter(c)], search=True),
    Column("Verdict", lambda c: WORDS[c.verdict], kinds=lambda c: [WORDS[c.verdict]], sort=True),
    Column("The notes say", lambda c: c.statement, html=lambda c: escape(c.statement), search=True, long=True),
    Column("What is true", lambda c: c.correction or "as stated", search=True, long=True),
)
