"""When the next request to a host may go out."""

from __future__ import annotations

import datetime
import threading
import time
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime

from mkdocs_provenance.web.connection import Clock

Sleep = Callable[[float], None]


class Pace:
    """Keeps requests to one host apart, also those of several threads."""

    def __init__(self, clock: Clock = time.monotonic, sleep: Sleep = time.sleep) -> None:
        self._clock = clock
        self._sleep = sleep
        self._next: dict[str, float] = {}
        self._lock = threading.Lock()

    def wait(self, host: str, delay: float) -> float:
        """Wait until the host may be asked, and keep the next `delay` seconds free; return the seconds waited."""
        with self._lock:
            now = self._clock()
            at = max(now, self._next.get(host, now))
            self._next[host] = at + delay
        if at > now:
            self._sleep(at - now)
        return at - now

    def put_off(self, host: str, seconds: float) -> None:
        """Ask the host nothing for so long."""
        with self._lock:
            self._next[host] = max(self._next.get(host, 0.0), self._clock() + seconds)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that an answer asks us to wait (RFC 9110 Retry-After: seconds or a date); None where it does not say."""
    written = headers.get("retry-after", "").strip()
    if written.isdecimal() and written.isascii():
        return float(written[:9])
    moment = _moment(written)
    if moment is None:
        return None
    now = _moment(headers.get("date", "")) or datetime.datetime.now(datetime.UTC)
    return max((moment - now).total_seconds(), 0.0)


def _moment(written: str) -> datetime.datetime | None:
    try:
        moment = parsedate_to_datetime(written)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
