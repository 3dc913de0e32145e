"""What a site asks of programs: its robots.txt (RFC 9309)."""

from __future__ import annotations

from typing import Final

from msgspec import Struct
from protego import Protego

MAX_BYTES: Final = 512 * 1024
"""Bytes of a robots.txt that are read: RFC 9309 asks for 500 KiB at least."""
_MAX_DELAY: Final = 30.0
"""Seconds of `Crawl-delay` that are kept to. It is no part of RFC 9309; some sites ask for hours."""


class Rules(Struct, frozen=True):
    """What one host asks."""

    told: Protego | None
    """What its robots.txt says; None where there is none."""
    reachable: bool = True
    """False where the host could not say, and so nothing is read."""

    def allow(self, url: str, agent: str) -> bool:
        """Whether a program of that name may read the address."""
        if not self.reachable:
            return False
        return self.told is None or bool(self.told.can_fetch(url, agent))

    def delay(self, agent: str) -> float:
        """Seconds between two requests that it asks of a program of that name."""
        seconds = self.told.crawl_delay(agent) if self.told else None
        return min(max(float(seconds or 0.0), 0.0), _MAX_DELAY)


OPEN: Final = Rules(None)
"""A host that asks nothing."""
SILENT: Final = Rules(None, reachable=False)
"""A host that cannot be asked."""


def rules(status: int, body: bytes) -> Rules:
    """What an answer to the request for robots.txt means (RFC 9309, 2.3.1).

    400 to 499 means that there is none; 500 to 599, or 429 (come back later), that the host could not say.
    """
    if 200 <= status < 300:
        return Rules(Protego.parse(body.decode("utf-8-sig", "replace")))
    return OPEN if 400 <= status < 500 and status != 429 else SILENT
