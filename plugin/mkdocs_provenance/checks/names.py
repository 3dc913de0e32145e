"""Names of people and bodies in prose, told by their capitals; and the names that a source bears."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from msgspec import Struct

from mkdocs_provenance.checks.commonplace import BODIES, COMMONPLACE, GENERIC, OPENERS
from mkdocs_provenance.checks.figures import is_english
from mkdocs_provenance.model import Registry, Source

_WORD: Final = re.compile(r"[^\W\d_]+(?:[’'.&-][^\W\d_]+)*(?:[’']s?(?!\w))?")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_OWNER: Final = re.compile(r"[’']s?$")
_SMALL_WORDS: Final = "of the de la le du des da do dos das di del della von van der den al bin ibn"
_SMALL: Final = frozenset(_SMALL_WORDS.split())
"""Words within a name."""
_GAP: Final = re.compile(r"[ \u00a0](?:&[ \u00a0])?")
_STOP: Final = re.compile(r"(?:^|[.!?:;…—–•][”’\"')\]]*\s+|[“„«‹\"(]\s*|[‘'](?=\w))$")
"""What stands before a word whose capital says nothing."""
_INITIAL: Final = re.compile(r"[^\W\d_]\.$")
_SHORTENED: Final = re.compile(
    r"(?:^|\W)(?:Mr|Mrs|Ms|Dr|Prof|St|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Rev|Hon|Jr|Sr|Mme|Mlle|M|[A-Z])\.\s$"
)
_SUBTAG: Final = re.compile("[-_]")
NO_NAMES: Final = frozenset({"de", "lb", "gsw", "nds"})
"""Languages that write every noun with a capital."""


class Name(Struct, frozen=True):
    """A name as it stands in a text."""

    start: int
    end: int
    text: str
    words: tuple[str, ...]
    """Its words that tell it from others."""


def names(text: str, language: str = "en") -> list[Name]:
    """The names in a text of prose: words with a capital that none of the common reasons explains.

    Args:
        text: Prose.
        language: BCP 47; in others than English, whose peoples are not known, a name has two words or more.
    """
    if _SUBTAG.split(language)[0].lower() in NO_NAMES:
        return []
    english = is_english(language)
    found: list[Name] = []
    run: list[re.Match[str]] = []
    for word in _WORD.finditer(text):
        if run and not _joined(text, run, word):
            found += _name(text, run, english=english)
            run = []
        if word[0][0].isupper() or (run and word[0] in _SMALL):
            run.append(word)
    return found + list(_name(text, run, english=english))


def _joined(text: str, run: list[re.Match[str]], word: re.Match[str]) -> bool:
    """Whether a word goes on with the name before it."""
    between = text[run[-1].end() : word.start()]
    if not (_GAP.fullmatch(between) or (between == ". " and (len(run[-1][0]) == 1 or run[-1][0] in GENERIC))):
        return False
    return (word[0][0].isupper() or word[0] in _SMALL) and not _OWNER.search(run[-1][0])


def _name(text: str, run: list[re.Match[str]], *, english: bool) -> Iterator[Name]:
    """The name that a run of words with capitals is, if it is one."""
    while run and run[-1][0] in _SMALL:
        run.pop()
    if not english:
        run = run[1:] if run and _begins_sentence(text, run[0].start()) else run
        if len(run) < 2 or any(_is_common(word[0]) for word in run):
            return
    if run and _begins_sentence(text, run[0].start()):
        if len(run) == 1 and not _is_acronym(run[0][0]):
            return
        while run and (run[0][0] in OPENERS or run[0][0] in _SMALL):
            run.pop(0)
    body = len(run) > 1 and any(word[0] in BODIES for word in run)
    while run and not body and _is_common(run[0][0]):
        run.pop(0)
    while run and ((not body and _is_common(run[-1][0])) or run[-1][0] in _SMALL):
        run.pop()
    told = tuple(_bare(word[0]) for word in run if word[0] not in _SMALL and (body or not _is_common(word[0])))
    if not told or (not body and all(word in GENERIC or word in OPENERS or len(word) < 2 for word in told)):
        return
    end = run[-1].end() - (len(run[-1][0]) - len(_bare(run[-1][0])))
    yield Name(run[0].start(), end, text[run[0].start() : end], told)


def _begins_sentence(text: str, at: int) -> bool:
    before = text[max(0, at - 12) : at]
    return bool((not text[:at].strip() or _STOP.search(before)) and not _SHORTENED.search(before))


def _is_acronym(word: str) -> bool:
    return len(_bare(word)) > 1 and _bare(word).isupper()


def _is_common(word: str) -> bool:
    """Whether a capital says nothing: a month, a country, a people, a common acronym, `I`."""
    bare = _bare(word)
    return bare in COMMONPLACE or all(part in COMMONPLACE or part.islower() for part in re.split("[-’']", bare))


def _bare(word: str) -> str:
    return _OWNER.sub("", word)


class Known(Struct, frozen=True):
    """The words with a capital that some texts hold, and the initials that they make."""

    words: frozenset[str]
    initials: str

    def knows(self, name: Name) -> bool:
        """Whether a name, or what tells it from others, is among them."""
        telling = [word for word in name.words if word not in GENERIC and word not in COMMONPLACE]
        if any(word in self.words or word.casefold() in self.words for word in telling):
            return True
        joined = "".join(word[0] for word in name.words)
        if len(name.words) > 1:
            return joined in self.words or all(word in self.words for word in name.words)
        return name.words[0].isupper() and len(name.words[0]) > 2 and name.words[0] in self.initials


def known(texts: Iterable[str]) -> Known:
    """What texts hold of names."""
    words: set[str] = set()
    initials: list[str] = []
    for text in texts:
        these, made = _known(text)
        words |= these
        initials.append(made)
    return Known(frozenset(words), " ".join(initials))


@lru_cache(maxsize=2048)
def _known(text: str) -> tuple[frozenset[str], str]:
    found = [_bare(word) for word in _WORD.findall(text)]
    parts = {part for word in found for part in _LETTERS.findall(word)}
    return frozenset({*found, *parts}), "".join(word[0] if word[0].isupper() else "" for word in found)


@lru_cache(maxsize=2048)
def _telling(name: str) -> frozenset[str]:
    """The words of a name that tell it from others; of `softwarekills.com` the first."""
    words = _LETTERS.findall(name)
    capitals = [word for word in words if word[0].isupper()]
    return frozenset(word for word in capitals or words[:1] if word not in GENERIC and word not in OPENERS)


def names_of(source: Source, registry: Registry) -> frozenset[str]:
    """Words that name who made a source: its authors, its speaker, its publisher by name or initials."""
    publisher = registry.publisher_name(source) or ""
    makers = [*map(str, source.author), source.speaker or "", publisher]
    found = frozenset[str]().union(*map(_telling, makers))
    initials = "".join(word[0] for word in _LETTERS.findall(publisher) if word[0].isupper())
    return found | {initials} if len(initials) > 1 else found
