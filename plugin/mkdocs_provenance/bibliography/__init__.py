"""Bibliographies that people already have, as sources of the registry: BibTeX, biblatex, CSL in JSON and YAML, RIS.

Text in, sources and problems out: pure, opens no file. Nothing raises, whatever the text; what cannot be read is
reported with its line, and everything else is read. The libraries are loaded when the first such file is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from msgspec.structs import replace
from yaml.nodes import SequenceNode

from mkdocs_provenance.bibliography import bibtex, csl, ris
from mkdocs_provenance.bibliography.sources import source_of
from mkdocs_provenance.bibliography.works import Bibliography, Report, Work
from mkdocs_provenance.fields import Reading, quoted

_READERS: Final[dict[str, Callable[[str, Report], Iterator[Work]]]] = {
    ".bib": bibtex.works_of,
    ".bibtex": bibtex.works_of,
    ".biblatex": bibtex.works_of,
    ".ris": ris.works_of,
    ".json": csl.json_works,
}
"""Ending of a file to how it is read."""
_WANTED: Final = {
    ".ris": "A RIS file holds records from `TY  - ` to `ER  - `.",
    ".json": "A CSL-JSON file holds a list of items, each with `id`, `type` and `title`.",
}


def read_bibliography(path: str, text: str) -> Bibliography:
    """The sources of a bibliography, by the ending of its file.

    Args:
        path: Relative to `mkdocs.yml`.
        text: The whole file.
    """
    ending = path[path.rfind(".") :].lower()
    report = Report(path)
    if text.count("\0") * 3 > len(text):
        message = f"The registry file {quoted(path)} is UTF-16, and does not say so."
        report.add("registry-encoding", message, 1, "Save it again with the encoding UTF-8.")
        text = text.replace("\0", "")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _gathered(_READERS[ending](text, report), report, _WANTED.get(ending, "A BibTeX entry is `@book{key, …}`."))


def read_csl_yaml(items: SequenceNode, reading: Reading) -> Bibliography:
    """The sources of a list of CSL items in YAML.

    Raises:
        UnreadableError: aliases multiply to more than may be read.
    """
    report = Report(reading.path)
    return _gathered(csl.yaml_works(items, reading, report), report, _WANTED[".json"])


def _gathered(works: Iterable[Work], report: Report, wanted: str) -> Bibliography:
    sources = []
    count = 0
    for work in works:
        count += 1
        before = len(report.problems)
        source = source_of(work, report)
        report.problems[before:] = [replace(found, source=work.key or None) for found in report.problems[before:]]
        if source is not None:
            sources.append(source)
        elif work.key:
            report.left_out.append((work.key, work.line))
    if not count and not report.problems:
        report.add("registry-empty", f"The registry file {quoted(report.path)} holds no entry.", 1, wanted)
    return Bibliography(tuple(sources), tuple(report.problems), tuple(report.left_out))


__all__ = ["Bibliography", "read_bibliography", "read_csl_yaml"]
