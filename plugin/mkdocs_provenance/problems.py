"""What can be wrong: every problem code with its severity and its meaning, in one table."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Final

from mkdocs_provenance.model import Problem, Severity

E_, W_, I_ = Severity.ERROR, Severity.WARNING, Severity.INFO

CODES: Final[dict[str, tuple[Severity, str]]] = {
    # The registry
    "registry-missing": (E_, "A registry file named in `mkdocs.yml` does not exist or cannot be read."),
    "registry-encoding": (E_, "A registry file is not UTF-8."),
    "registry-syntax": (E_, "A registry file is not valid YAML."),
    "registry-shape": (E_, "A registry file is not a mapping with `organisations:` and `sources:`."),
    "registry-too-large": (E_, "A registry file is larger than the limit."),
    "registry-empty": (W_, "A registry file holds no source and no organisation."),
    "duplicate-id": (E_, "Two entries of the registry have the same id but differ."),
    "repeated-entry": (I_, "The same entry stands twice in the registry, word for word."),
    "unknown-field": (E_, "An entry of the registry has a field that does not exist."),
    "missing-field": (E_, "An entry of the registry lacks a required field."),
    "wrong-type": (E_, "A field of the registry holds the wrong type of value."),
    "unknown-value": (E_, "A field of the registry holds a value outside its list."),
    "bad-date": (E_, "A date is not a date that exists, in a form that EDTF knows."),
    "bad-url": (E_, "An address is not http, https, mailto or doi."),
    "bad-id": (E_, "An id holds characters that an id cannot hold."),
    "unnamed-source": (E_, "An unnamed source lacks its description or the reason for not naming it."),
    "unknown-derived-from": (E_, "`derived_from` names a source that is not in the registry."),
    "unknown-owner": (E_, "`owner` names an organisation that is not in the registry."),
    "derived-cycle": (E_, "Sources are derived from each other in a circle."),
    "owner-cycle": (E_, "Organisations own each other in a circle."),
    "same-url": (W_, "Two sources have the same address."),
    "text-missing": (E_, "The file that `text_path` names does not exist or cannot be read."),
    # The words of the page
    "locale-file": (E_, "A file of messages of your own cannot be read, or is named after no language."),
    "locale-message": (W_, "A message of your own is none of the plugin's, or cannot be filled as it is."),
    # The article
    "article-encoding": (E_, "An article is not UTF-8."),
    "article-collision": (E_, "Two files would become the same page."),
    "front-matter-syntax": (E_, "The front matter is not valid YAML."),
    "front-matter-type": (E_, "A field of the front matter holds the wrong type of value."),
    "front-matter-unknown": (E_, "`provenance:` in the front matter has a field that does not exist."),
    # Citations
    "unknown-source": (E_, "A marker points to a source that does not exist."),
    "descending-range": (W_, "A range of numbers runs backwards."),
    "range-too-long": (W_, "A range of numbers is longer than the limit."),
    "malformed-citation": (W_, "A bracket looks like a citation but cannot be read as one."),
    "bracket-left-as-text": (I_, "A bracket with numbers was left as text: no source has them."),
    "repeated-item": (I_, "A citation names the same source twice."),
    "comma-between-keys": (I_, "Keys in one bracket are separated by commas, not semicolons."),
    "link-not-citation": (W_, "Markdown reads a marker as a link, because a link definition has its number."),
    "list-of-sources": (I_, "A line in the text looks like a list of sources; the registry is its place."),
    "marker-covers-nothing": (W_, "A marker stands in no sentence and follows none."),
    "marker-in-raw-html": (W_, "A marker inside raw HTML is not read."),
    "marker-in-link": (W_, "A marker inside a raw HTML link is left as text."),
    "marker-in-image-text": (W_, "A marker inside an image's alternative text was taken out."),
    # Claims
    "unsourced-claim": (I_, "A statement outside the analysis has no source."),
    "unidentified-source": (I_, "A source is cited, but nobody has said what it is."),
    "uncited-source": (I_, "A source that the front matter lists is never cited."),
    "retracted-source": (W_, "A retracted or superseded source is still relied on."),
    # Quotations
    "quotation-altered": (E_, "Quoted words differ from the text held of the source."),
    "quotation-not-found": (E_, "Quoted words are not in the text held of the source."),
    "quotation-unchecked": (I_, "Quoted words were not checked: no text of the source is held."),
    "pullquote-not-in-body": (E_, "A pull quote repeats words that the article does not hold, and cites no source."),
}
"""Code to (default severity, meaning). Codes are part of the contract: they are never reused for something else."""


def problem(code: str, message: str, path: str, line: int = 1, suggestion: str | None = None) -> Problem:
    """A Problem with the severity that the table gives its code.

    Raises:
        KeyError: `code` is not in the table.
    """
    return Problem(code, CODES[code][0], message, path, line, suggestion)


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """`Did you mean "x"?` for the nearest known word, or None where none is near.

    Half of the word must agree, as in MediaWiki Cite: a worse match is no help.
    """
    folded = {name.casefold(): name for name in known}
    matches = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return f'Did you mean "{folded[matches[0]]}"?' if matches else None
