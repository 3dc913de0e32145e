"""Where a reader finds a work that has no address: "The Harbour Review 12(3), pp. 4–9", in the order that styles have.

The abbreviations are those of CSL's English locale, which other languages' readers know from bibliographies too.
"""

from __future__ import annotations

import re
from typing import Final

from mkdocs_provenance.bibliography.works import Work
from mkdocs_provenance.model import Kind

MAX_PLACE: Final = 300
"""Characters of one part of a place; of more, the first are shown."""


def place_of(work: Work) -> str | None:
    """What the work's entry says of its place; None where it says nothing."""
    parts = [
        _container(work),
        _issue_of(work) if not work.get("container-title") else None,
        _numbered(work),
        work.get("event-title") if not work.get("container-title") else None,
        _publisher(work) if not work.get("container-title") or work.part else None,
        _edition(work.get("edition")),
        _pages(work.get("page")),
        work.get("section"),
        work.get("archive"),
        work.get("archive_location"),
        work.get("call-number"),
        work.get("howpublished"),
        work.get("status"),
    ]
    said = [part if len(part) <= MAX_PLACE else part[:MAX_PLACE] + "…" for part in parts if part]
    return ", ".join(dict.fromkeys(said)) or None


def _container(work: Work) -> str | None:
    container = work.get("container-title")
    if not container:
        return None
    return " ".join(part for part in (container, _issue_of(work)) if part)


def _issue_of(work: Work) -> str | None:
    """`12(3)`; of a book, `vol. 12`."""
    volume, issue = work.get("volume"), work.get("issue")
    if work.part or not work.get("container-title"):
        volume = f"vol. {volume}" if volume else None
    if issue:
        return f"{volume or ''}({issue})"
    return volume


def _numbered(work: Work) -> str | None:
    """`Technical report 7`; of a book, its number in a series."""
    series, number = work.get("genre", "collection-title"), work.get("number")
    if number and not series and work.kind is Kind.BOOK:
        return None  # of what it is the number is not said
    return " ".join(part for part in (series, number) if part) or None


def _publisher(work: Work) -> str | None:
    place, publisher = work.get("publisher-place"), work.get("publisher")
    return f"{place}: {publisher}" if place and publisher else publisher or place


def _edition(edition: str | None) -> str | None:
    if not edition:
        return None
    if edition.isascii() and edition.isdigit():
        last = edition[-1] if edition[-2:-1] != "1" else "0"
        edition += {"1": "st", "2": "nd", "3": "rd"}.get(last, "th")
    return f"{edition} ed." if re.fullmatch(r"[0-9]+(?:st|nd|rd|th|\.)|\w+", edition) else edition


def _pages(pages: str | None) -> str | None:
    if not pages:
        return None
    ranged = re.sub(r"(?<=[0-9]) ?-{1,3} ?(?=[0-9A-Za-z])", "–", pages)
    if not re.match(r"[0-9ivxlcIVXLC]", ranged):
        return ranged
    return f"pp. {ranged}" if re.search("[–,;+]", ranged) else f"p. {ranged}"
