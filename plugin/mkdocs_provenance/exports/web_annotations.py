"""`annotations.jsonld`: every tie of a statement to a source, as a collection of W3C Web Annotations.

The model is the Recommendation of 2017 (https://www.w3.org/TR/annotation-model/), with the collection's one page inside
it. The target of an annotation is a sentence: its address, and a TextQuoteSelector whose text is the reader's, as in
`provenance.json`: without the numbers that the page shows, white space collapsed. A TextPositionSelector would count
characters of the whole page, and those the theme decides, so there is none.

The body is the source. Words of it are selected only where the tie is known to be to just those: the sentence quotes
them, or its marker names the place that the excerpt is from. Of an unnamed source the body is its description.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from mkdocs_provenance.exports.edition import Edition
from mkdocs_provenance.exports.moments import Moment, moment_of_copy, moment_of_date
from mkdocs_provenance.exports.places import page_from_file, place_of
from mkdocs_provenance.exports.schema_values import web_address
from mkdocs_provenance.model import (
    Attribution,
    Claim,
    Evidence,
    Excerpt,
    Note,
    Passage,
    Provenance,
    QuotationResult,
    Role,
    Source,
)
from mkdocs_provenance.views.lookup import anchor, doi_url, number
from mkdocs_provenance.views.record import dumps

NAME: Final = "annotations.jsonld"

CONTEXT: Final = ("http://www.w3.org/ns/anno.jsonld", {"locator": "http://purl.org/ontology/bibo/locator"})
"""The model's own terms, and the one that it has none for: where within a source something stands."""

ANALYSIS: Final = "http://cv.iptc.org/newscodes/genre/Analysis"
"""What IPTC's list of genres calls analysis."""

EDGE: Final = 32
"""Characters of the passage that a selector gives before and behind a sentence: as many as Hypothesis does."""

_FOUND: Final = frozenset({QuotationResult.EXACT, QuotationResult.NORMALISED, QuotationResult.ELIDED})
_GAP: Final = re.compile(r"\[[^\[\]]*\]|\.{3,}|…")
"""Where a quotation leaves something out, or puts something in."""
_NO_LETTER: Final = re.compile(r"\W+")

Node = dict[str, object]


