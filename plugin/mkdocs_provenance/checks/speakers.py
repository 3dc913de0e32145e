"""Whose words a sentence quotes: whether it, or the sentence before it, says so (Q4).

Wikipedia asks that every direct quotation be attributed, the AP that it be where it stands: a reader should not have
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
    r"|\b(?:statement|claim|suggestion|warning|promise|plea|appeal|view|belief|remark|comment|assertion) that\b"
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
    r"|play|poem|painting|episode|documentary|game|study|report|paper|essay|lecture|magazine|exhibition|podcast|programme|program|show|section|chapter"
)
_NAMING: Final = re.compile(
    r"\b(?:so-called|known as|nicknamed|codenamed|code-named|dubbed|headlined|titled|entitled|subtitled"
    rf"|(?:a|the|its?|his|her|their) (?:\w+[ \u00a0])?(?:{_WORKS}))[ \u00a0]$",
    re.IGNORECASE,
)
"""What is in quotation marks is a name, or a word spoken of."""
_CLAUSE: Final = re.compile(
    r"\b(?:I|we|you|he|she|it|they|is|are|was|were|am|does|did|don[’']t|will|would|can|must|have|has|had)\b"
    r"|[’'](?:s|re|m|ll|ve)\b",
    re.IGNORECASE,
)
_TITLE_WORD: Final = re.compile(r"[^\W\d_][\w’'-]*")
_SMALL_WORDS: Final = "a an and as at but by for from in of off on or over the to under up with"
_SMALL: Final = frozenset(_SMALL_WORDS.split())
_NAME: Final = re.compile(r"[^\W\d_]+")
_FAR: Final = 6
"""Sentences that one speaker may fill with quotations before being named again."""
_FEW: Final = 2
"""Words that, in quotation marks, are mostly a word held at a distance, not somebody's."""


def unattributed_quotations(case: Case) -> Iterator[Problem]:
    """Q4: a quotation of the report where neither its sentence nor the one before says whose words it is."""
    if not case.english or not case.provenance.quotations:
        return
    claims = case.provenance.claims
    bare: dict[str, str] = {}
    for passage in dict.fromkeys(quotation.passage for quotation in case.provenance.quotations):
        reported = case.passages[passage]
        if reported.role is not Role.REPORTED or not reported.prose:
            continue
        for one in quoted(reported.text):
            at = next((at for at, claim in enumerate(claims) if claim.passage == passage and _holds(claim, one)), None)
            if at is None or not _wants_speaker(one, reported.text) or _has_speaker(one, at, case, bare):
                continue
            message = f"Nothing says whose words {shortened(one.text)} are."
            hint = "Name the speaker in this sentence or in the one before it."
            yield case.at_words("quotation-without-speaker", passage, (one.start + 1, one.end - 1), message, hint)


def _holds(claim: Claim, one: Quoted) -> bool:
    """Whether a quotation begins in a statement."""
    return claim.start <= one.start < claim.end


def _without_quotations(text: str) -> str:
    """A text with its quoted words blanked: what they say attributes nothing."""
    for one in quoted(text):
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


def _has_speaker(one: Quoted, at: int, case: Case, bare: dict[str, str]) -> bool:
    """Whether it is said whose words these are.

    Args:
        one: The quotation.
        at: The number of the statement in which it begins.
        case: The article.
        bare: The texts of passages without quoted words, as far as they are known already.
    """
    claims, claim = case.provenance.claims, case.provenance.claims[at]
    text = _bare(claim, case, bare)
    if _INTRODUCED.search(text, max(0, one.start - 3), one.start) or _OWNED.search(
        text, max(0, one.start - 40), one.start
    ):
        return True
    last = at
    while last + 1 < len(claims) and claims[last + 1].passage == claim.passage and claims[last].end < one.end:
        last += 1
    if _attributes(text[claim.start : claims[last].end], case, claim):
        return True
    for number in range(at - 1, max(-1, at - 1 - _FAR), -1):
        earlier = claims[number]
        words = _bare(earlier, case, bare)[earlier.start : earlier.end]
        alone = not _NAME.search(text, claim.start, claim.end)
        if earlier.passage != claim.passage and not alone:
            return False
        if _NAME.search(words):
            return _attributes(words, case, claim)
    return False  # nothing but quotations before it


def _bare(claim: Claim, case: Case, bare: dict[str, str]) -> str:
    if claim.passage not in bare:
        bare[claim.passage] = _without_quotations(case.passages[claim.passage].text)
    return bare[claim.passage]


def _attributes(sentence: str, case: Case, claim: Claim) -> bool:
    return _says(sentence) or _names_source(sentence, case, claim)


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
