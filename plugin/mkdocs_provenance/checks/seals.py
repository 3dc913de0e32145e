"""R3: whether a published text was changed without a word to its readers.

A seal remembers an article as it was published: a sum of the reader's text, and how many changes its front matter
tells of. Standards ask for the same: the Trust Project's "version information", Wikinews' and the AP's rule that a
correction is told.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import msgspec
from msgspec import Struct

from mkdocs_provenance.model import Article, Problem, Spot
from mkdocs_provenance.problems import problem


class Seal(Struct, frozen=True):
    """An article as it was published."""

    text: str
    """SHA-256 sum of the reader's text, in hexadecimal digits."""
    told: int
    """How many corrections and lines of history its front matter held."""


Seals = Mapping[str, Seal]
"""Article's path to its seal."""


def seal(article: Article) -> Seal:
    """The seal of an article as it is now."""
    text = "\n".join(f"{passage.role}:{' '.join(passage.text.split())}" for passage in article.passages)
    told = len(article.statement.corrections) + len(article.statement.history)
    return Seal(hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), told)


def read_seals(data: bytes) -> dict[str, Seal]:
    """The seals that a file holds.

    Raises:
        ValueError: it is not a file of seals.
    """
    try:
        return msgspec.json.decode(data, type=dict[str, Seal])
    except msgspec.DecodeError as error:
        raise ValueError(str(error)) from None


def write_seals(seals: Seals) -> bytes:
    """A file of seals, always the same for the same seals, a line for each: a review shows which have changed."""
    lines = [
        f"{msgspec.json.encode(path).decode()}: {msgspec.json.encode(seals[path]).decode()}" for path in sorted(seals)
    ]
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def changed_silently(article: Article, seals: Seals) -> Problem | None:
    """The problem of an article whose text is not the sealed one although its front matter tells of no change."""
    before = seals.get(article.path)
    if before is None:
        return None
    now = seal(article)
    if now.text == before.text or now.told > before.told:
        return None
    message = "The text has changed since it was sealed, and neither `history` nor `corrections` say so."
    return problem(
        "changed-without-history", message, article.path, Spot(), "Tell readers what changed, then seal it again."
    )
