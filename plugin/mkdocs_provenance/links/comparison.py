"""Whether a page still says what it said when it was captured, and by how much it differs. Pure.

Words are counted, not letters: a page's white space, and the order of its boxes, change without a change of what it
says. Counting takes time in proportion to the page, whatever it holds.
"""

from __future__ import annotations

import hashlib
from collections import Counter

from mkdocs_provenance.links.facts import Comparison
from mkdocs_provenance.model import QuotationResult, Source
from mkdocs_provenance.quotations import check


def digest(source: Source) -> str | None:
    """What a source's page can be compared with, as a short digest; None where nothing of it was captured.

    It changes with the captured text and with the excerpts, so that a comparison with others is not taken for one.
    """
    if source.text is None and source.text_sha256 is None:
        return None
    parts = (source.text or "", source.text_sha256 or "", *(excerpt.text for excerpt in source.excerpts))
    return _sum("\0".join(parts))[:16]


def compare(source: Source, text: str) -> Comparison | None:
    """The page's text now beside what was captured of the source; None where nothing was.

    Args:
        source: with its text held, or the SHA-256 sum of it.
        text: the page's, in plain words.
    """
    captured = digest(source)
    if captured is None:
        return None
    missing = tuple(
        number
        for number, excerpt in enumerate(source.excerpts)
        if check(excerpt.text, (text,)) is QuotationResult.NOT_FOUND
    )
    if source.text is None:
        return Comparison(captured, source.text_sha256 in _sums(text), missing=missing)
    then, now = source.text.split(), text.split()
    gone, new = Counter(then), Counter(now)
    gone.subtract(now)
    new.subtract(then)
    return Comparison(captured, then == now, len(then), _above_zero(gone), _above_zero(new), missing)


def _above_zero(counts: Counter[str]) -> int:
    return sum(count for count in counts.values() if count > 0)


def _sums(text: str) -> set[str]:
    """The sums that this text may be kept under: as it is, as a file ends, and with its white space collapsed."""
    return {_sum(form) for form in (text, text.strip(), text.rstrip("\n") + "\n", " ".join(text.split()))}


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
