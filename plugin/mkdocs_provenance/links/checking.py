"""Asking the web: every address once, several hosts at a time, each of them slowly, the answers kept as they come."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct, field

from mkdocs_provenance.links.addresses import host_of
from mkdocs_provenance.links.cache import Cache
from mkdocs_provenance.links.comparison import compare, digest
from mkdocs_provenance.links.facts import NETWORK_TROUBLES, Copy, Look, SourceFacts, address_of
from mkdocs_provenance.links.judgement import wanted_day, wants_copy
from mkdocs_provenance.model import PartialDate, Source
from mkdocs_provenance.web.fetch import Fetched, Fetcher, FetchError

WORKERS: Final = 8
"""Hosts that are asked at the same time."""
SAVE_EVERY: Final = 20
"""Answers after which the cache is written, so that little is lost to a power cut."""
_FOR_GOOD: Final = frozenset({301, 308})
"""Moved Permanently and Permanent Redirect (RFC 9110, 15.4.2 and 15.4.9)."""
_LONELY: Final = 2
"""Hosts that must have failed, and none answered, before our own network is to blame."""

Progress = Callable[[int, int, str], None]
"""Told after each answer: how many there are, how many there will be, and the address."""
AskArchive = Callable[[str, PartialDate | None], Copy]
"""The copy of an address that is nearest to a day; its `checked` is ignored."""
PageText = Callable[[Fetched], tuple[str, str] | None]
"""A page's title, and its text in plain words, empty where a browser's scripts would fill it; None for no page."""


class Asked(Struct):
    """What came of asking, complete or as far as it got."""

    looks: dict[str, Look] = field(default_factory=dict)
    """By address."""
    copies: dict[str, Copy] = field(default_factory=dict)
    """By source: two of one address may want copies of different days."""
    requests: int = 0
    """Addresses that were asked for; the others were in the cache."""
    interrupted: bool = False
    offline: bool = False
    """Whether no host answered at all, so that our own network is the likely cause: nothing is said of them then."""

    def facts(self, source: Source) -> SourceFacts:
        """What was found out about a source."""
        address = address_of(source) or ""
        archives = tuple(self.looks.get(archive.url) for archive in source.archives)
        return SourceFacts(self.looks.get(address), archives, self.copies.get(source.id))


class Checker:
    """Asks for the addresses of sources.

    Args:
        fetcher: asks for one address, politely.
        read: takes a page's text.
        cache: what was asked before; it is written while asking.
        progress: is told after each answer.
    """

    def __init__(self, fetcher: Fetcher, read: PageText, cache: Cache, progress: Progress = lambda *_: None) -> None:
        self._fetcher = fetcher
        self._read = read
        self._cache = cache
        self._progress = progress

    def ask(self, sources: Sequence[Source], ask_archive: AskArchive | None = None, service: str = "") -> Asked:
        """Ask for all addresses and copies of the sources; Ctrl-C ends it early and keeps what there is.

        Args:
            sources: whose addresses are asked for.
            ask_archive: looks for copies of those that lack one; None for not looking.
            service: which archive that is, for the cache.

        Raises:
            OSError: the cache cannot be written.
        """
        asked = Asked()
        try:
            self._ask_pages(sources, asked)
            if ask_archive is not None and not asked.offline:
                self._ask_copies(sources, ask_archive, service, asked)
        except KeyboardInterrupt:
            asked.interrupted = True
        self._cache.save()
        return asked

    # --- Pages ---

    def _ask_pages(self, sources: Sequence[Source], asked: Asked) -> None:
        holders = _holders(sources)
        missing: list[str] = []
        for address, of in holders.items():
            kept = self._cache.look(address, frozenset(filter(None, map(digest, of))))
            if kept is None:
                missing.append(address)
            else:
                asked.looks[address] = kept
        doubtful: dict[str, Look] = {}

        def keep(address: str, look: Look) -> None:
            asked.requests += 1
            if look.status is None and look.trouble in NETWORK_TROUBLES:
                doubtful[address] = look
            else:
                asked.looks[address] = self._cache.keep_look(address, look)

        crew = _Crew(lambda address: self._look(address, holders[address]), keep)
        try:
            for count, address in enumerate(crew.through(missing), start=1):
                if count % SAVE_EVERY == 0:
                    with crew.lock:
                        self._cache.save()
                self._progress(count, len(missing), address)
        finally:
            crew.stop()
            self._settle(doubtful, asked)

    def _settle(self, doubtful: Mapping[str, Look], asked: Asked) -> None:
        """Keep hosts that could not be reached, unless it is we who cannot reach anyone."""
        lonely = len({host_of(address) for address in doubtful}) >= _LONELY
        asked.offline = lonely and asked.requests == len(doubtful)
        if not asked.offline:
            for address, look in doubtful.items():
                asked.looks[address] = self._cache.keep_look(address, look)

    def _look(self, address: str, sources: Sequence[Source]) -> Look:
        """Ask for one address."""
        try:
            fetched = self._fetcher.get(address)
        except FetchError as error:
            return Look(self._cache.stamp, trouble=error.kind, said=error.message)
        page = None if fetched.truncated or fetched.status >= 400 else self._read(fetched)
        title, text = page or ("", "")
        compared = [found for source in sources if text and (found := compare(source, text)) is not None]
        return Look(
            self._cache.stamp,
            fetched.status,
            url=fetched.url,
            moved=_moved(fetched),
            title=_one_line(title),
            readable=bool(text),
            comparisons=tuple(dict.fromkeys(compared)),
        )

    # --- Copies ---

    def _ask_copies(self, sources: Iterable[Source], ask_archive: AskArchive, service: str, asked: Asked) -> None:
        wanting = [source for source in sources if wants_copy(source, asked.facts(source))]
        for count, source in enumerate(wanting, start=1):
            address, day = address_of(source) or "", wanted_day(source)
            key = f"{service} {day.text if day else ''} {address}"
            copy = self._cache.copy(key)
            if copy is None:
                found = ask_archive(address, day)
                copy = Copy(self._cache.stamp, found.url, found.saved, found.said)
                self._cache.keep_copy(key, copy)
                if count % SAVE_EVERY == 0:
                    self._cache.save()
            asked.copies[source.id] = copy
            self._progress(count, len(wanting), address)


def _one_line(title: str) -> str:
    """A title without what a terminal would obey, at most 200 characters."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in title).split())[:200]


