"""The whole site as tables: what the dataset holds, made from the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from mkdocs_provenance.ledger import Ledger, Use
from mkdocs_provenance.model import (
    Article,
    Attribution,
    Organisation,
    Provenance,
    QuotationResult,
    Source,
    Strength,
)
from mkdocs_provenance.publication import Publication
from mkdocs_provenance.views.addresses import Addresses
from mkdocs_provenance.views.dataset_rows import (
    AnalysisRow,
    ArticleRow,
    ClaimRow,
    CorrectionRow,
    EvidenceRow,
    MentionRow,
    OrganisationRow,
    OriginRow,
    QuotationRow,
    Row,
    SourceRow,
)
from mkdocs_provenance.views.edtf import edtf
from mkdocs_provenance.views.lookup import number, safe_url


class Tables:
    """The tables of the dataset.

    Args:
        ledger: The whole site.
        publication: How the site names itself.
        addresses: Where its own pages are.
    """

    def __init__(self, ledger: Ledger, publication: Publication, addresses: Addresses) -> None:
        self._ledger = ledger
        self._publication = publication
        self._addresses = addresses

    @cached_property
    def rows(self) -> Mapping[str, list[Row]]:
        """The rows of each table, in the dataset's order."""
        records = self._ledger.records
        return {
            "articles": [self._article(record) for record in records],
            "claims": [row for record in records for row in _claims(record)],
            "evidence": [row for record in records for row in self._evidence(record)],
            "mentions": list(self._mentions()),
            "quotations": [row for record in records for row in self._quotations(record)],
            "analysis": [row for record in records for row in _analysis(record)],
            "sources": list(self._sources()),
            "organisations": list(self._organisations()),
            "origins": list(self._origins()),
            "corrections": [
                CorrectionRow(article.path, str(each.kind), edtf(each.date) or "", each.text, article.url)
                for article, each in self._ledger.corrections
            ],
        }

    @cached_property
    def counts(self) -> dict[str, object]:
        """What the tables amount to."""
        records = self._ledger.records
        strengths = Counter(claim.strength for record in records for claim in record.claims)
        results = Counter(each.result for record in records for each in record.quotations)
        sourced = sum(bool(claim.evidence) for record in records for claim in record.claims)
        named = ("sources", "organisations", "origins", "analysis", "corrections")
        return {
            "articles": len(records),
            "claims": strengths.total(),
            "sourced": sourced,
            "unsourced": strengths.total() - sourced,
            "strength": {strength.value: strengths[strength] for strength in Strength},
            "quotations": {result.value: results[result] for result in QuotationResult},
            **{name: len(self.rows[name]) for name in named},
        }

    # What the articles say

    def _article(self, record: Provenance) -> ArticleRow:
        article, counts = record.article, record.counts
        return ArticleRow(
            id=article.path,
            title=article.title,
            url=article.url,
            published=edtf(article.published),
            updated=edtf(article.updated),
            language=article.language,
            section=article.section or None,
            authors="; ".join(article.authors) or None,
            claims=counts.claims,
            sourced=counts.sourced,
            unsourced=counts.unsourced,
            sources=counts.sources,
            origins=counts.origins,
            quotations=counts.quotations,
            analysis=counts.analysis,
            corrections=len(article.statement.corrections),
            record=self._publication.whole(_record_address(article)),
        )

    def _evidence(self, record: Provenance) -> Iterator[EvidenceRow]:
        names = self._names[record.article.path]
        for claim in record.claims:
            for tie in claim.evidence:
                source = names.get(tie.source, tie.source)
                yield EvidenceRow(record.article.path, claim.id, source, tie.label, tie.locator or None)

    def _mentions(self) -> Iterator[MentionRow]:
        """In the order of the articles."""
        found: dict[str, list[MentionRow]] = {}
        for key, uses in self._ledger.uses.items():
            for use in uses:
                if use.claim is None:
                    path = use.article.path
                    role = str(use.role) if use.role is not None else "disagreement"
                    url = f"{use.article.url}#provenance-mark-{number(use.mark)}" if use.mark else use.article.url
                    row = MentionRow(path, self._names[path].get(key, key), role, use.text, url)
                    found.setdefault(path, []).append(row)
        for path in dict.fromkeys(record.article.path for record in self._ledger.records):
            yield from found.get(path, ())

    def _quotations(self, record: Provenance) -> Iterator[QuotationRow]:
        article = record.article
        names = self._names[article.path]
        for each in record.quotations:
            source = names.get(each.source, each.source) if each.source else None
            url = _sentence(article, each.claim) if each.claim else article.url
            yield QuotationRow(article.path, each.claim, each.text, source, str(each.result), url)

    @cached_property
    def _names(self) -> Mapping[str, Mapping[str, str]]:
        """Article to the ids that its unnamed sources go by."""
        found: dict[str, dict[str, str]] = {}
        for record in self._ledger.records:
            path = record.article.path
            found.setdefault(path, {}).update(
                (note.source.id, f"{path}#{note.label}")
                for note in record.notes
                if note.source.attribution is Attribution.UNNAMED
            )
        return found

    # What they rest on

    def _is_shown(self, source: Source) -> bool:
        """Whether a source has a row of its own: it is named, and has a page or is cited."""
        known = source.id in self._addresses.sources or source.id in self._ledger.uses
        return known and source.attribution is not Attribution.UNNAMED

    @cached_property
    def _shown(self) -> list[Source]:
        return [source for source in self._ledger.registry.sources.values() if self._is_shown(source)]

    def _sources(self) -> Iterator[SourceRow]:
        for source in self._shown:
            yield self._source(source)
        for record in self._ledger.records:
            names = self._names[record.article.path]
            for note in record.notes:
                if note.source.attribution is Attribution.UNNAMED:
                    yield _unnamed(note.source, names[note.source.id], len(note.cited_by))

    def _source(self, source: Source) -> SourceRow:
        claims, articles = self._weight([source.id])
        body = self._publisher(source)
        origin = self._ledger.origin_of.get(source.id)
        return SourceRow(
            id=source.id,
            kind=str(source.kind),
            title=source.title or None,
            author="; ".join(filter(None, map(str, source.author))) or None,
            speaker=source.speaker or None,
            publisher=(body.name if body else source.publisher) or None,
            organisation=body.id if body else None,
            published=edtf(source.published),
            accessed=edtf(source.accessed),
            url=safe_url(source.url),
            doi=source.doi or None,
            language=source.language or None,
            closeness=str(source.closeness) if source.closeness else None,
            attribution=str(source.attribution),
            access=str(source.access) if source.access else None,
            status=str(source.status.state),
            status_date=edtf(source.status.date),
            archived=bool(source.archives),
            archive=next((url for copy in source.archives if (url := safe_url(copy.url))), None),
            excerpts=len(source.excerpts),
            derived_from="; ".join(filter(self._may_be_named, source.derived_from)) or None,
            origin=origin.id if origin else None,
            unidentified=source.unidentified,
            claims=claims,
            articles=articles,
            page=self._page(self._addresses.sources.get(source.id)),
        )

    def _may_be_named(self, key: str) -> bool:
        source = self._ledger.registry.sources.get(key)
        return source is None or source.attribution is not Attribution.UNNAMED

    def _organisations(self) -> Iterator[OrganisationRow]:
        published: dict[str, list[str]] = {}
        for source in self._shown:
            if (body := self._publisher(source)) is not None:
                published.setdefault(body.id, []).append(source.id)
        for body in self._ledger.registry.organisations.values():
            keys, page = published.get(body.id, []), self._page(self._addresses.organisations.get(body.id))
            if keys or page:
                kind, url = str(body.kind) if body.kind else None, safe_url(body.url)
                claims, articles = self._weight(keys)
                yield OrganisationRow(
                    body.id, body.name, kind, body.owner, body.country, url, len(keys), claims, articles, page
                )

    def _origins(self) -> Iterator[OriginRow]:
        """Those that are cited; one that only an unnamed source would give a name to has none."""
        shown = {source.id for source in self._shown}
        registry = self._ledger.registry
        for origin in self._ledger.origins:
            keys = [key for key in origin.sources if key in shown]
            claims, articles = self._weight(keys)
            if keys:
                unnamed = {registry.sources[key].title for key in origin.sources if key not in shown}
                name = None if origin.name in unnamed else origin.name
                yield OriginRow(origin.id, name, origin.why, len(keys), claims, articles)

    def _weight(self, keys: Iterable[str]) -> tuple[int, int]:
        """How many statements rest on some sources together, and how many articles cite them."""
        uses: list[Use] = [use for key in keys for use in self._ledger.uses.get(key, ())]
        claims = {(use.article.path, use.claim) for use in uses if use.claim is not None}
        return len(claims), len({use.article.path for use in uses})

    def _publisher(self, source: Source) -> Organisation | None:
        """The organisation that published a source, whether named by its id or by its name."""
        return self._ledger.registry.publisher_of(source) or self._bodies.get((source.publisher or "").casefold())

    @cached_property
    def _bodies(self) -> Mapping[str, Organisation]:
        bodies = self._ledger.registry.organisations.values()
        return {body.name.casefold(): body for body in reversed(tuple(bodies)) if body.name}

    def _page(self, path: str | None) -> str | None:
        return self._publication.whole(self._addresses.url(path)) if path else None


