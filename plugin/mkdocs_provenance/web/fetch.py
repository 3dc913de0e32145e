"""One address read from the web: politely, within bounds, and only from the public internet.

Polite: robots.txt is kept to (RFC 9309), requests to one host stand apart, an answer of 429 or 503 is waited out as it
asks, and we say who we are. Bounded: bytes once unpacked, seconds however slowly they drip, redirects. Closed: names
are resolved here, every number is checked, and the connection goes to the number that was checked, again after every
redirect (`connection`). `docs/decisions/0011` says what was compared.
"""

from __future__ import annotations

import importlib.metadata
import ssl
import threading
import time
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType, TracebackType
from typing import Final
from urllib.parse import urljoin

import httpcore
import httpx
from msgspec import Struct
from msgspec.structs import replace

from mkdocs_provenance.web import robots
from mkdocs_provenance.web.addresses import checked
from mkdocs_provenance.web.body import ENCODINGS, EncodingError, read_body
from mkdocs_provenance.web.connection import Clock, Deadline, Network, Transport
from mkdocs_provenance.web.errors import FetchError, shown
from mkdocs_provenance.web.pace import Pace, Sleep, retry_after

__all__ = ["FetchError", "Fetched", "Fetcher", "Hop", "Limits", "whole"]

PRODUCT: Final = "mkdocs-provenance"
"""Our name in a robots.txt."""
_HOME: Final = "https://github.com/mkdocs-provenance/mkdocs-provenance"
_ACCEPT: Final = "text/html,application/xhtml+xml;q=0.9,text/plain;q=0.8,*/*;q=0.5"
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_LATER: Final = frozenset({429, 503})
"""Answers that mean "come back later"."""
_MAX_WAIT: Final = 60.0
"""Seconds that one answer can make us wait; where it asks for more, it is returned as it is."""
_SKIPPED: Final = 64 * 1024
"""Bytes of a redirect's own body that are read, so that its connection can serve the next request."""
_SECRETS: Final = frozenset({"authorization", "cookie"})
"""Request headers that do not follow a redirect to another host."""


class Limits(Struct, frozen=True):
    """How far a fetcher goes."""

    max_bytes: int = 10 * 1024 * 1024
    """Bytes of a body that are kept, counted once unpacked."""
    timeout: float = 20.0
    """Seconds for one exchange, its redirects included and waiting for politeness excluded."""
    max_redirects: int = 5
    delay: float = 1.0
    """Seconds between two requests to one host."""
    retries: int = 2
    """How often a request is made again after 429, 503 or a connection that failed."""
    backoff: float = 1.0
    """Seconds before the first retry, doubled for each further one, where the answer asks for nothing else."""
    allow_private: bool = False
    """Read addresses of this machine and its network, too."""
    respect_robots: bool = True


class Hop(Struct, frozen=True):
    """An answer that led on to another address."""

    url: str
    status: int
    headers: Mapping[str, str]
    """As `Fetched.headers`."""


class Fetched(Struct, frozen=True):
    """An answer, whatever its status."""

    address: str
    """As asked for."""
    url: str
    """Where the answer came from, after redirects."""
    status: int
    headers: Mapping[str, str]
    """By lower-case name; of several of one name, the values joined by commas."""
    body: bytes
    """Unpacked."""
    redirects: tuple[str, ...] = ()
    """Every address that led on to another, in order; the first is the one asked for."""
    truncated: bool = False
    """Whether the body was cut at `Limits.max_bytes`."""
    hops: tuple[Hop, ...] = ()
    """The answers of `redirects`, in the same order: a move for good, for example, has the status 301 or 308."""


def whole(fetched: Fetched) -> Fetched:
    """The answer, if all of its body was read.

    Raises:
        FetchError: `too-large`.
    """
    if fetched.truncated:
        message = f"{shown(fetched.url)} holds more than {len(fetched.body):,} bytes, and so is not read."
        raise FetchError("too-large", message, fetched.url)
    return fetched


