"""Values as every form of export takes them: one line of text, without what no program could print."""

from __future__ import annotations

import re
from typing import Final

_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def one_line(text: str) -> str:
    """Text on one line; a control character or half of a surrogate pair becomes U+FFFD."""
    text = " ".join(text.split())
    return text if text.isprintable() else _UNPRINTABLE.sub("\ufffd", text)