def _moved(fetched: Fetched) -> str | None:
    """Where redirects lead as far as each of them is for good; None where already the first is not."""
    moved = None
    for hop, target in zip(fetched.hops, (*fetched.redirects[1:], fetched.url), strict=False):
        if hop.status not in _FOR_GOOD:
            break
        moved = target
    return moved


def _holders(sources: Iterable[Source]) -> Mapping[str, list[Source]]:
    """Address to the sources that are read there; none for an archived copy, which is compared with nothing."""
    holders: dict[str, list[Source]] = {}
    for source in sources:
        address = address_of(source)
        if address is not None:
            holders.setdefault(address, []).append(source)
        for archive in source.archives:
            holders.setdefault(archive.url, [])
    return holders


class _Crew:
    """Threads that work through addresses, one host each at a time.

    They are daemons: whoever ends early, for Ctrl-C say, does not wait for a slow server.

    Args:
        ask: gives the answer of an address.
        keep: takes it; of all threads one at a time, and none after `stop`.
    """

    def __init__(self, ask: Callable[[str], Look], keep: Callable[[str, Look], None]) -> None:
        self.lock = threading.Lock()
        """Held while an answer is kept."""
        self._ask = ask
        self._keep = keep
        self._stopped = threading.Event()
        self._done: queue.SimpleQueue[str | BaseException] = queue.SimpleQueue()
        self._hosts: queue.SimpleQueue[list[str]] = queue.SimpleQueue()

    def through(self, addresses: Sequence[str]) -> Iterator[str]:
        """Ask for all of them; gives each once its answer has been kept."""
        by_host: dict[str, list[str]] = {}
        for address in addresses:
            by_host.setdefault(host_of(address), []).append(address)
        for group in sorted(by_host.values(), key=len, reverse=True):  # the longest first, or it would end alone
            self._hosts.put(group)
        for _ in range(min(WORKERS, len(by_host))):
            threading.Thread(target=self._run, daemon=True).start()
        for _ in addresses:
            done = self._done.get()
            if isinstance(done, BaseException):
                raise done
            yield done

    def stop(self) -> None:
        """Let no further answer be kept."""
        with self.lock:
            self._stopped.set()

    def _run(self) -> None:
        try:
            while True:
                for address in self._hosts.get_nowait():
                    if self._stopped.is_set():
                        return
                    look = self._ask(address)
                    with self.lock:
                        if self._stopped.is_set():
                            return
                        self._keep(address, look)
                    self._done.put(address)
        except queue.Empty:
            return
        except Exception as error:  # a mistake of ours must end the run, not a thread of it
            self._done.put(error)