class Fetcher:
    """Reads addresses, and remembers between them what hosts ask. Several threads may use one."""

    def __init__(
        self,
        limits: Limits = Limits(),  # noqa: B008 - frozen
        user_agent: str | None = None,
        *,
        clock: Clock = time.monotonic,
        sleep: Sleep = time.sleep,
        network: Network | None = None,
    ) -> None:
        """Make one; nothing is asked yet.

        Args:
            limits: how far it goes.
            user_agent: what it calls itself, as `name/version (remark)`; our own name and version if None.
            clock: seconds, as `time.monotonic`.
            sleep: waits for that many seconds.
            network: resolves names and connects; this machine's own if None.
        """
        self.limits = limits
        self.user_agent = user_agent or f"{PRODUCT}/{importlib.metadata.version(PRODUCT)} (+{_HOME})"
        self._clock = clock
        self._network = network
        self._pace = Pace(clock, sleep)
        self._rules: dict[str, robots.Rules] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Forget what hosts asked; connections are closed after each exchange."""
        with self._lock:
            self._rules.clear()
            self._locks.clear()

    def get(self, url: str, *, headers: Mapping[str, str] | None = None, method: str = "GET") -> Fetched:
        """The answer of an address, after redirects and retries; a status of 400 and more is an answer, too.

        Raises:
            FetchError: there is none, or the address may not be read.
        """
        attempt = 0
        while True:
            wait = self.limits.backoff * 2**attempt
            last = attempt >= self.limits.retries
            attempt += 1
            try:
                fetched = self._exchange(_Request(method, url, dict(headers or {}), self.limits.max_bytes))
            except FetchError as error:
                if last or error.kind != "connection":
                    raise
                host = _host(error.address)
            else:
                if last or fetched.status not in _LATER:
                    return fetched
                asked = retry_after(fetched.headers)
                wait = wait if asked is None else asked
                if wait > _MAX_WAIT:
                    return fetched
                host = _host(fetched.url)
            self._pace.put_off(host, wait)

    def _exchange(self, request: _Request, ask_robots: bool = True) -> Fetched:
        """One request and its redirects, each checked like the first."""
        limits = self.limits
        deadline = Deadline(limits.timeout, self._clock)
        url = checked(request.address, limits.allow_private)
        hops: list[Hop] = []
        headers = {name.lower(): value for name, value in request.headers.items()}
        transport = Transport(_ssl_context(), deadline, limits.allow_private, self._network)
        with httpx.Client(transport=transport, headers=self._own_headers(), trust_env=False) as client:
            while True:
                self._admit(url, deadline, ask_robots and limits.respect_robots)
                fetched = _hop(client, replace(request, headers=headers), url)
                target = fetched.headers.get("location") if fetched.status in _REDIRECTS else None
                if target is None:
                    return replace(fetched, redirects=tuple(hop.url for hop in hops), hops=tuple(hops))
                hops.append(Hop(fetched.url, fetched.status, fetched.headers))
                if len(hops) > limits.max_redirects:
                    raise _too_many_redirects(request.address, hops)
                following = checked(urljoin(str(url), target.strip()), limits.allow_private)
                if following.raw_host != url.raw_host:
                    headers = {name: value for name, value in headers.items() if name not in _SECRETS}
                url = following

    def _own_headers(self) -> dict[str, str]:
        return {"User-Agent": self.user_agent, "Accept": _ACCEPT, "Accept-Encoding": ENCODINGS}

    def _admit(self, url: httpx.URL, deadline: Deadline, ask_robots: bool) -> None:
        """Wait until the address may be asked.

        Raises:
            FetchError: `robots`, or whatever kept us from asking.
        """
        started = self._clock()
        agent = self.user_agent.split("/")[0].split()[0]
        delay = self.limits.delay
        if ask_robots:
            rules = self._rules_for(url)
            if not rules.allow(str(url), agent):
                why = "asks programs not to read it" if rules.reachable else "cannot be read, and so nothing of it is"
                raise FetchError("robots", f"{shown(str(url))} is not read: the host's robots.txt {why}.", str(url))
            delay = max(delay, rules.delay(agent))
        self._pace.wait(_host(str(url)), delay)
        deadline.extend(self._clock() - started)

    def _rules_for(self, url: httpx.URL) -> robots.Rules:
        """What the host of an address asks: read once, whoever asks first.

        Raises:
            FetchError: the host cannot be asked at all. The page would fail in the same way, so it is the page's error.
        """
        address = str(url.copy_with(raw_path=b"/robots.txt", fragment=None))
        with self._lock:
            lock = self._locks.setdefault(address, threading.Lock())
        with lock:
            if address not in self._rules:
                try:
                    self._rules[address] = self._read_rules(address)
                except FetchError as error:
                    message = error.message.replace(shown(address), shown(str(url)))
                    raise FetchError(error.kind, message, str(url)) from None
            return self._rules[address]

    def _read_rules(self, address: str) -> robots.Rules:
        try:
            fetched = self._exchange(_Request("GET", address, {}, robots.MAX_BYTES), ask_robots=False)
        except FetchError as error:
            if error.kind == "redirects":  # RFC 9309, 2.3.1.2: after five of them there is none
                return robots.OPEN
            if _host(error.address) == _host(address):
                raise
            return robots.SILENT
        return robots.rules(fetched.status, fetched.body)


@cache
def _ssl_context() -> ssl.SSLContext:
    """Certificates are checked against certifi's list, or that of SSL_CERT_FILE and SSL_CERT_DIR."""
    return httpx.create_ssl_context()


