"""What an editor would be ashamed of: checks of a traced article and of the registry.

Every check is a pure function that yields problems; none changes anything. The evidence that editors want each of them
is in the manual, a page for each rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from mkdocs_provenance.checks.ages import old_sources
from mkdocs_provenance.checks.case import Case
from mkdocs_provenance.checks.dates import newer_sources
from mkdocs_provenance.checks.novelties import new_in_analysis
from mkdocs_provenance.checks.plurals import plural_wording
from mkdocs_provenance.checks.sourced_figures import figures_not_in_sources, headline_figures
from mkdocs_provenance.checks.sourcing import cited_analysis, few_origins, originals, too_many_markers
from mkdocs_provenance.checks.speakers import unattributed_quotations
from mkdocs_provenance.checks.statuses import statuses
from mkdocs_provenance.model import Problem, Provenance, Registry

CHECKS: Final[tuple[Callable[[Case], Iterator[Problem]], ...]] = (
    statuses,
    few_origins,
    originals,
    too_many_markers,
    newer_sources,
    cited_analysis,
    figures_not_in_sources,
    headline_figures,
    unattributed_quotations,
    old_sources,
    new_in_analysis,
    plural_wording,
)
"""The checks of an article, in the order in which their problems are found."""


def examine(provenance: Provenance, registry: Registry) -> tuple[Problem, ...]:
    """What is wrong with an article beyond what tracing it has found, with the table's severities.

    Args:
        provenance: The traced article.
        registry: The registry that it was traced against.
    """
    case = Case(provenance, registry)
    return tuple(found for check in CHECKS for found in check(case))
