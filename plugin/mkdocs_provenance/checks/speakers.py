"""Whose words a sentence quotes: whether it, or the sentence before it, says so (Q4).

Reuters and the AP ask that every quotation be attributed where it stands; a quotation without a speaker leaves a reader
to guess. English only: other languages have other verbs, and nothing is said there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mkdocs_provenance.checks.case import Case
from mkdocs_provenance.checks.names import names_of
from mkdocs_provenance.checks.sayings import ALSO_NOUNS, SAYING
from mkdocs_provenance.model import Claim, Problem, Role
from mkdocs_provenance.problems import shortened
from mkdocs_provenance.quotations import Quoted, quoted

_PASSIVE_BEFORE: Final = re.compile(
    r"\b(?:is|are|was|were|be|been|being|gets?|got|stands?|stood)"
    r"(?:[ \u00a0](?:not|also|often|widely|once|since|now|even|\w+ly))?[ \u00a0]$",
    re.IGNORECASE,
)
_BY: Final = re.compile(r"[^.;:“”\"]{0,40}?\bby[ \u00a0](?!the (?:end|time)\b)", re.IGNORECASE)
_NOUN_BEFORE: Final = re.compile(
    r"(?:^|\b(?:the|an?|of|these|those|some|any|no|his|her|its|their|our|more|new|in|with|for|from|by|about)|[’']s)"
    r"[ \u00a0]?$",
    re.IGNORECASE,
)
"""`The talks were …`: a word of saying that is a noun here."""
_WORDS_OF: Final = r"(?:own )?(?:words|phrase|verdict|answer|reply|response|question|motto|message|description|view)\b"
_SAYS: Final = re.compile(
    r"\baccording to\b|\bin (?:\w+[ \u00a0]){0,4}?words\b|\bin the words of\b|\b(?:put|has|have|had)(?:ting)? it\b"
    rf"|(?:[’']s|\b(?:his|her|their|its|whose|my|our)) {_WORDS_OF}|\bask(?:s|ed)? for\b|\bwant(?:s|ed)? to know\b"
    r"|\b(?:cries|shouts|chants|calls|slogans?|banners?|placards?|signs?|whispers|murmurs) (?:of|that|reading|with)\b",
    re.IGNORECASE,
)
"""Attributions without a verb of saying, and verbs of several words."""
_INTRODUCED: Final = re.compile(r":\s*$")
_OWNED: Final = re.compile(
    r"(?:[^\W\d_][’']s|s[’']|\b(?:his|her|their|my|your|our))(?:[ \u00a0]\w+)?[ \u00a0]$", re.IGNORECASE
)
"""`Smith’s “…”`, `her “…”`."""
_WORKS: Final = (
    r"term|terms|word|words|phrase|name|nickname|label|slogan|motto|expression|acronym|film|movie|novel|book|song|album|series"
    r"|play|poem|painting|episode|documentary|game|magazine|exhibition|podcast|programme|program|show|section|chapter"
)
_NAMING: Final = re.compile(
    r"\b(?:so-called|known as|nicknamed|codenamed|code-named|dubbed|headlined|titled|entitled|subtitled"
    rf"|(?:a|the|its?|his|her|their) (?:\w+[ \u00a0])?(?:{_WORKS}))[ \u00a0]$",
    re.IGNORECASE,
)
"""What is in quotation marks is a name, or a word spoken of."""
_CLAUSE: Final = re.compile(
    r"\b(?:I|we|you|he|she|it|they|is|are|was|were|am|be|do|does|did|don[’']t|not|will|would|can|must|have|has|had|never|no|let)\b"
    r"|[’'](?:s|re|m|ll|ve)\b",
    re.IGNORECASE,
)
_TITLE_WORD: Final = re.compile(r"[^\W\d_][\w’'-]*")
_SMALL_WORDS: Final = "a an and as at but by for from in of off on or over the to under up with"
_SMALL: Final = frozenset(_SMALL_WORDS.split())
_NAME: Final = re.compile(r"[^\W\d_]+")
_FEW: Final = 2
"""Words that, in quotation marks, are mostly a word held at a distance, not somebody's."""