def annotation_files(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """The collection, beside every article that cites."""
    if edition.provenance.notes:
        yield NAME, dumps(collection(edition))


def collection(edition: Edition) -> Node:
    """An AnnotationCollection as plain data, ready for JSON."""
    file = place_of(edition, NAME)
    page = page_from_file(edition)
    items = [*_ties(edition.provenance, file, page), *_analysis(edition.provenance, file, page)]
    found: Node = {
        "@context": list(CONTEXT),
        "id": file,
        "type": "AnnotationCollection",
        "label": edition.article.title,
    }
    if rights := web_address(edition.license):
        found["rights"] = rights
    found["total"] = len(items)
    if items:
        found["first"] = {"id": f"{file}#page", "type": "AnnotationPage", "startIndex": 0, "items": items}
    return found


def _ties(provenance: Provenance, file: str, page: str) -> Iterator[Node]:
    passages = {passage.id: passage for passage in provenance.article.passages}
    notes = {note.source.id: note for note in provenance.notes}
    quoted: dict[tuple[str | None, str | None], list[str]] = {}
    for each in provenance.quotations:
        if each.result in _FOUND:
            quoted.setdefault((each.claim, each.source), []).append(each.text)
    whole: dict[str, Node] = {}  # most ties are to a source as a whole
    for claim in provenance.claims:
        target = _sentence(claim, passages.get(claim.passage), page) if claim.evidence else {}
        for index, tie in enumerate(claim.evidence, start=1):
            made: Node = {"id": f"{file}#{claim.id}-{index}", "type": "Annotation", "motivation": "linking"}
            words = quoted.get((claim.id, tie.source), ())
            body = whole.get(tie.source) if not (tie.locator or words) else None
            if body is None and (note := notes.get(tie.source)) is not None:
                body = _body(note, tie, words, page)
                if not (tie.locator or words):
                    whole[tie.source] = body
            if body:
                made["body"] = body
            made["target"] = target
            yield made


def _sentence(claim: Claim, passage: Passage | None, page: str) -> Node:
    """A sentence of the page, with what stands around it in its passage."""
    selector: Node = {"type": "TextQuoteSelector", "exact": claim.text}
    if passage is not None:
        if claim.start:
            selector["prefix"] = passage.text[max(0, claim.start - EDGE) : claim.start]
        if behind := passage.text[claim.end : claim.end + EDGE]:
            selector["suffix"] = behind
    address = f"{page}#provenance-claim-{number(claim.id)}"
    return {"id": address, "type": "SpecificResource", "source": page, "selector": selector}


def _body(note: Note, tie: Evidence, quoted: Sequence[str], page: str) -> Node:
    """The source; of an unnamed one its description and nothing else."""
    source = note.source
    if source.attribution is Attribution.UNNAMED:
        said = source.described_as
        return {"type": "TextualBody", "value": said, "format": "text/plain"} if said else {}
    body: Node = {
        "type": "SpecificResource",
        "source": _address(source) or f"{page}#provenance-note-{anchor(note.label)}",
        "purpose": "linking",
        **_state(source),
    }
    excerpt = _excerpt(source, tie.locator, quoted)
    if excerpt is not None:
        body["selector"] = _words(excerpt)
    if locator := tie.locator or (excerpt.locator if excerpt is not None else None):
        body["locator"] = locator
    return body


@lru_cache(maxsize=2048)
def _address(source: Source) -> str | None:
    """Where a source is; a book by its number."""
    found = web_address(source.url) or web_address(doi_url(source.doi))
    isbn = "".join(sign for sign in source.isbn or "" if sign in "0123456789xX")
    return found or (f"urn:isbn:{isbn}" if isbn else None)


@lru_cache(maxsize=2048)
def _state(source: Source) -> Mapping[str, object]:
    """When the source was as the article has it: its first saved copy whose time is known, else when it was read."""
    for copy in source.archives:
        url = web_address(copy.url)
        moment = moment_of_copy(copy) if url else None
        if moment is not None:
            return {"state": {"type": "TimeState", **_times(moment), "cached": url}}
    read = moment_of_date(source.accessed)
    return {"state": {"type": "TimeState", **_times(read)}} if read is not None else {}


def _times(moment: Moment) -> Node:
    if moment.end is None:
        return {"sourceDate": moment.start}
    return {"sourceDateStart": moment.start, "sourceDateEnd": moment.end}


def _excerpt(source: Source, locator: str | None, quoted: Sequence[str]) -> Excerpt | None:
    """The words of the source that the sentence is tied to, where that is known."""
    held = [excerpt for excerpt in source.excerpts if excerpt.text]
    for words in quoted:
        for excerpt in held:
            if _holds(excerpt.text, words):
                return excerpt
    return next((excerpt for excerpt in held if locator and excerpt.locator == locator), None)


@lru_cache(maxsize=2048)
def _holds(text: str, words: str) -> bool:
    """Whether an excerpt has the words of a quotation, letter by letter, in their order."""
    letters, at = _letters(text), 0
    for piece in filter(None, map(_letters, _GAP.split(words))):
        at = letters.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return True


def _letters(text: str) -> str:
    return _NO_LETTER.sub("", text).casefold()


def _words(excerpt: Excerpt) -> Node:
    around = (("prefix", excerpt.prefix), ("suffix", excerpt.suffix))
    selector: Node = {"type": "TextQuoteSelector", "exact": excerpt.text}
    selector.update((name, text) for name, text in around if text)
    return selector


def _analysis(provenance: Provenance, file: str, page: str) -> Iterator[Node]:
    """Which passages are the writer's own reading: each classified as analysis."""
    for passage in provenance.article.passages:
        if passage.role is Role.ANALYSIS and passage.text:
            yield {
                "id": f"{file}#{passage.id}",
                "type": "Annotation",
                "motivation": "classifying",
                "body": {"type": "SpecificResource", "source": ANALYSIS, "purpose": "classifying"},
                "target": {
                    "type": "SpecificResource",
                    "source": page,
                    "selector": {"type": "TextQuoteSelector", "exact": passage.text},
                },
            }
