r"""Every source of the registry in one list: what `\full_bibliography` becomes."""

from __future__ import annotations

from jinja2 import Environment

from mkdocs_provenance.model import Article, Attribution, Counts, Note, Provenance, Registry
from mkdocs_provenance.views.lookup import Lookup, safe
from mkdocs_provenance.views.sources import source_view
from mkdocs_provenance.views.words import Words


def full_bibliography(registry: Registry, words: Words, templates: Environment, attributes: str = "") -> str:
    """The registry's sources in its order, each as the notes show it; the empty string where there is none.

    A source that is not named stays off the list: only an article that cites it tells that there is one. So does one
    that nobody has described yet.

    Args:
        registry: All sources.
        words: Those of the page's language.
        templates: As of `views.page.environment`.
        attributes: What elements with our words say of their language, where it is not the page's.
    """
    listed = [
        source
        for source in registry.sources.values()
        if source.attribution is not Attribution.UNNAMED and not source.unidentified
    ]
    if not listed:
        return ""
    notes = tuple(Note(label="", source=source, origin="", cited_by=(), marks=()) for source in listed)
    record = Provenance(
        article=Article(path=""), claims=(), marks=(), notes=notes, origins=(), quotations=(), analysis=(),
        counts=Counts(), problems=(),
    )  # fmt: skip
    lookup = Lookup(record, registry, words, attributes)
    views = [source_view(source, "", False, lookup) for source in listed]
    template = templates.get_template("bibliography.html.jinja")
    return template.render(sources=views, gettext=words.gettext, attributes=safe(attributes)).strip()
