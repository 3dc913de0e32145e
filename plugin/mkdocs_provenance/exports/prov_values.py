"""Names and values as PROV-JSON writes them."""

from __future__ import annotations

from functools import lru_cache
from typing import Final
from urllib.parse import quote

Attributes = dict[str, object]
"""What is said of a thing, or of a relation: attribute to value."""

VOCABULARIES: Final = {
    "prov": "http://www.w3.org/ns/prov#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "schema": "https://schema.org/",
    "dcterms": "http://purl.org/dc/terms/",
    "bibo": "http://purl.org/ontology/bibo/",
    "genre": "http://cv.iptc.org/newscodes/genre/",
}
"""Whose words are used."""


def filled(*pairs: tuple[str, object]) -> Attributes:
    """The attributes that say something."""
    return {name: value for name, value in pairs if value}


def thing(name: str) -> Attributes:
    """A name as a value, of a type or of another thing: in the submission, and so to who reads it, an `xsd:QName`."""
    return {"$": name, "type": "xsd:QName"}


def address(url: str | None) -> Attributes | None:
    """An address as a value."""
    return {"$": url, "type": "xsd:anyURI"} if url else None


def words(text: str, tag: str | None) -> Attributes | str:
    """A text as a value, with the tag of its language where that is known."""
    return {"$": text, "lang": tag} if tag else text


def local(name: str) -> str:
    """Any text as the end of a name: PROV-N allows letters, digits, `-`, `_` and `%` with two digits everywhere in it.

    It allows a point, too, but not as the last sign.
    """
    return quote(name, safe="", errors="replace").replace(".", "%2E").replace("~", "%7E")


@lru_cache(maxsize=4096)
def path(address: str) -> str:
    """An address from the top of the site as the end of a name."""
    return quote(address.removeprefix("./"), safe="/%#-_~", errors="replace").removeprefix(".")
