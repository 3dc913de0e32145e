"""Words that speak of several sources where one is cited (S4): `sources say`, `experts warn`, `studies show`.

Reuters' handbook: never use "sources" in the plural for one. It is a warning, so it keeps to what can be known: a
plural subject that nothing introduces, and one source that neither is several people's word nor tells of several.
English only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from mkdocs_provenance.checks.case import Case
from mkdocs_provenance.checks.names import names_of
from mkdocs_provenance.checks.speakers import without_quotations
from mkdocs_provenance.model import Claim, Kind, Problem, Source
from mkdocs_provenance.quotations import held_texts

_OFFICIALS: Final = frozenset({"officials", "lawmakers", "politicians", "aides"})
_RESEARCHERS: Final = frozenset(
    {"scientists", "researchers", "economists", "academics", "scholars", "historians", "doctors"}
)
"""They may be the several authors of one study."""
_OTHERS: Final = """
sources experts analysts witnesses eyewitnesses observers critics insiders diplomats commentators campaigners activists
residents locals survivors traders bankers investors lawyers specialists neighbours neighbors bystanders onlookers
studies reports surveys polls media outlets newspapers people groups
"""
NOUNS: Final = _OFFICIALS | _RESEARCHERS | frozenset(_OTHERS.split())
"""What is several, and nobody says who. `Police` and `authorities` are one body, and are not among them."""
_PEOPLE_WHO: Final = frozenset({"familiar", "close", "with", "briefed", "near"})
"""What follows `people` where they are sources."""
_GROUPS: Final = frozenset({"rights", "aid", "advocacy", "campaign", "environmental", "consumer", "opposition"})
"""What stands before `groups` where they are."""

_NOT_ONE_VOICE: Final = frozenset(
    {Kind.LAW, Kind.COURT_RECORD, Kind.FILING, Kind.DATASET, Kind.DOCUMENT, Kind.REPORT, Kind.BOOK, Kind.REFERENCE,
     Kind.BROADCAST, Kind.VIDEO, Kind.WITNESSED, Kind.OWN_REPORTING}
)  # fmt: skip
"""Kinds that may hold the words of many: there a plural cannot be known to be wrong."""
_ONE_BODY: Final = frozenset({Kind.OFFICIAL_STATEMENT, Kind.PRESS_RELEASE, Kind.SPEECH})
"""What officials say in it, they say together."""

_MODIFIERS: Final = """
some several many most other various multiple numerous two three four five independent local senior top former military
security intelligence government health medical legal political industry media news press defence defense human rights
aid opposition prison police court union company market foreign western regional national international state public
unnamed anonymous unconfirmed recent early new leading climate energy trade financial economic banking diplomatic
informed environmental election city county federal hospital school university technology tech cybersecurity nuclear tax
advocacy campaign consumer preliminary initial previous scientific academic opinion exit research law-enforcement
enforcement administration campaign-finance oil football sports weather aviation shipping property housing
"""
MODIFIERS: Final = frozenset(_MODIFIERS.split())
"""Words before the noun that introduce nobody."""
_PEOPLE_OF: Final = re.compile(
    r"U\.?[SK]\.?|EU|[A-Z][a-z]+(?:an|ish|ese|utch|reek|elsh|[aqn]i)|French|Western|Eastern|Scottish"
)
"""`US officials`, `Ukrainian officials`: of a country, and still nobody in particular."""
_LEAD_WORDS: Final = (
    "and but that as while although though because which what whereas since when where how yet so than or"
)
_LEADS: Final = frozenset(_LEAD_WORDS.split())
"""Words that may stand before a subject."""
_BEFORE: Final = re.compile(r"(?:^|[,;:—–(“”\"])\s*$")
_SAID_BEFORE: Final = re.compile(r"[,”\"](?:[^,]{0,30}[ \u00a0])?$")
"""What a verb follows whose subject stands behind it: `…, say insiders`."""
_VERBS: Final = """
say said saying tell told telling warn warned warning believe believed fear feared argue argued claim claimed suggest
suggested show showed shown find found indicate indicated report reported agree agreed expect expected predict predicted
note noted think thought estimate estimated confirm confirmed describe described blame blamed insist insisted allege
alleged stress stressed add added call called calling question questioned doubt doubted recall recalled point pointed
put speak spoke speaking caution cautioned accuse accused deny denied acknowledge acknowledged admit admitted quoted
"""
VERBS: Final = frozenset(_VERBS.split())
_INVERTED: Final = frozenset({"say", "said", "warn", "warned", "believe"})
"""`…, say insiders`."""
_AUXILIARIES: Final = frozenset({"have", "had", "are"})
_ADVERBS: Final = frozenset({"also", "now", "often", "long", "always", "since", "still", "already", "then"})
_TAIL: Final = frozenset({"close", "familiar", "briefed", "with", "near", "within", "inside", "in", "on", "from"})
"""What may follow the noun and still name nobody: `close to the company`. `At the ministry` is somebody."""
_FROM: Final = re.compile(r"[ \u00a0](?:the (?:scene|region|area|country|front|ground)|there|inside|abroad|across)\b")
_TAIL_WORDS: Final = 6
_WHO: Final = re.compile(r",[ \u00a0](?:who|all of whom|speaking|citing)\b[^,.]{2,80},")
_WORD: Final = re.compile(r"[^\W\d_]+(?:[.’'-][^\W\d_]+)*(?:(?<=\.[A-Z])\.)?")


def plural_wording(case: Case) -> Iterator[Problem]:
    """S4: a sentence whose words speak of several sources, and that cites one."""
    if not case.english or NOUNS.isdisjoint(case.vocabulary):
        return
    for claim in case.provenance.claims:
        sources = case.sources(claim) if len(claim.origins) == 1 else []
        if len(sources) != 1 or not _may_be_one_voice(sources[0]):
            continue
        text = case.passages[claim.passage].text[claim.start : claim.end]
        found = [part for part in _subjects(text) if not _is_plural(sources[0], part[2])]
        if not found or _names(claim, sources[0], case):
            continue
        for start, end, _ in found:
            words = text[start:end]
            message = f'“{words}” speaks of several sources, and one is cited: "{sources[0].id}".'
            hint = "Cite another, or say who the one is."
            yield case.at_claim("plural-wording", claim, message, hint, part=(start, end))


def _may_be_one_voice(source: Source) -> bool:
    return not (source.unidentified or source.kind in _NOT_ONE_VOICE or len(source.author) > 1)


def _is_plural(source: Source, noun: str) -> bool:
    """Whether a source is, or tells of, several such as the noun says."""
    if (noun in _OFFICIALS and source.kind in _ONE_BODY) or (noun in _RESEARCHERS and source.kind is Kind.STUDY):
        return True
    texts = (source.title, source.title_translated, source.described_as, source.note, *held_texts(source))
    return any(noun in text.lower() for text in texts if text)


def _names(claim: Claim, source: Source, case: Case) -> bool:
    """Whether the sentence says whose report it is: `witnesses told Reuters`."""
    return not names_of(source, case.registry).isdisjoint(_WORD.findall(claim.text))


def _subjects(text: str) -> Iterator[tuple[int, int, str]]:
    """Where a sentence lets several nameless ones speak: start and end of the words, and the noun."""
    text = without_quotations(text)
    words = list(_WORD.finditer(text))
    for at, word in enumerate(words):
        noun = word[0].lower()
        if noun not in NOUNS:
            continue
        first = _first(words, at, text)
        if first is None or (noun == "groups" and words[at - 1][0].lower() not in _GROUPS):
            continue
        before = words[first - 1][0].lower() if first else ""
        if before == "to" and first > 1 and words[first - 2][0].lower() == "according":
            yield words[first - 2].start(), word.end(), noun
        elif (end := _verb_end(text, words, at)) is not None and _opens(text, words, first):
            yield words[first].start(), end, noun
        elif before in _INVERTED and _SAID_BEFORE.search(
            text, max(0, words[first - 1].start() - 40), words[first - 1].start()
        ):
            yield words[first - 1].start(), word.end(), noun


def _first(words: Sequence[re.Match[str]], at: int, text: str) -> int | None:
    """The first word of the noun phrase that ends at `at`; None where a word in it introduces somebody."""
    first = at
    while first and text[words[first - 1].end() : words[first].start()] in (" ", "\u00a0"):
        word = words[first - 1][0]
        if word.lower() in MODIFIERS or _PEOPLE_OF.fullmatch(word):
            first -= 1
            continue
        break
    if first and text[words[first - 1].end() : words[first].start()] in (" ", "\u00a0"):
        word = words[first - 1][0].lower()
        if word not in _LEADS and word not in _INVERTED and word != "to":
            return None
    return first


def _opens(text: str, words: Sequence[re.Match[str]], first: int) -> bool:
    """Whether the subject stands where a clause begins."""
    return (
        bool(_BEFORE.search(text, max(0, words[first].start() - 4), words[first].start()))
        or words[first - 1][0].lower() in _LEADS
    )


def _verb_end(text: str, words: Sequence[re.Match[str]], at: int) -> int | None:
    """Where the verb of saying ends that follows a noun; None where none does."""
    next_word = words[at + 1][0].lower() if at + 1 < len(words) else ""
    if words[at][0].lower() == "people" and next_word not in _PEOPLE_WHO:
        return None
    if (who := _WHO.match(text, words[at].end())) is not None:
        behind = [index for index, word in enumerate(words) if word.start() >= who.end()]
        return _verb_at(text, words, behind[0]) if behind else None
    if next_word not in _TAIL or (next_word == "from" and not _FROM.match(text, words[at + 1].end())):
        return _verb_at(text, words, at + 1)
    ends = (_verb_at(text, words, index) for index in range(at + 2, min(len(words), at + 2 + _TAIL_WORDS)))
    end = next((end for end in ends if end is not None), None)
    return end if end is not None and not re.search("[,;:.]", text[words[at].end() : end]) else None


def _verb_at(text: str, words: Sequence[re.Match[str]], at: int) -> int | None:
    """Where the verb ends that begins at a word, its auxiliaries and adverbs before it; None where it is no verb."""
    progressive = False
    for index in range(at, min(len(words), at + 4)):
        word = words[index][0].lower()
        if index > at and not text[words[index - 1].end() : words[index].start()].isspace():
            return None
        if word in VERBS:
            return words[index].end() if word.endswith("ing") == progressive else None
        if word not in _AUXILIARIES and word not in _ADVERBS and not word.endswith("ly"):
            return None
        progressive = progressive or word == "are"
    return None
