"""From what the web said to what is wrong: facts in, findings out. Pure.

A program sees less than a reader: servers turn programs away, ask them to log in, or are down for an hour. Whatever
may be only that is told apart as "could not be checked", and is no finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from mkdocs_provenance.checks.sources import examine_source
from mkdocs_provenance.dates import earliest, latest
from mkdocs_provenance.links.addresses import is_error_page, is_error_title, is_gate, is_home_page, is_resolver
from mkdocs_provenance.links.comparison import digest
from mkdocs_provenance.links.facts import Comparison, Copy, Look, SourceFacts, Verdict, address_of, phrase
from mkdocs_provenance.model import PartialDate, Place, Problem, Source, Spot, State
from mkdocs_provenance.problems import problem, shortened
from mkdocs_provenance.registry import canonical_url, safe_url

CODES: Final = (
    "dead-link",
    "moved-link",
    "link-to-home-page",
    "changed-source",
    "dead-archive",
    "no-archive",
    "archive-too-old",
)
"""What can be found, in the order in which it is reported of a source."""
_OF_COPIES: Final = frozenset({"no-archive", "archive-too-old"})


class NewAddress(Struct, frozen=True):
    """A source's `url` can be replaced."""

    source: str
    old: str
    new: str


class NewArchive(Struct, frozen=True):
    """A saved copy can be added to a source."""

    source: str
    url: str
    date: str
    """`2023-02-07`."""


Change = NewAddress | NewArchive


class Finding(Struct, frozen=True):
    """Something wrong with a source's address or copy."""

    problem: Problem
    address: str
    change: Change | None = None
    """What `--write` does about it."""


class Unchecked(Struct, frozen=True):
    """An address of which nothing can be said."""

    source: str
    address: str
    reason: str
    """A sentence."""
    place: Place


def judge(source: Source, facts: SourceFacts) -> tuple[list[Finding], list[Unchecked]]:
    """What is wrong with a source's address and copies, in the order of `CODES`, and what could not be told.

    Args:
        source: from the registry.
        facts: what the web said.
    """
    address = address_of(source) or ""
    findings = list(_judge_copies(source, facts))
    unchecked: list[Unchecked] = []
    if facts.page is not None:
        closed = _closed(facts.page, address)
        if closed:
            unchecked.append(Unchecked(source.id, address, closed, source.place))
        else:
            findings += _judge_page(source, address, facts.page, _remedy(source, facts))
    for archive, look in zip(source.archives, facts.archives, strict=False):
        if look is not None and look.verdict is Verdict.UNCHECKED:
            unchecked.append(Unchecked(source.id, archive.url, _reason(look), source.place))
    if facts.copy is not None and facts.copy.said:
        unchecked.append(Unchecked(source.id, address, f"No copy was found: {facts.copy.said}", source.place))
    return sorted(findings, key=lambda finding: CODES.index(finding.problem.code)), unchecked


def wants_copy(source: Source, facts: SourceFacts) -> bool:
    """Whether an archive should be asked for a copy: there is none on record, none is there, or all are too old."""
    if address_of(source) is None:
        return False
    if any(found.code in _OF_COPIES for found in examine_source(source)):
        return True
    if any(look is None or look.verdict is not Verdict.DEAD for look in facts.archives):
        return False
    return bool(source.archives) or (facts.page is not None and facts.page.verdict is Verdict.DEAD)


def wanted_day(source: Source) -> PartialDate | None:
    """Of which day a copy is wanted: when the newsroom read the page, but not before its last change."""
    days = [day for day in (source.accessed or source.published, source.updated) if day is not None]
    return max(days, key=latest) if days else None


def changes(findings: Iterable[Finding]) -> list[Change]:
    """What the findings propose, each once, in order."""
    return list(dict.fromkeys(finding.change for finding in findings if finding.change is not None))


# --- The page --------------------------------------------------------------------------------------------------------


def _judge_page(source: Source, address: str, look: Look, remedy: str) -> Iterator[Finding]:
    where = f'The address of "{source.id}", {address},'
    known_gone = source.status.state is State.REMOVED  # the desk has recorded it, and readers are told
    if look.verdict is Verdict.DEAD:
        if not known_gone:
            yield _finding(source, "dead-link", f"{where} {_answers(look)}.", address, remedy)
    elif _says_not_found(source, address, look):
        if not known_gone:
            message = f"{where} leads to a page that says there is none: {shortened(look.title or look.url)}."
            yield _finding(source, "dead-link", message, address, remedy)
    elif is_home_page(look.url) and not is_home_page(address):
        yield _finding(source, "link-to-home-page", f"{where} leads to a home page, {look.url}.", address, remedy)
    else:
        new = _new_address(address, look)
        if new is not None:
            change = NewAddress(source.id, address, new) if source.url == address else None
            yield _finding(source, "moved-link", f"{where} has moved for good.", address, f"Write {new}", change)
        captured = digest(source)
        compared = look.compared(captured) if captured else None
        if compared is not None and not compared.same:
            yield _finding(source, "changed-source", _difference(source, compared), address, remedy)