class _Request(Struct, frozen=True):
    """What is asked for."""

    method: str
    address: str
    headers: Mapping[str, str]
    max_bytes: int


def _hop(client: httpx.Client, request: _Request, url: httpx.URL) -> Fetched:
    """One request, no redirect followed.

    Raises:
        FetchError: `timeout`, `tls`, `connection`, `dns`, `private`.
    """
    address = str(url)
    try:
        built = client.build_request(request.method, url.copy_with(fragment=None), headers=dict(request.headers))
        response = client.send(built, stream=True)
        try:
            most = min(_SKIPPED, request.max_bytes) if response.status_code in _REDIRECTS else request.max_bytes
            body, cut = read_body(response.iter_raw(), response.headers.get("content-encoding", ""), most)
        finally:
            response.close()
    except FetchError as error:
        raise FetchError(error.kind, error.message, address) from None
    except httpcore.TimeoutException:
        raise FetchError("timeout", f"{shown(address)} did not answer in time.", address) from None
    except (httpcore.NetworkError, httpcore.ProtocolError) as error:
        raise _failed(error, address) from None
    except EncodingError as error:
        raise FetchError("connection", f"The answer of {shown(address)} {error}.", address) from None
    headers = MappingProxyType({name.lower(): value for name, value in response.headers.items()})
    return Fetched(request.address, address, response.status_code, headers, body, (), cut)


def _failed(error: Exception, address: str) -> FetchError:
    cause = error.__cause__ or error.__context__  # httpcore's pool cuts the cause off and leaves the context
    if isinstance(cause, ssl.SSLError):
        why = getattr(cause, "verify_message", "") or cause.reason or "unknown"
        message = f"{shown(address)} has no certificate that can be trusted, or speaks no TLS that we know ({why})."
        return FetchError("tls", message.replace("_", " "), address)
    if isinstance(error, httpcore.ProtocolError):
        return FetchError("connection", f"The answer of {shown(address)} is broken off or is not HTTP.", address)
    why = getattr(cause, "strerror", None) or "the connection failed"
    return FetchError("connection", f"{shown(address)} cannot be reached: {why[0].lower()}{why[1:]}.", address)


def _too_many_redirects(address: str, hops: list[Hop]) -> FetchError:
    circle = len({hop.url for hop in hops}) < len(hops)
    how = "redirects in a circle" if circle else f"redirects more than {len(hops) - 1} times"
    return FetchError("redirects", f"{shown(address)} {how}.", address)


def _host(address: str) -> str:
    """What stands for a host when requests are kept apart: its name and port."""
    try:
        return httpx.URL(address).netloc.decode("ascii", "replace")
    except httpx.InvalidURL:
        return address
