"""How serious each problem is on this site, and what the desk lets stand: problems as found in, as reported out."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from mkdocs_provenance.model import Problem, Registry, Severity, Waiver
from mkdocs_provenance.problems import RULES, did_you_mean, problem
from mkdocs_provenance.quotations import normalise
from mkdocs_provenance.waivers import rule_code

PRESET: Final = "preset"
NEWSROOM: Final = "newsroom"
OFF: Final = "off"
_LEVELS: Final = {"error": Severity.ERROR, "warning": Severity.WARNING, "info": Severity.INFO, OFF: None}
_UNWAIVABLE: Final = frozenset(code for code, rule in RULES.items() if rule.number.startswith("W")) | {"private-word"}


_SILENT: Final[Mapping[str, Severity | None]] = MappingProxyType({c: None for c, rule in RULES.items() if rule.off})


class RulesError(Exception):
    """The option `rules` cannot be read; the message says what to write."""


class Rules(Struct, frozen=True):
    """How serious each rule is on this site; one that is not named is as serious as the table says."""

    severities: Mapping[str, Severity | None] = _SILENT
    """Code to severity, None for a rule that is off."""

    def settle(self, problems: Iterable[Problem]) -> list[Problem]:
        """The problems with their severities here, without those of rules that are off."""
        settled = []
        for found in problems:
            severity = self.severities.get(found.code, found.severity)
            if severity is not None:
                settled.append(found if severity is found.severity else replace(found, severity=severity))
        return settled

    def is_on(self, code: str) -> bool:
        """Whether anything is reported under a code."""
        return self.severities.get(code, Severity.INFO) is not None

    def with_severity(self, code: str, severity: Severity) -> Rules:
        """The same rules, but for one."""
        return Rules(MappingProxyType(dict(self.severities) | {code: severity}))


def read_rules(option: Mapping[object, object]) -> Rules:
    """The option `rules` of `mkdocs.yml`: codes or numbers to severities, and perhaps a preset.

    Raises:
        RulesError: a rule or a severity does not exist.
    """
    severities: dict[str, Severity | None] = dict(_SILENT)
    preset = option.get(PRESET)
    if preset is not None and preset != NEWSROOM:
        raise RulesError(f"There is no preset {preset!r}: the only one is {NEWSROOM!r}.")
    if preset:
        severities.update({code: rule.newsroom for code, rule in RULES.items() if rule.newsroom is not None})
    for name, level in option.items():
        if name == PRESET:
            continue
        code = rule_code(str(name))
        if code is None:
            hint = did_you_mean(str(name), RULES) or "The manual lists the rules."
            raise RulesError(f"There is no rule {str(name)!r}. {hint}")
        written = OFF if level is False else str(level)  # YAML 1.1 reads `off` as false
        if written not in _LEVELS:
            raise RulesError(f"{name} cannot be {written!r}: write error, warning, info or off.")
        severities[code] = _LEVELS[written]
    return Rules(MappingProxyType(severities))


class Settled(Struct, frozen=True):
    """Problems as reported."""

    problems: tuple[Problem, ...]
    waived: tuple[Problem, ...]
    """Those that the desk lets stand, each with its reason."""


def settle(problems: Iterable[Problem], waivers: Sequence[Waiver], rules: Rules, path: str) -> Settled:
    """Give every problem its severity, take out what is waived, and report waivers that are of no use.

    Args:
        problems: As found, in order.
        waivers: The article's, or a source's.
        rules: The site's.
        path: Where the waivers are written.
    """
    if not waivers:
        return Settled(tuple(rules.settle(problems)), ())
    kept: list[Problem] = []
    waived: list[Problem] = []
    used: set[int] = set()
    for found in rules.settle(problems):
        number = _waiver_of(found, waivers)
        if number is None:
            kept.append(found)
        else:
            used.add(number)
            waived.append(replace(found, waived=waivers[number].reason))
    idle = [waiver for number, waiver in enumerate(waivers) if number not in used and rules.is_on(waiver.code)]
    return Settled((*kept, *rules.settle(_unused(waiver, path) for waiver in idle)), tuple(waived))


def excuse(problems: Sequence[Problem], registry: Registry, codes: Container[str]) -> Settled:
    """Divide settled problems of an article into what remains and what the entries of its sources let stand.

    Args:
        problems: Settled by the article's own waivers.
        registry: Where the sources' waivers are.
        codes: What an entry may let stand of an article.
    """
    kept: list[Problem] = []
    waived: list[Problem] = []
    for found in problems:
        source = registry.sources.get(found.source or "") if found.code in codes else None
        number = _waiver_of(found, source.waivers) if source and source.waivers else None
        if source is None or number is None:
            kept.append(found)
        else:
            waived.append(replace(found, waived=source.waivers[number].reason))
    return Settled(tuple(kept), tuple(waived))


def _waiver_of(found: Problem, waivers: Sequence[Waiver]) -> int | None:
    """The number of the first waiver that a problem falls under."""
    if found.code in _UNWAIVABLE:
        return None
    for number, waiver in enumerate(waivers):
        if waiver.code == found.code and (waiver.words is None or _holds(found, waiver.words)):
            return number
    return None


def _holds(found: Problem, words: str) -> bool:
    return normalise(words).casefold() in normalise(found.words or found.message).casefold()


def _unused(waiver: Waiver, path: str) -> Problem:
    words = f" with the words “{waiver.words}”" if waiver.words else ""
    message = f"The waiver of {waiver.code}{words} lets nothing stand."
    return problem("unused-waiver", message, path, waiver.spot, "Delete it, or correct its code or words.")
