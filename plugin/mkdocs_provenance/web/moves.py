"""Where a page has moved for good, which an answer alone does not say: it holds the addresses passed, not why."""

from __future__ import annotations

import ssl
from collections.abc import Sequence
from functools import cache
from typing import Final

import httpcore
import httpx

from mkdocs_provenance.web.addresses import checked
from mkdocs_provenance.web.connection import Deadline, Network, Transport
from mkdocs_provenance.web.errors import FetchError
from mkdocs_provenance.web.fetch import Fetched, Fetcher
from mkdocs_provenance.web.pace import Pace

_FOR_GOOD: Final = frozenset({301, 308})
"""Moved Permanently and Permanent Redirect (RFC 9110, 15.4.2 and 15.4.9)."""


class Moves:
    """Asks redirecting addresses once more, one request each, and only those.

    Args:
        fetcher: whose limits and name are used; it has been answered, so the host's robots.txt allows the address.
        network: the way out.
    """

    def __init__(self, fetcher: Fetcher, network: Network | None = None) -> None:
        self._fetcher = fetcher
        self._network = network
        self._pace = Pace()

    def target(self, fetched: Fetched) -> str | None:
        """Where the redirects of an answer lead as far as each is for good; None where already the first is not."""
        following: Sequence[str] = (*fetched.redirects[1:], fetched.url)
        moved = None
        for address, target in zip(fetched.redirects, following, strict=True):
            if not self._for_good(address):
                break
            moved = target
        return moved

    def _for_good(self, address: str) -> bool:
        limits = self._fetcher.limits
        try:
            url = checked(address, limits.allow_private)
            host = url.netloc.decode("ascii", "replace")
            self._pace.put_off(host, limits.delay)  # the fetcher has only just asked it
            self._pace.wait(host, limits.delay)
            transport = Transport(_ssl_context(), Deadline(limits.timeout), limits.allow_private, self._network)
            headers = {"User-Agent": self._fetcher.user_agent}
            with httpx.Client(transport=transport, trust_env=False, headers=headers) as client:
                response = client.send(client.build_request("GET", url.copy_with(fragment=None)), stream=True)
                response.close()
        except (FetchError, httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError):
            return False
        return response.status_code in _FOR_GOOD


@cache
def _ssl_context() -> ssl.SSLContext:
    return httpx.create_ssl_context()
