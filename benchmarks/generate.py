"""The same made-up articles: plain, with footnotes, with provenance on the articles alone, and with all of it.

An article has 8 paragraphs and about 350 words. In the cited forms 12 groups of markers hold about 20 markers, to 5 of
N/2 sources. The words come from a seeded generator: the same N gives the same bytes on every machine.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

VARIANTS = ("plain", "footnotes", "articles", "provenance")

PARAGRAPHS = 8
SENTENCES = 4
SOURCES_PER_ARTICLE = 5
GROUP_SIZES = (1, 2, 1, 2, 3, 1, 2, 1, 2, 1, 3, 1)
"""Markers per group: 12 groups, 20 markers."""

SYLLABLES = (
    "ba",
    "cor",
    "del",
    "en",
    "fi",
    "gra",
    "hol",
    "in",
    "ju",
    "ka",
    "lum",
    "mer",
    "no",
    "or",
    "pel",
    "qui",
    "ras",
)

CONFIG = """\
site_name: Benchmark
site_url: https://example.org/
theme: {{name: material, font: false}}
markdown_extensions: [admonition{extensions}]
plugins: [search{plugins}]
nav: [{{Home: index.md}}]
not_in_nav: "/articles/"
"""

EXTENSIONS = {"plain": "", "footnotes": ", footnotes", "articles": "", "provenance": ""}
PLUGINS = {
    "plain": "",
    "footnotes": "",
    "articles": ", {provenance: {articles_nav: 0, exports: false, sources_dir: '', corrections_dir: ''}}",
    "provenance": ", {provenance: {articles_nav: 0}}",
}


@dataclass(frozen=True)
class Source:
    key: str
    title: str
    publisher: str
    url: str
    excerpt: str


@dataclass(frozen=True)
class Article:
    title: str
    sources: tuple[Source, ...]
    paragraphs: tuple[tuple[tuple[str, tuple[int, ...]], ...], ...]
    """Sentences, each with the numbers of the sources that it cites. The last paragraph is analysis."""


def write_site(folder: Path, count: int, variant: str) -> Path:
    """Write the site of `count` articles in one form; return its `mkdocs.yml`."""
    rng = random.Random(20261122)
    cites = variant in ("articles", "provenance")
    sources = _sources(rng, max(SOURCES_PER_ARTICLE, count // 2))
    articles_dir = folder / ("articles" if cites else "docs/articles")
    articles_dir.mkdir(parents=True)
    (folder / "docs").mkdir(exist_ok=True)
    (folder / "docs/index.md").write_text("# Home\n", encoding="utf-8")
    form: Callable[[Article], str] = {"plain": _plain, "footnotes": _footnotes}.get(variant, _provenance)
    for number in range(count):
        (articles_dir / f"article-{number:05d}.md").write_text(form(_article(rng, sources)), encoding="utf-8")
    if cites:
        (articles_dir / "sources.yml").write_text(_registry(sources), encoding="utf-8")
    config = folder / "mkdocs.yml"
    text = CONFIG.format(extensions=EXTENSIONS[variant], plugins=PLUGINS[variant])
    config.write_text(text, encoding="utf-8")
    return config


def _sources(rng: random.Random, count: int) -> list[Source]:
    return [
        Source(
            key=f"source-{number:05d}",
            title=_words(rng, 6).capitalize(),
            publisher=f"org-{number // 5}",
            url=f"https://example.org/{number}",
            excerpt=_words(rng, 12),
        )
        for number in range(count)
    ]


def _article(rng: random.Random, sources: list[Source]) -> Article:
    cited = tuple(rng.sample(sources, SOURCES_PER_ARTICLE))
    places = sorted(rng.sample(range((PARAGRAPHS - 1) * SENTENCES), len(GROUP_SIZES)))
    groups = {
        place: tuple(sorted(rng.sample(range(1, 6), size))) for place, size in zip(places, GROUP_SIZES, strict=True)
    }
    paragraphs = []
    for paragraph in range(PARAGRAPHS):
        places_here = range(paragraph * SENTENCES, (paragraph + 1) * SENTENCES)
        paragraphs.append(tuple((_words(rng, 11).capitalize(), groups.get(place, ())) for place in places_here))
    first = places[0]
    sentence = f'{_words(rng, 5).capitalize()} "{cited[groups[first][0] - 1].excerpt}"'
    row = list(paragraphs[first // SENTENCES])
    row[first % SENTENCES] = (sentence, groups[first])
    paragraphs[first // SENTENCES] = tuple(row)
    return Article(_words(rng, 5).capitalize(), cited, tuple(paragraphs))


def _words(rng: random.Random, count: int) -> str:
    return " ".join("".join(rng.choices(SYLLABLES, k=rng.randint(1, 4))) for _ in range(count))


def _body(article: Article, mark: Callable[[tuple[int, ...]], str], analysis: str) -> str:
    blocks = [
        " ".join(f"{sentence}{mark(numbers) if numbers else ''}." for sentence, numbers in paragraph)
        for paragraph in article.paragraphs
    ]
    return "\n\n".join([*blocks[:-1], f"!!! {analysis}\n    {blocks[-1]}"]) + "\n"


def _plain(article: Article) -> str:
    return f"---\ntitle: {article.title}\n---\n\n{_body(article, lambda _: '', 'note')}"


def _footnotes(article: Article) -> str:
    notes = "\n".join(
        f"[^{number}]: [{source.title}]({source.url}). {source.publisher}, 6 February 2023. “{source.excerpt}”"
        for number, source in enumerate(article.sources, 1)
    )
    body = _body(article, lambda numbers: "".join(f"[^{number}]" for number in numbers), "note")
    return f"---\ntitle: {article.title}\n---\n\n{body}\n{notes}\n"


def _provenance(article: Article) -> str:
    keys = ", ".join(source.key for source in article.sources)
    body = _body(article, lambda numbers: f" [{', '.join(map(str, numbers))}]", "analysis")
    return f"---\ntitle: {article.title}\ndate: 2023-02-08\nsources: [{keys}]\n---\n\n{body}"


def _registry(sources: list[Source]) -> str:
    organisations = sorted({source.publisher for source in sources})
    lines = ["organisations:", *(f"  {key}: {{name: {key.title()}, kind: news}}" for key in organisations), "sources:"]
    for source in sources:
        lines += [
            f"  {source.key}:",
            "    kind: news",
            f"    title: {source.title}",
            f"    publisher: {source.publisher}",
            "    published: 2023-02-06",
            "    accessed: 2026-11-22",
            f"    url: {source.url}",
            "    closeness: first-hand",
            f"    archives: [{{url: 'https://web.archive.org/web/2023/{source.url}', date: 2023-02-07}}]",
            f"    excerpts: [{{text: {source.excerpt}}}]",
        ]
    return "\n".join(lines) + "\n"
