"""What can be wrong: every rule with its code, its number, its severity and its meaning, in one table."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from types import MappingProxyType
from typing import Final

from msgspec import Struct

from mkdocs_provenance.model import Problem, Severity, Spot

E_, W_, I_ = Severity.ERROR, Severity.WARNING, Severity.INFO


class Rule(Struct, frozen=True):
    """One thing that can be wrong."""

    number: str
    """A letter for what it is about and a number: short to type, and never reused."""
    code: str
    """Its name, as messages, options and waivers write it; part of the contract, never reused for something else."""
    severity: Severity
    """How serious it is where `mkdocs.yml` says nothing."""
    about: str
    """What is wrong, in a sentence."""
    newsroom: Severity | None = None
    """How serious it is under `preset: newsroom`, where that differs."""
    off: bool = False
    """Whether nothing is reported unless `mkdocs.yml` turns it on."""


GROUPS: Final = MappingProxyType(
    {
        "Q": "Quotations",
        "C": "Citations and what they cover",
        "S": "Who the sources are",
        "I": "Independence",
        "D": "Dates",
        "L": "Links and archived copies",
        "O": "Too much of a good thing",
        "A": "Analysis",
        "R": "Retractions and corrections",
        "P": "The registry as a whole",
        "W": "Waivers",
        "M": "Markers",
        "E": "Entries of the registry",
        "F": "Files",
    }
)
"""Letter to what its rules are about, in the order of the manual."""

_TABLE: Final = (
    Rule("Q1", "quotation-altered", E_, "Quoted words differ from the text held of the source."),
    Rule("Q2", "quotation-unchecked", I_, "Quoted words were not checked: no text of the source is held.", W_),
    Rule("Q3", "pullquote-not-in-body", E_,
         "A pull quote repeats words that the article does not hold, and cites no source."),
    Rule("Q4", "quotation-without-speaker", I_, "A sentence quotes words and does not say whose they are."),
    Rule("Q5", "quotation-not-found", E_, "Quoted words are not in the text held of the source."),
    Rule("C1", "unknown-source", E_, "A marker points to a source that does not exist."),
    Rule("C2", "unsourced-claim", I_, "A statement outside the analysis has no source.", W_),
    Rule("C3", "unused-source", I_, "A source of the registry is cited nowhere on the site."),
    Rule("C4", "figure-not-in-source", I_, "A figure or a date is in no text held of the sources of its sentence.", W_),
    Rule("C5", "unidentified-source", I_, "A source is cited, but nobody has said what it is.", W_),
    Rule("C6", "uncited-source", I_, "A source that the front matter lists is never cited."),
    Rule("S1", "single-origin", I_, "A statement rests on one origin alone."),
    Rule("S2", "unnamed-source", E_, "An unnamed source lacks its description or the reason for not naming it."),
    Rule("S3", "unnamed-opinion", W_, "An analysis rests on a source that is not named."),
    Rule("S4", "plural-wording", W_, "The words speak of several sources, and one is cited."),
    Rule("S5", "only-unnamed", W_, "A statement rests on unnamed sources alone."),
    Rule("I1", "several-marks-one-origin", I_, "A statement cites several sources, and all are one origin.", W_),
    Rule("I2", "derived-cycle", E_, "Sources are derived from each other in a circle."),
    Rule("I3", "own-reporting-only", W_, "A statement rests on this newsroom's own articles alone."),
    Rule("I4", "original-not-cited", I_, "A second-hand source is cited, and the original that it reports is not.", W_),
    Rule("D1", "undated-source", I_, "A source bears no date, and does not say that it has none.", W_),
    Rule("D2", "source-after-article", I_, "A source is newer than the article that cites it.", W_),
    Rule("D3", "old-source", I_, "A sentence in the present tense rests on an old source alone."),
    Rule("D4", "accessed-before-published", W_, "A source was read before it was published."),
    Rule("L1", "no-archive", I_, "A source on the web has no archived copy.", W_),
    Rule("L2", "dead-link", W_, "The address of a source leads to nothing any more."),
    Rule("L3", "archive-too-old", W_, "The archived copy is older than the source's last change."),
    Rule("L4", "moved-link", I_, "A source has moved to another address."),
    Rule("L5", "link-to-home-page", W_, "The address of a source leads to a home page."),
    Rule("L6", "changed-source", W_, "A page has changed since its text was captured."),
    Rule("L7", "dead-archive", W_, "The archived copy leads to nothing."),
    Rule("O1", "many-markers", I_, "More than three sources are cited in one place."),
    Rule("A1", "new-in-analysis", I_, "An analysis has a figure, a quotation or a name that no cited statement has."),
    Rule("A2", "marker-in-analysis", I_, "An analysis carries a marker, so that report and analysis are mixed."),
    Rule("A3", "headline-figure", I_, "A figure in the headline is in no cited statement."),
    Rule("R1", "retracted-source", W_, "A retracted or superseded source is still relied on."),
    Rule("R2", "correction-incomplete", E_, "A correction lacks its date, its kind or its text."),
    Rule("R3", "changed-without-history", W_,
         "The text has changed since it was sealed, and neither history nor corrections say so."),
    Rule("R4", "corrected-source", I_, "A source that is relied on has been corrected since.", W_),
    Rule("R5", "removed-source", I_, "The page of a source that is relied on was removed.", W_),
    Rule("R6", "retracted-original", I_, "A source is derived from one that was retracted.", W_),
    Rule("P1", "unknown-field", E_, "An entry of the registry has a field that does not exist."),
    Rule("P2", "same-url", W_, "Two sources have the same address."),
    Rule("P3", "private-word", E_, "A word of the private list would be published."),
    Rule("W1", "unused-waiver", W_, "A waiver lets nothing stand: what it was written for is gone."),
    Rule("W2", "waiver-incomplete", E_, "A waiver names no rule or gives no reason."),
    Rule("W3", "unknown-rule", E_, "A waiver names a rule that does not exist."),
    Rule("M1", "malformed-citation", W_, "A bracket looks like a citation but cannot be read as one."),
    Rule("M2", "descending-range", W_, "A range of numbers runs backwards."),
    Rule("M3", "range-too-long", W_, "A range of numbers is longer than the limit."),
    Rule("M4", "bracket-left-as-text", I_, "A bracket with numbers was left as text: no source has them."),
    Rule("M5", "repeated-item", I_, "A citation names the same source twice."),
    Rule("M6", "comma-between-keys", I_, "Keys in one bracket are separated by commas, not semicolons."),
    Rule("M7", "link-not-citation", W_, "Markdown reads a marker as a link, because a link definition has its number."),
    Rule("M8", "list-of-sources", I_, "A line in the text looks like a list of sources; the registry is its place."),
    Rule("M9", "marker-covers-nothing", W_, "A marker stands in no sentence and follows none."),
    Rule("M10", "marker-in-raw-html", W_, "A marker inside raw HTML is not read."),
    Rule("M11", "marker-in-link", W_, "A marker inside a raw HTML link is left as text."),
    Rule("M12", "marker-in-image-text", W_, "A marker inside an image's alternative text was taken out."),
    Rule("M13", "marker-form", I_, "A marker is written in an uncommon way that `--fix` can put right.", off=True),
    Rule("E1", "duplicate-id", E_, "Two entries of the registry have the same id but differ."),
    Rule("E2", "repeated-entry", I_, "The same entry stands twice in the registry, word for word."),
    Rule("E3", "missing-field", E_, "An entry of the registry lacks a required field."),
    Rule("E4", "wrong-type", E_, "A field of the registry holds the wrong type of value."),
    Rule("E5", "unknown-value", E_, "A field of the registry holds a value outside its list."),
    Rule("E6", "bad-date", E_, "A date is not a date that exists, in a form that EDTF knows."),
    Rule("E7", "bad-url", E_, "An address is not http, https, mailto or doi."),
    Rule("E8", "bad-id", E_, "An id holds characters that an id cannot hold."),
    Rule("E9", "unknown-derived-from", E_, "`derived_from` names a source that is not in the registry."),
    Rule("E10", "unknown-owner", E_, "`owner` names an organisation that is not in the registry."),
    Rule("E11", "owner-cycle", E_, "Organisations own each other in a circle."),
    Rule("F1", "registry-missing", E_, "A registry file named in `mkdocs.yml` does not exist or cannot be read."),
    Rule("F2", "registry-encoding", E_, "A registry file is not UTF-8."),
    Rule("F3", "registry-syntax", E_, "A registry file is not valid in its form."),
    Rule("F4", "registry-shape", E_, "A registry file is not a mapping with `organisations:` and `sources:`."),
    Rule("F5", "registry-too-large", E_, "A registry file is larger than the limit."),
    Rule("F6", "registry-empty", W_, "A registry file holds no source and no organisation."),
    Rule("F7", "text-missing", E_, "The file that `text_path` names does not exist or cannot be read."),
    Rule("F8", "article-encoding", E_, "An article is not UTF-8."),
    Rule("F9", "article-collision", E_, "Two files would become the same page."),
    Rule("F10", "front-matter-syntax", E_, "The front matter is not valid YAML."),
    Rule("F11", "front-matter-type", E_, "A field of the front matter holds the wrong type of value."),
    Rule("F12", "front-matter-unknown", E_, "`provenance:` in the front matter has a field that does not exist."),
    Rule("F13", "locale-file", E_, "A file of messages of your own cannot be read, or is named after no language."),
    Rule("F14", "locale-message", W_, "A message of your own is none of the plugin's, or cannot be filled as it is."),
)  # fmt: skip

RULES: Final = MappingProxyType({rule.code: rule for rule in _TABLE})
"""Code to rule, in the order of the manual."""
NUMBERS: Final = MappingProxyType({rule.number: rule for rule in _TABLE})
"""Number to rule."""


def problem(code: str, message: str, path: str, where: int | Spot = 1, suggestion: str | None = None) -> Problem:
    """A Problem with the severity that the table gives its code.

    Args:
        code: A code of the table.
        message: One sentence, ending in a full stop.
        path: The file, relative to `mkdocs.yml`.
        where: The spot in it, or just its line.
        suggestion: The nearest match or the remedy.

    Raises:
        KeyError: `code` is not in the table.
    """
    severity = RULES[code].severity
    if isinstance(where, int):
        return Problem(code, severity, message, path, where, suggestion)
    return Problem(
        code, severity, message, path, where.line, suggestion, where.column, where.end_line, where.end_column
    )


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """`Did you mean "x"?` for the nearest known word, or None where none is near.

    Half of the word must agree, as in MediaWiki Cite: a worse match is no help.
    """
    folded = {name.casefold(): name for name in known}
    matches = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return f'Did you mean "{folded[matches[0]]}"?' if matches else None


def shortened(text: str, limit: int = 80) -> str:
    """Some words of a text inside quotation marks, for a message."""
    text = " ".join(text.split())
    return f"“{text}”" if len(text) <= limit else f"“{text[: limit - 1].rstrip()}…”"
