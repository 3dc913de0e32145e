"""Dates that cannot be: sources younger than what cites them."""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs_provenance.checks.case import Case
from mkdocs_provenance.dates import earliest, latest
from mkdocs_provenance.model import Problem


def newer_sources(case: Case) -> Iterator[Problem]:
    """D2: a source that was published after the last day on which the article says that it was worked on."""
    statement = case.article.statement
    days = [case.article.published, statement.checked_on]
    days += [correction.date for correction in statement.corrections] + [change.date for change in statement.history]
    known = [latest(day) for day in days if day is not None]
    if case.article.published is None:
        return
    last = max(known)
    for note in case.provenance.notes:
        published = note.source.published
        if published is not None and earliest(published) > last:
            message = f'"{note.source.id}" was published on {published.text}, after the article that cites it.'
            hint = "Correct one of the dates, or say under `history` when the article was changed."
            yield case.at_source("source-after-article", note.source, message, hint)