def unattributed_quotations(case: Case) -> Iterator[Problem]:
    """Q4: a quotation of the report where neither its sentence nor the one before says whose words it is."""
    if not case.english or not case.provenance.quotations:
        return
    quoting = {quotation.passage for quotation in case.provenance.quotations}
    claims: dict[str, list[Claim]] = {}
    for claim in case.provenance.claims:
        if claim.passage in quoting:
            claims.setdefault(claim.passage, []).append(claim)
    for passage in (case.passages[id] for id in claims):
        if passage.role is not Role.REPORTED or not passage.prose:
            continue
        found = quoted(passage.text)
        bare = _without(found, passage.text)
        for one in found:
            if _wants_speaker(one, passage.text) and not _has_speaker(one, case, claims[passage.id], bare):
                message = f"Nothing says whose words {shortened(one.text)} are."
                hint = "Name the speaker in this sentence or in the one before it."
                yield case.at_words(
                    "quotation-without-speaker", passage.id, (one.start + 1, one.end - 1), message, hint
                )


def _without(found: list[Quoted], text: str) -> str:
    """A text with its quoted words blanked: what they say attributes nothing."""
    for one in found:
        text = text[: one.start + 1] + " " * (one.end - one.start - 2) + text[one.end - 1 :]
    return text


def _wants_speaker(one: Quoted, text: str) -> bool:
    """Whether quoted words are somebody's: not a scare quote, a title, a name, or an aside in brackets."""
    words = one.text.split()
    if len(words) <= _FEW and not (len(words) == _FEW and _CLAUSE.search(one.text)):
        return False
    before = text[max(0, one.start - 60) : one.start]
    if before.count("(") > before.count(")"):
        return False
    return not (_NAMING.search(before) or is_title(one.text))


def is_title(text: str) -> bool:
    """Whether words are written like the title of a work: `The Valley and the Seam`."""
    words = _TITLE_WORD.findall(text)
    return len(words) > 1 and all(word[0].isupper() or (at and word in _SMALL) for at, word in enumerate(words))


def _has_speaker(one: Quoted, case: Case, claims: list[Claim], bare: str) -> bool:
    start = max((at for at, claim in enumerate(claims) if claim.start <= one.start), default=0)
    end = next((claim.end for claim in claims if claim.end >= one.end), len(bare))
    if _INTRODUCED.search(bare, max(0, one.start - 3), one.start) or _OWNED.search(
        bare, max(0, one.start - 40), one.start
    ):
        return True
    sentence = bare[claims[start].start : end]
    if _says(sentence) or _names_source(sentence, case, claims[start]):
        return True
    before = claims[start - 1] if start else None
    if before is None:
        return False
    earlier = bare[before.start : before.end]
    return _says(earlier) or _names_source(earlier, case, claims[start])


def _says(sentence: str) -> bool:
    """Whether somebody says something in a sentence whose quotations are blanked."""
    if _SAYS.search(sentence):
        return True
    for word in _NAME.finditer(sentence):
        verb = word[0].lower()
        if verb not in SAYING or (
            verb in ALSO_NOUNS and _NOUN_BEFORE.search(sentence, max(0, word.start() - 16), word.start())
        ):
            continue
        if not _PASSIVE_BEFORE.search(sentence, max(0, word.start() - 30), word.start()) or _BY.match(
            sentence, word.end()
        ):
            return True
    return False


def _names_source(sentence: str, case: Case, claim: Claim) -> bool:
    """Whether a sentence names the author, the speaker or the publisher of a source that the claim cites."""
    words = frozenset(_NAME.findall(sentence))
    return any(not words.isdisjoint(names_of(source, case.registry)) for source in case.sources(claim))
