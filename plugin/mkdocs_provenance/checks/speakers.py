"""Whose words a sentence quotes: whether it, or the sentence before it, says so (Q4).

Wikipedia asks that every direct quotation be attributed, the AP that it be where it stands: a reader should not have
to guess. English only: other languages have other verbs, and nothing is said there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from mkdocs_provenance.checks.case import Case
from mkdocs_provenance.checks.names import names_of
from mkdocs_provenance.checks.sayings import ALSO_NOUNS, SAYING
from mkdocs_provenance.model import Claim, Problem
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
    speakers = _Speakers(case)
    quoting = {quotation.passage for quotation in case.provenance.quotations}
    numbers: dict[str, list[int]] = {}
    for number, claim in enumerate(case.provenance.claims):
        if claim.passage in quoting and case.passages[claim.passage].prose:
            numbers.setdefault(claim.passage, []).append(number)
    for passage, here in numbers.items():
        text = case.passages[passage].text
        starts = [case.provenance.claims[number].start for number in here]
        for one in quoted(text):
            at = bisect_right(starts, one.start) - 1
            if at < 0 or not _wants_speaker(one, text) or speakers.has(one, here[at]):
                continue
            message = f"Nothing says whose words {shortened(one.text)} are."
            hint = "Name the speaker in this sentence or in the one before it."
            yield case.at_words("quotation-without-speaker", passage, (one.start + 1, one.end - 1), message, hint)


def without_quotations(text: str) -> str:
    """A text with its quoted words blanked: what they say, the article does not."""
    pieces, last = [], 0
    for one in quoted(text):
        pieces += [text[last : one.start + 1], " " * (one.end - one.start - 2)]
        last = one.end - 1
    return "".join([*pieces, text[last:]])


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


class _Speakers:
    """What the statements of an article say of speakers, each looked at once."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._claims = case.provenance.claims
        self._texts: dict[str, str] = {}
        """Passage to its text without quoted words."""
        self._says: dict[int, bool] = {}
        self._quoted: dict[int, bool] = {}

    def has(self, one: Quoted, at: int) -> bool:
        """Whether it is said whose words a quotation is that begins in statement number `at`."""
        claim = self._claims[at]
        text = self._text(claim)
        if _INTRODUCED.search(text, max(0, one.start - 3), one.start):
            return True
        if _OWNED.search(text, max(0, one.start - 40), one.start) or self._attributes(at, claim):
            return True
        last = at
        while last + 1 < len(self._claims) and self._claims[last].end < one.end:
            last += 1  # the quotation goes on
            if self._claims[last].passage == claim.passage and self._attributes(last, claim):
                return True
        for number in range(at - 1, max(-1, at - 1 - _FAR), -1):
            if self._claims[number].passage != claim.passage and not self._is_all_quoted(at):
                return False
            if not self._is_all_quoted(number):
                return self._attributes(number, claim)
        return False  # nothing but quotations before it

    def _is_all_quoted(self, number: int) -> bool:
        if number not in self._quoted:
            claim = self._claims[number]
            self._quoted[number] = not _NAME.search(self._text(claim), claim.start, claim.end)
        return self._quoted[number]

    def _text(self, claim: Claim) -> str:
        if claim.passage not in self._texts:
            self._texts[claim.passage] = without_quotations(self._case.passages[claim.passage].text)
        return self._texts[claim.passage]

    def _attributes(self, number: int, quoting: Claim) -> bool:
        """Whether a statement says that somebody speaks, or names whoever made a source that `quoting` cites."""
        claim = self._claims[number]
        if number not in self._says:
            self._says[number] = _says(self._text(claim)[claim.start : claim.end])
        return self._says[number] or self._names_source(claim, quoting)

    def _names_source(self, claim: Claim, quoting: Claim) -> bool:
        text = self._text(claim)[claim.start : claim.end]
        makers = (names_of(source, self._case.registry) for source in self._case.sources(quoting))
        return any(name in text and re.search(rf"\b{re.escape(name)}\b", text) for maker in makers for name in maker)


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
