"""Names of people and bodies: BibTeX has all in one field, CSL takes them apart, RIS gives each a line.

BibTeX's rules (Patashnik, "BibTeXing", section 4) are bibtexparser's to know: where a list of names divides, and which
words are the particle. Particles stay with the family name, where a reader looks for them: "van der Berg".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names

from mkdocs_provenance.bibliography.latex import plain
from mkdocs_provenance.model import Name

OTHERS: Final = Name(literal="others")
"""`and others`, as pandoc writes it: "Okoro, Vane and others"."""
MAX_NAME: Final = 500
"""Characters of one name that are taken apart; a longer one is no name, but is kept."""

_TILDE: Final = re.compile(r"\\~ ?(?:\{\\?[A-Za-z]\}|[A-Za-z])")
"""The accent whose sign also divides words: bibtexparser would take `A\\~norga` for two."""
_EXTENDED: Final = re.compile(r"\b(?:family|given|prefix|suffix)(?:-i)?\s*=")


def bibtex_names(written: str) -> tuple[Name, ...]:
    """The names of a field such as `author`; what stands in braces as a whole is one literal name."""
    written = _TILDE.sub(lambda accent: plain(accent[0]), written)
    found = (_bibtex_name(" ".join(name.split())) for name in split_multiple_persons_names(written))
    return tuple(name for name in found if name is not None)


def _bibtex_name(written: str) -> Name | None:
    if written.lower() in ("others", "et al", "et al."):
        return OTHERS
    if _is_braced(written) or len(written) > MAX_NAME:
        return _literal(plain(written))
    if _EXTENDED.search(written):
        return _extended_name(written)
    parts = parse_single_name_into_parts(written, strict=False)
    given, jr = (plain(" ".join(words)) for words in (parts.first, parts.jr))
    family = plain(" ".join((*parts.von, *parts.last)))
    if given.rstrip(".") in ("Jr", "Sr", "II", "III") and not jr:  # "King, Jr.": a comma too few
        return _literal(f"{family}, {given}")
    return _name(family, given, jr)


def _extended_name(written: str) -> Name | None:
    """What biblatex writes as `given=Hans, family=Harman, prefix=von` (its manual, section 3.4)."""
    parts: dict[str, str] = {}
    for part in written.split(","):
        key, _, value = part.partition("=")
        parts[key.strip().lower()] = plain(value).strip('"')
    family = " ".join(part for part in (parts.get("prefix", ""), parts.get("family", "")) if part)
    return _name(family, parts.get("given", ""), parts.get("suffix", ""))


def csl_name(value: object) -> Name | None:
    """One CSL name: a mapping of its parts, or just text."""
    if isinstance(value, str):
        return _literal(" ".join(value.split()))
    if not isinstance(value, Mapping):
        return None
    parts = {str(key): _word(part) for key, part in value.items()}
    literal = parts.get("literal") or parts.get("name")
    if literal:
        return _literal(literal)
    family = " ".join(part for part in (parts.get("non-dropping-particle", ""), parts.get("family", "")) if part)
    given = " ".join(part for part in (parts.get("given", ""), parts.get("dropping-particle", "")) if part)
    return _name(family, given, parts.get("suffix", ""))


def ris_name(written: str) -> Name | None:
    """`Okoro, Ife, Jr.`: family, given, suffix; without a comma the whole is one name."""
    family, _, rest = " ".join(written.split()).partition(",")
    given, _, suffix = rest.partition(",")
    return _name(family.strip(), given.strip(), suffix.strip())


def _name(family: str, given: str, suffix: str) -> Name | None:
    """A name of its parts; one part alone is the whole name."""
    if suffix:
        family = f"{family} {suffix}".strip()
    if not (family and given):
        return _literal(family or given)
    return Name(family=family, given=given)


def _literal(text: str) -> Name | None:
    text = text.strip(" ,")
    return Name(literal=text) if text else None


def _word(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _is_braced(written: str) -> bool:
    """Whether one pair of braces holds the whole name: `{World Health Organization}`, but not `{A} and {B}`."""
    if not (written.startswith("{") and written.endswith("}")) or written.startswith("{\\"):
        return False
    depth = 0
    for at, char in enumerate(written):
        depth += (char == "{") - (char == "}")
        if not depth:
            return at == len(written) - 1
    return False
