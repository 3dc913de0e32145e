"""A site whose sources have every kind of page: retracted, derived, unnamed, unidentified, and cited 250 times."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from small_site import small_site

STATEMENTS: Final = 250
"""Those of the long article: more than two pages hold."""

REGISTRY: Final = """\
organisations:
  holding: {name: Harbour Holding, kind: company, country: NO, url: "https://holding.example.org"}
  tide:
    name: The Daily Tide
    kind: news
    owner: holding
    interest_note: The owner builds ships.
    ownership_source: https://register.example.org/tide
  wire: {name: Coast Wire, kind: wire, owner: holding}
  office: {name: Harbour Office, kind: government}
  quiet: {name: An organisation without sources}
sources:
  study:
    kind: study
    title: The bells of the coast
    author: [{family: Smith, given: Ada}, {literal: The Bell Society}]
    publisher: office
    doi: 10.1234/bells
    published: 2020-03
    closeness: first-hand
    status:
      - {state: corrected, date: 2021-01-02, note: A table was wrong.}
      - {state: retracted, date: 2022-05-03, note: The bells were never weighed.}
  smith:2020:
    kind: news
    title: What the study says
    publisher: The Daily Tide
    derived_from: [study]
    url: https://tide.example.org/1
    published: 2020-04-01
    accessed: 2020-05-01
    closeness: second-hand
    interest: It printed the study first.
    archives:
      - url: https://web.archive.org/web/20200402/https://tide.example.org/1
        date: 2020-04-02
        service: Wayback Machine
      - {url: "https://archive.example.org/2", date: 2020-04-03}
    excerpts:
      - {text: The bell weighs a ton., locator: p. 4, id: weight}
      - {text: Die Glocke schweigt., language: de, id: weight-2}
  Ünïcode: {kind: news, title: Bell rings again, publisher: wire, url: "https://wire.example.org/1", published: 2020-05}
  A: {kind: news, title: Capital, publisher: wire, url: "https://wire.example.org/2"}
  a: {kind: news, title: الجرس الصغير, title_translated: The small bell, language: ar, url: "https://wire.example.org/3"}
  gone:
    kind: web-page
    title: The old notice
    url: https://gone.example.org/
    status: removed
    archives: [{url: "https://archive.example.org/gone", date: 2019-01-01}]
  porter:
    kind: interview
    title: Secret talk at the quay
    attribution: unnamed
    described_as: a porter
    reason: retaliation
    known_to_editor: true
    none_reason: notes
    publisher: office
    derived_from: [study]
  log: {kind: document, title: The harbour's log, publisher: office, locator: "Archive, shelf 3", undated: true}
  what: {unidentified: true}
  never: {kind: book, title: Never cited, isbn: 978-3-16-148410-0}
"""

SHORT: Final = """\
---
title: Who took the "bell" & why?
date: 2024-02-03
section: Harbour
provenance:
  disagreement:
    - text: The study has a ton [@study], the Tide less.
---

The bell was stolen [@study]. It weighed a ton [@smith:2020, p. 4; @smith:2020, p. 9; @porter].
The wire was first [@Ünïcode], and the capital followed [@A; @a]. The notice is gone [@gone; @what].

The porter saw it [@porter].

!!! analysis
    Nobody was looking. The study should have been read twice [@study, table 2].

!!! pullquote
    A bell of bronze [@log]
"""

LONG: Final = """\
---
title: Lange Liste
date: 2025-01-01
language: de
---

""" + "\n\n".join(f"Die Glocke schlug {n} Mal [@log, S. {n}]." for n in range(1, STATEMENTS + 1))

FILES: Final[Mapping[str, str | bytes]] = {
    "docs/index.md": "# The Harbour Paper\n\nThe front page cites the log [@log].\n",
    "articles/short.md": SHORT,
    "articles/more/long list.md": LONG + "\n",
}


def sources_site(**more: str | bytes) -> dict[str, str | bytes]:
    """The site's files, in the theme of one template."""
    return small_site({**FILES, **more}, registry=REGISTRY)


def themed(name: str, **options: Any) -> dict[str, Any]:
    """The configuration of a site in a real theme, with the theme's own options."""
    return {
        "site_name": "The Harbour Paper",
        "theme": {"name": name, **options},
        "plugins": ["search", "provenance"],
    }