def _closed(look: Look, address: str) -> str | None:
    """Why nothing can be said of a page; None where something can."""
    if look.verdict is Verdict.UNCHECKED:
        return _reason(look)
    if look.verdict is Verdict.ALIVE and is_gate(look.url) and not is_gate(address):
        return f"It leads to a page that asks for something first, {look.url}."
    return None


def _reason(look: Look) -> str:
    if look.status is None:
        return look.said
    if 500 <= look.status < 600:
        return f"The server is in trouble: {phrase(look.status)}."
    return f"The server turns programs away, or asks them to wait: {phrase(look.status)}."


def _answers(look: Look) -> str:
    """What an address does that leads to nothing, and since when."""
    day = look.since[:10] if look.since else look.checked[:10]
    since = f", as it did on {day}" if day != look.checked[:10] else ""
    if look.status is not None:
        return f"answers {phrase(look.status)}{since}"
    what = {"dns": "names a host that nobody knows", "connection": "cannot be reached"}
    return what.get(look.trouble or "", "gives no answer") + since


def _says_not_found(source: Source, address: str, look: Look) -> bool:
    """Whether a server says that all is well, and its page that there is nothing (a "soft 404")."""
    if is_error_page(look.url) and not is_error_page(address):
        return True
    return is_error_title(look.title) and not is_error_title(source.title)


def _new_address(address: str, look: Look) -> str | None:
    """Where a page has moved for good, as far as that is another address, and one that may become a link."""
    new = look.moved
    if new is None or safe_url(new) != new or is_resolver(address) or is_gate(new):
        return None
    return None if canonical_url(new) == canonical_url(address) else new


def _difference(source: Source, compared: Comparison) -> str:
    """How a page differs from what was captured, in one sentence."""
    message = f'The page of "{source.id}" has changed since its text was captured'
    if compared.words is not None and (compared.gone or compared.new):
        message += f": of {compared.words:,} words {_are(compared.gone)} gone, and {_are(compared.new)} new"
    elif compared.words is not None:
        message += ": the same words stand in another order"
    if compared.missing:
        first = shortened(source.excerpts[compared.missing[0]].text, 60)
        more = f", and {len(compared.missing) - 1} more with it" if len(compared.missing) > 1 else ""
        return f"{message}. The excerpt {first} is not there any longer{more}."
    return f"{message}. Every excerpt is still there." if source.excerpts else f"{message}."


def _are(count: int) -> str:
    return "1 is" if count == 1 else f"{count:,} are"


# --- Its copies ------------------------------------------------------------------------------------------------------


def _judge_copies(source: Source, facts: SourceFacts) -> Iterator[Finding]:
    hint, change = _offer(source, facts.copy)
    for archive, look in zip(source.archives, facts.archives, strict=False):
        if look is not None and look.verdict is Verdict.DEAD:
            message = f'The archived copy of "{source.id}", {archive.url}, {_answers(look)}.'
            yield _finding(source, "dead-archive", message, archive.url, hint, change)
    for found in examine_source(source):  # as `provenance check` finds them
        if found.code in _OF_COPIES:
            none = facts.copy is not None and facts.copy.url is None and not facts.copy.said
            remedy = "The archive that was asked has none: save one." if none else hint or found.suggestion
            yield Finding(replace(found, suggestion=remedy), address_of(source) or "", change)


def _offer(source: Source, copy: Copy | None) -> tuple[str | None, NewArchive | None]:
    """A copy that an archive has and the registry has not, in words and as a change."""
    if copy is None or copy.url is None or copy.saved is None or safe_url(copy.url) != copy.url:
        return None, None
    if copy.url in {archive.url for archive in source.archives}:
        return None, None
    if source.updated is not None and copy.saved < earliest(source.updated).isoformat():
        return None, None
    return f"Add the copy of {copy.saved}: {copy.url}", NewArchive(source.id, copy.url, copy.saved)


def _remedy(source: Source, facts: SourceFacts) -> str:
    """Where the page can still be read as it was."""
    for archive, look in zip(source.archives, facts.archives, strict=False):
        if look is None or look.verdict is not Verdict.DEAD:
            day = f" of {archive.date.text}" if archive.date else ""
            return f"There is a copy{day} on record: {archive.url}"
    hint, _ = _offer(source, facts.copy)
    return hint or "Look for the page elsewhere, or for a saved copy with --archive."


def _finding(
    source: Source, code: str, message: str, address: str, hint: str | None = None, change: Change | None = None
) -> Finding:
    spot = Spot(source.place.line, source.place.column)
    found = replace(problem(code, message, source.place.path, spot, hint), source=source.id)
    return Finding(found, address, change)
