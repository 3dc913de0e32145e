"""Where a work is found: addresses, DOIs, ISBNs and numbers in archives, out of fields that hold more than these."""

from __future__ import annotations

import re
from typing import Final

from mkdocs_provenance.registry import DOI_PATTERN, bare_doi, safe_url

_WEB: Final = re.compile(r"(?:https?://|www\.)[^\s<>\"{}|\\^`]+", re.IGNORECASE)
_AFTER: Final = re.compile(r"[\s,;.)\]>}]*(?:(?:and\s+)?(?:https?://|www\.).*|[(\[].*|accessed\b.*)?", re.DOTALL | re.I)
"""What may stand behind an address: another, or a remark."""
_DOI: Final = re.compile(DOI_PATTERN)
_ISBN: Final = re.compile(r"(?<![0-9])(?:97[89][ ‐-]?)?(?:[0-9][ ‐-]?){9}[0-9Xx](?![0-9])")
_ARXIV: Final = re.compile(
    r"(?:arxiv: ?)?(?P<id>[0-9]{4}\.[0-9]{4,5}(?:v[0-9]+)?|[a-z-]+(?:\.[A-Z]{2})?/[0-9]{7}(?:v[0-9]+)?)", re.I
)
_ARXIV_SAID: Final = re.compile(
    r"\barxiv(?:\.org/(?:abs|pdf)/| e-prints?| preprint)?[: ]*(?:arxiv:)?" + _ARXIV.pattern, re.I
)
_BARE_HOST: Final = re.compile(r"(?:www\.[^\s/]+|(?:[a-z0-9-]+\.)+[a-z]{2,}(?=/))[^\s]*", re.IGNORECASE)
"""An address without its scheme, as browsers take it: `www.example.org`, `dl.example.org/report`."""
_SHORT_DOI: Final = re.compile(r"(?:https?://doi\.org/|doi: ?)?(10/[a-z0-9]+)", re.IGNORECASE)
"""A name that shortdoi.org gives."""
_EPRINTS: Final = {
    "arxiv": "https://arxiv.org/abs/",
    "pubmed": "https://pubmed.ncbi.nlm.nih.gov/",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/",
    "pmc": "https://www.ncbi.nlm.nih.gov/pmc/articles/",
    "pmcid": "https://www.ncbi.nlm.nih.gov/pmc/articles/",
    "jstor": "https://www.jstor.org/stable/",
    "hdl": "https://hdl.handle.net/",
    "googlebooks": "https://books.google.com/books?id=",
}
"""The archives that biblatex names in `eprinttype` (its manual, section 3.14.7), and PubMed Central."""


def web_address(written: str, *, in_prose: bool = False) -> str | None:
    """The one address in a field, or the first of several; None where there is none that may become a link.

    Args:
        written: The field.
        in_prose: Whether words may stand around it. Elsewhere they make it suspect: an address with a space in it must
            not become a link to somewhere else.
    """
    text = written.strip().strip("<>")
    whole = safe_url("http://" + text if _BARE_HOST.fullmatch(text) else text)
    if whole is not None:
        return whole
    found = _WEB.search(written)
    if found is None or not (in_prose or _AFTER.fullmatch(written, found.end())):
        return None
    first = found[0].rstrip(".,;)]")
    return safe_url(first if "://" in first else "http://" + first)


def doi_in(written: str) -> str | None:
    """The DOI of a field, bare."""
    text = re.sub(r"(?i)^(?:info:)?doi[ :/]+", "", written.strip()).rstrip(".;,")
    return bare_doi(text) if _DOI.fullmatch(text) else None


def short_doi_address(written: str) -> str | None:
    """The address of a DOI's short form, `10/gfzrww`."""
    found = _SHORT_DOI.fullmatch(written.strip())
    return f"https://doi.org/{found[1]}" if found else None


def is_issn(written: str) -> bool:
    """Whether a field names a journal's number, where a book's is expected."""
    return re.search(r"(?<![0-9])[0-9]{4}[-‐–]?[0-9]{3}[0-9Xx](?![0-9])", written) is not None


def isbn_in(written: str) -> str | None:
    """The first ISBN of a field that may name several, or say "(hardback)" behind it."""
    found = _ISBN.search(written)
    return found[0].replace("‐", "-").strip() if found else None


def eprint_address(archive: str, number: str) -> str | None:
    """The address of a work in an archive: `arxiv`, `2005.01234`."""
    archive, number = archive.strip().lower(), number.strip()
    arxiv = _ARXIV.fullmatch(number)
    if arxiv and archive in ("arxiv", ""):
        return _EPRINTS["arxiv"] + arxiv["id"]
    if archive == "arxiv" or archive not in _EPRINTS or not number:
        return None
    return safe_url(_EPRINTS[archive] + number.removeprefix(archive).strip(": "))


def arxiv_address(written: str) -> str | None:
    """The address in text that names a preprint: `arXiv preprint arXiv:1706.03762`, as Google Scholar has it."""
    found = _ARXIV_SAID.search(written)
    return _EPRINTS["arxiv"] + found["id"] if found else None
