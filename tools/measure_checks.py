"""How often the checks that read words are right: precision and recall on sentences labelled by hand.

    python tools/measure_checks.py             print the table
    python tools/measure_checks.py --write     and write it into docs/manual/measured-checks.md
    python tools/measure_checks.py --show      and name every miss and false alarm of the half used for tuning

The sentences are in `tests/cases/checks/tuning` and `tests/cases/checks/held-out`, a file for each rule. A file is a
list of topics; a topic has a registry (`sources`), perhaps a `report` (paragraphs with markers), and `cases`. A case
says (`say`) a paragraph: of the report, or for `new-in-analysis` of the analysis; for `headline-figure` it gives a
`title` instead. `want` lists the words that a careful editor would want flagged, or says whether the sentence is to be
flagged at all. The mistakes of the held-out half are counted and never shown, so that nobody tunes on them.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml
from msgspec import Struct, field

from mkdocs_provenance.checks import examine
from mkdocs_provenance.citations import read_bracket
from mkdocs_provenance.dates import parse_date
from mkdocs_provenance.model import Article, Passage, PlacedCitation, Problem, Registry, Role
from mkdocs_provenance.problems import RULES
from mkdocs_provenance.registry import RegistryFile, load_registry
from mkdocs_provenance.trace import trace

ROOT: Final = Path(__file__).parents[1]
CASES: Final = ROOT / "tests/cases/checks"
PAGE: Final = ROOT / "docs/manual/measured-checks.md"
HALVES: Final = ("tuning", "held-out")
CODES: Final = tuple(code for code in RULES if (CASES / HALVES[0] / f"{code}.yml").exists())
START, END = "<!-- measured:start -->", "<!-- measured:end -->"
_MARKER: Final = re.compile(r" *\[(@[^\[\]]+)\]")


class Result(Struct):
    """What a check made of the cases of a half."""

    sentences: int = 0
    wanted: int = 0
    flagged: int = 0
    right: int = 0
    mistakes: list[str] = field(default_factory=list)
    """Every false alarm and every miss, in words."""

    @property
    def precision(self) -> str:
        """Right ones among those flagged."""
        return _share(self.right, self.flagged)

    @property
    def recall(self) -> str:
        """Those flagged among the ones wanted."""
        return _share(self.right, self.wanted)


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}%" if whole else "–"


class Case(Struct, frozen=True):
    """A labelled sentence, or headline."""

    words: str
    want: tuple[str, ...]
    """Words to be flagged; the empty text stands for any."""
    found: tuple[str, ...]
    """Words that were."""


def measure(code: str, half: str) -> Result:
    """What the check of a rule makes of its labelled sentences."""
    result = Result()
    for topic in yaml.safe_load((CASES / half / f"{code}.yml").read_text(encoding="utf-8")):
        for case in _cases(code, topic):
            _judge(case, result)
    return result


def _judge(case: Case, result: Result) -> None:
    left = list(case.want)
    result.sentences += 1
    result.wanted += len(left)
    result.flagged += len(case.found)
    for words in case.found:
        label = next((label for label in left if label in words or words in label), None)
        if label is None:
            result.mistakes.append(f"false alarm “{words}”: {case.words}")
        else:
            left.remove(label)
            result.right += 1
    result.mistakes += [f"missed “{label}”: {case.words}" for label in left]


def _cases(code: str, topic: dict[str, Any]) -> Iterator[Case]:
    """The cases of a topic: paragraphs of one article, or headlines over one report."""
    report = _paragraphs(topic)
    if code == "headline-figure":
        for case in topic["cases"]:
            found = [problem.words for problem in _examined(topic | case, report, []) if problem.code == code]
            yield Case(case["title"], _want(case), tuple(found))
        return
    said = [" ".join(case["say"].split()) for case in topic["cases"]]
    flagged = [problem for problem in _examined(topic, report, said, code) if problem.code == code]
    for number, case in enumerate(topic["cases"]):
        line = 2 * (len(report) + number) + 3
        yield Case(said[number], _want(case), tuple(problem.words for problem in flagged if problem.line == line))


class Flag(Struct, frozen=True):
    """What was found, and the very words at its place."""

    code: str
    line: int
    words: str


def _examined(topic: dict[str, Any], report: Sequence[str], said: Sequence[str], code: str = "") -> list[Flag]:
    """What all checks find in an article; it is traced as a build does it, but for Markdown."""
    blocks = [(text, Role.REPORTED) for text in report]
    blocks += [(text, Role.ANALYSIS if code == "new-in-analysis" else Role.REPORTED) for text in said]
    title = topic.get("title", "")
    source = "\n\n".join([title, *(text for text, _ in blocks)])
    article = Article(
        path="articles/case.md",
        title=title,
        published=parse_date(topic["date"]),
        language=topic.get("language", "en"),
        passages=tuple(_passage(number, *block) for number, block in enumerate(blocks, start=1)),
        source=source,
    )
    registry = _registry(yaml.safe_dump({"sources": topic["sources"]}, allow_unicode=True))
    problems = examine(trace(article, registry), registry)
    return [Flag(problem.code, problem.line, _words(problem, source)) for problem in problems]


def _passage(number: int, text: str, role: Role) -> Passage:
    placed: list[PlacedCitation] = []
    prose, last = "", 0
    for match in _MARKER.finditer(text):
        prose += text[last : match.start()]
        citation = read_bracket(match[1], numbers=None).citation
        if citation is None:
            raise ValueError(f"No citation: {match[0]}")
        placed.append(PlacedCitation(f"m{number}-{len(placed)}", len(prose), citation))
        last = match.end()
    section = "a1" if role is Role.ANALYSIS else None
    return Passage(f"p{number}", role, prose + text[last:], tuple(placed), section=section)


@lru_cache(maxsize=16)
def _registry(text: str) -> Registry:
    registry = load_registry([RegistryFile("sources.yml", text.encode())])
    serious = [str(problem) for problem in registry.problems]
    if serious:
        raise ValueError("\n".join(serious))
    return registry


def _words(problem: Problem, source: str) -> str:
    """The words at the place that a problem names."""
    line = source.split("\n")[problem.line - 1]
    return line[(problem.column or 1) - 1 : (problem.end_column or len(line) + 1) - 1]


def _paragraphs(topic: dict[str, Any]) -> list[str]:
    return [" ".join(text.split()) for text in topic.get("report", "").split("\n\n") if text.strip()]


def _want(case: dict[str, Any]) -> tuple[str, ...]:
    want = case["want"]
    return (("",) if want else ()) if isinstance(want, bool) else tuple(map(str, want))


def table(results: dict[tuple[str, str], Result]) -> str:
    """The table of the manual, in Markdown."""
    lines = [
        "| Rule | Sentences | To be flagged | Flagged | Rightly | Precision | Recall |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for half in HALVES:
        lines.append(f"| **{half.capitalize()}** | | | | | | |")
        for code in CODES:
            one = results[code, half]
            numbers = (one.sentences, one.wanted, one.flagged, one.right, one.precision, one.recall)
            lines.append(f"| [`{code}`](rules/{code}.md) ({RULES[code].number}) | {' | '.join(map(str, numbers))} |")
    return "\n".join(lines)


def measured() -> dict[tuple[str, str], Result]:
    """Every rule on either half."""
    return {(code, half): measure(code, half) for half in HALVES for code in CODES}


def main(arguments: list[str]) -> int:
    """Print the table, and write it into the manual where that is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--write", action="store_true", help=f"write the table into {PAGE.relative_to(ROOT)}")
    parser.add_argument("--show", action="store_true", help="name the mistakes in the half used for tuning")
    options = parser.parse_args(arguments)
    results = measured()
    if options.show:
        for code in CODES:
            print(code, *results[code, "tuning"].mistakes, sep="\n  ")
    print(table(results))
    if options.write:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(START)
        after = rest.partition(END)[2]
        PAGE.write_text(f"{before}{START}\n\n{table(results)}\n\n{END}{after}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
