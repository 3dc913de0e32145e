"""Why an address could not be read."""

from __future__ import annotations

from typing import Literal

Trouble = Literal["address", "private", "robots", "timeout", "too-large", "redirects", "connection", "tls", "dns"]
"""What went wrong, as a word for programs: `address` is one that is not read at all, `private` one that leads to this
machine or its network."""


class FetchError(Exception):
    """An address was not read; an answer of 404 or 500 is an answer, and no error."""

    def __init__(self, kind: Trouble, message: str, address: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        """A sentence with a full stop."""
        self.address = address
        """The one that failed: the address asked for, or one that it redirects to."""


def shown(address: str) -> str:
    """An address as a message quotes it: printable, and no longer than a line."""
    text = "".join(character if character.isprintable() else "\ufffd" for character in address)
    return f'"{text}"' if len(text) <= 200 else f'"{text[:200]}…"'
