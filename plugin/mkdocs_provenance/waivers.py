"""Waivers as they are written: a problem code, a reason that readers are shown, perhaps the words that are meant."""

from __future__ import annotations

from typing import Final

from yaml.nodes import Node

from mkdocs_provenance.fields import Entry, Field, Fields, Reading, Shape, list_of, record, text
from mkdocs_provenance.model import Waiver
from mkdocs_provenance.problems import NUMBERS, RULES


def rule_code(written: str) -> str | None:
    """The code of a rule named by its code or its number; None where there is no such rule."""
    if written in RULES:
        return written
    rule = NUMBERS.get(written.upper())
    return rule.code if rule else None


def _read_rule(node: Node, reading: Reading) -> str | None:
    written = text().read(node, reading)
    code = rule_code(written) if written else None
    if written and code is None:
        message = f"The waiver names the rule {reading.shown(written)}, which does not exist."
        reading.report(
            "unknown-rule", message, node, reading.suggest(written, RULES) or "See the manual's list of rules."
        )
    return code


def _build(entry: Entry, reading: Reading) -> Waiver:
    return Waiver(**entry.values, spot=reading.spot(entry.given["code"]))


_CODE: Final = Shape(_read_rule, {"enum": [*RULES, *NUMBERS]})
_FIELDS: Final = Fields(
    (
        Field("code", _CODE, "Code or number of the problem.", "single-origin"),
        Field("rule", _CODE, "The same as `code`.", attribute="code"),
        Field("reason", text(), "Why it stands, in a sentence for readers.", "The log is the only record there is."),
        Field("words", text(), "Words of the sentence that is meant; every one where nothing is said."),
    ),
    missing="waiver-incomplete",
)
WAIVERS: Final = list_of(record(_FIELDS, _build), wanted="a list of waivers")
"""`waivers:` of an article or of a source."""