def _claims(record: Provenance) -> Iterator[ClaimRow]:
    article = record.article
    for claim in record.claims:
        yield ClaimRow(
            article=article.path,
            id=claim.id,
            url=_sentence(article, claim.id),
            text=claim.text,
            support=str(claim.support),
            strength=str(claim.strength),
            state=str(claim.state),
            sources=len({tie.source for tie in claim.evidence}),
            origins=len(claim.origins),
        )


def _analysis(record: Provenance) -> Iterator[AnalysisRow]:
    article = record.article
    for each in record.analysis:
        url = f"{article.url}#provenance-analysis-{number(each.id)}"
        yield AnalysisRow(article.path, each.id, each.title, len(each.passages), len(set(each.rests_on)), url)


def _unnamed(source: Source, id: str, claims: int) -> SourceRow:
    """What is said of an unnamed source: its description and the reason, its kind, how near it stood, its status."""
    return SourceRow(
        id=id,
        kind=str(source.kind),
        closeness=str(source.closeness) if source.closeness else None,
        attribution=str(source.attribution),
        described_as=source.described_as or None,
        reason=source.reason or None,
        status=str(source.status.state),
        unidentified=source.unidentified,
        claims=claims,
        articles=1,
    )


def _sentence(article: Article, claim: str) -> str:
    return f"{article.url}#provenance-claim-{number(claim)}"


def _record_address(article: Article) -> str:
    """Where the article's `provenance.json` is, from the top of the site."""
    page = article.address.removeprefix("./")
    folder = page if page.endswith("/") or not page else f"{page.rpartition('.')[0]}/"
    return f"{'' if page == 'index.html' else folder}provenance.json"


__all__ = ["Tables"]
