"""One article's record as HTML: fragments by name, which the host puts in their places."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, PackageLoader, PrefixLoader, StrictUndefined

from mkdocs_provenance.model import Provenance, Registry, Role
from mkdocs_provenance.views.addresses import NOWHERE, Addresses
from mkdocs_provenance.views.amounts import strength_labels
from mkdocs_provenance.views.correction import shown
from mkdocs_provenance.views.lookup import Lookup, safe
from mkdocs_provenance.views.marks import fragments
from mkdocs_provenance.views.panel import all_analysis, analysed, panel_html, reported
from mkdocs_provenance.views.words import ENGLISH, Words

PANEL_ID: Final = "how-we-know-this"


@lru_cache(maxsize=8)
def environment(user_dir: str | None = None) -> Environment:
    """The templates; a file of the same name in `user_dir` replaces one of ours.

    A replacement reaches the template that it replaces as `provenance/NAME`.
    """
    ours = PackageLoader("mkdocs_provenance", "views/templates")
    loaders: list[BaseLoader] = [FileSystemLoader(user_dir)] if user_dir else []
    return Environment(
        loader=ChoiceLoader([*loaders, ours, PrefixLoader({"provenance": ours})]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        undefined=StrictUndefined,
    )


def render(
    provenance: Provenance,
    registry: Registry,
    *,
    words: Words = ENGLISH,
    templates: Environment | None = None,
    record_url: str = "provenance.json",
    attributes: str = "",
    addresses: Addresses = NOWHERE,
    files: Sequence[str] = (),
) -> dict[str, str]:
    """Every fragment of the page, by the name in the comment `<!--provenance:NAME-->` that it replaces.

    `summary`, `panel`; `m1`… marks; `c1`… and `c1+`… opening tags of claims, `/c` their end, `c2~`… the end
    of one with the opening of the next; `a1`… what opens an analysis section, `a1-`… the same without its title; `qp1`…
    what closes the pull quote passage `p1`.
    `attributes` is what `words.attributes()` says for a page in another language than that of `words`;
    `addresses` are those of the site's own pages, which the notes link to; `files` are where the files of the exports
    are, from the page.
    """
    lookup = Lookup(provenance, registry, words, attributes, addresses)
    found = fragments(lookup)
    templates = templates if templates is not None else environment()
    found["panel"] = panel_html(lookup, templates, record_url, files)
    found["summary"] = _notice(lookup, templates) + _summary(lookup, templates) if found["panel"] else ""
    return found


def _notice(lookup: Lookup, templates: Environment) -> str:
    """The article's corrections, in full: nobody should have to look for them (Hettinga and Appelman: at the top)."""
    words = lookup.words
    corrections = shown(lookup.provenance.article, words)
    if not corrections:
        return ""
    template = templates.get_template("notice.html.jinja")
    attributes = safe(lookup.attributes)
    return template.render(gettext=words.gettext, stop=words.stop, corrections=corrections, attributes=attributes)


def _summary(lookup: Lookup, templates: Environment) -> str:
    words = lookup.words
    if all_analysis(lookup):
        sources = len(lookup.notes)
        said = words.gettext("This whole article is our analysis; it is not sourced reporting.")
        if sources:
            cites = words.ngettext("It cites %(count)d source.", "It cites %(count)d sources.", sources)
            said = words.join((said, cites % {"count": sources}))
    else:
        said = words.join((reported(lookup), analysed(lookup)))
    if not said:
        return ""
    return (
        templates.get_template("summary.html.jinja")
        .render(
            gettext=words.gettext,
            said=said,
            panel=PANEL_ID,
            legend=_legend(lookup),
            attributes=safe(lookup.attributes),
        )
        .strip()
    )


def _legend(lookup: Lookup) -> list[tuple[str, str]]:
    """What the reading lens tells apart in this article."""
    words, record = lookup.words, lookup.provenance
    if not record.claims:
        return []
    found = {claim.strength for claim in record.claims}
    legend = [(name.value, label) for name, label in strength_labels(lookup).items() if name in found]
    if record.analysis:
        legend.append(("analysis", words.gettext("Our analysis")))
    if any(passage.role is Role.PULLQUOTE for passage in record.article.passages):
        legend.append(("pullquote", words.gettext("Pull quote")))
    return legend
