r"""Every source of the registry in one list: what `\full_bibliography` becomes."""

from __future__ import annotations

from jinja2 import Environment

from mkdocs_provenance.model import Attribution, Registry
from mkdocs_provenance.views.addresses import NOWHERE, Addresses
from mkdocs_provenance.views.lookup import lookup_of, safe
from mkdocs_provenance.views.sources import source_view
from mkdocs_provenance.views.words import Words


def full_bibliography(
    registry: Registry,
    words: Words,
    templates: Environment,
    attributes: str = "",
    *,
    addresses: Addresses = NOWHERE,
    address: str = "",
) -> str:
    """The registry's sources in its order, each as the notes show it; the empty string where there is none.

    A source that is not named stays off the list: only an article that cites it tells that there is one. So does one
    that nobody has described yet.

    Args:
        registry: All sources.
        words: Those of the page's language.
        templates: As of `views.page.environment`.
        attributes: What elements with our words say of their language, where it is not the page's.
        addresses: Where the sources' own pages are.
        address: That of the page, from the top of the site.
    """
    listed = [
        source
        for source in registry.sources.values()
        if source.attribution is not Attribution.UNNAMED and not source.unidentified
    ]
    if not listed:
        return ""
    lookup = lookup_of(listed, registry, words, attributes, addresses=addresses, address=address)
    views = [source_view(source, "", False, lookup) for source in listed]
    template = templates.get_template("bibliography.html.jinja")
    return template.render(sources=views, gettext=words.gettext, attributes=safe(attributes)).strip()
