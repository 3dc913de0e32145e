"""What an address says of the page behind it: a home page, a login, an error. Read from its letters alone. Pure."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import SplitResult, urlsplit

_INDEX: Final = re.compile(
    r"(?:index|default|home|main|welcome)(?:\.\w{2,5})?|[a-z]{2}(?:[-_][a-z]{2})?", re.IGNORECASE
)
"""A part of a path that leads no further than to a home page: an index, or a language."""
_NOT_FOUND: Final = re.compile(
    r"(?:errors?|fehler|erreur)?[-_]?(?:404|(?:page[-_]?)?not[-_]?found)(?:\.\w+)?", re.IGNORECASE
)
_LOGIN: Final = re.compile(
    r"(?:log|sign)[-_]?in(?:\.\w+)?|consent|captcha|challenge|sso|subscribe|paywall", re.IGNORECASE
)
_RESOLVERS: Final = re.compile(
    r"(?:[\w-]+\.)*(?:doi\.org|handle\.net|purl\.org|w3id\.org|n2t\.net|perma\.cc|nbn-resolving\.org|archive\.org)"
)
_TITLE_END: Final = r"\s*(?:$|[-–—:|·!.,(])"
_NOT_FOUND_TITLE: Final = re.compile(
    rf"(?:error\s*)?404(?:\s*error)?(?:{_TITLE_END}|\s+(?:page )?not found)"
    rf"|(?:(?:the |this )?(?:page|article|document|file|content)\s)?(?:was |could |can )?not (?:be )?found{_TITLE_END}"
    rf"|(?:seite nicht gefunden|page (?:non trouvée|introuvable)|página no encontrada|pagina non trovata"
    rf"|страница не найдена|sayfa bulunamadı|ページが見つかりません){_TITLE_END}",
    re.IGNORECASE,
)
"""How pages say that there is nothing, while their servers say that all is well (a "soft 404"). Strict: a newsroom is
called 404 Media."""


def is_home_page(address: str) -> bool:
    """Whether an address leads no further than to the front of a site, or of its edition in a language."""
    parts = _split(address)
    return not parts.query and all(_INDEX.fullmatch(part) for part in _path(parts))


def is_error_page(address: str) -> bool:
    """Whether an address is that of a page such as `/404.html` or `/page-not-found/`."""
    return _has_part(address, _NOT_FOUND)


def is_gate(address: str) -> bool:
    """Whether an address is that of a login, or of another page that stands before the one meant."""
    return _has_part(address, _LOGIN)


def is_resolver(address: str) -> bool:
    """Whether an address is meant to last while what it leads to moves: a DOI, a handle, an archive's."""
    return bool(_RESOLVERS.fullmatch((_split(address).hostname or "").lower()))


def is_error_title(title: str) -> bool:
    """Whether a page's title says that there is no page. Some languages only."""
    return bool(_NOT_FOUND_TITLE.match(title.strip()))


def host_of(address: str) -> str:
    """Host and port, in lower case; empty where there is none."""
    return _split(address).netloc.lower()


def _has_part(address: str, pattern: re.Pattern[str]) -> bool:
    return any(pattern.fullmatch(part) for part in _path(_split(address)))


def _path(parts: SplitResult) -> list[str]:
    return [part for part in parts.path.split("/") if part]


def _split(address: str) -> SplitResult:
    """The address's parts; an empty path where it cannot be read."""
    try:
        parts = urlsplit(address)
        parts.hostname  # noqa: B018 - raises where the host is no host
    except ValueError:
        return SplitResult("", "", "", "", "")
    return parts
