"""The publication that the browser tests read: two articles with a mark in every kind of place, under three themes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest

from conftest import Built, SiteBuilder

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request

Theme = Literal["material", "mkdocs", "readthedocs"]

BELL = "/articles/bell/"
LIGHT = "/articles/light/"

LONG = " ".join(f"Line {line} of the minutes says who came into the harbour and when they left." for line in range(60))
"""An excerpt that no screen holds."""

REGISTRY = f"""\
organisations:
  office: {{name: Harbour Office, kind: government}}
  tide: {{name: The Daily Tide, kind: news}}
  wire: {{name: Coast Wire, kind: wire}}
sources:
  log:
    kind: document
    title: Log of the harbour [1], 4 May
    publisher: office
    published: 2026-05-04
    url: https://example.org/log
    closeness: first-hand
    excerpts: [{{text: "The bell rang at nine [2] and was not heard again.", locator: Entry of 4 May}}]
  tide:
    kind: news
    title: Harbour bell vanishes
    publisher: tide
    published: 2026-05-05
    url: https://example.org/tide
    excerpts: [{{text: a grey van stood at the quay}}]
  tide-2: {{kind: news, title: The van is found, publisher: tide, published: 2026-05-06, url: "https://example.org/van"}}
  minutes:
    kind: document
    title: Minutes of the council
    publisher: office
    url: https://example.org/minutes
    excerpts: [{{text: "{LONG}"}}]
  wire: {{kind: news, title: Bell missing, publisher: wire, url: "https://example.org/wire", language: en}}
  arabic: {{kind: news, title: الجرس المفقود, language: ar, url: "https://example.org/arabic"}}
"""

FILLER = "The quay is long, the wind comes from the west, and nobody stays outside after dark. " * 6

BELL_ARTICLE = f"""\
---
title: Who took the harbour bell?
date: 2026-05-07
author: Ruth Vane
sources: [log, tide, tide-2, minutes, wire, arabic]
provenance:
  method: We read the log and spoke to nobody else.
  not_established: [Who took the bell down.]
  disagreement:
    - text: The log has the bell at nine, the wire at eight [1, 5].
  corrections:
    - {{date: 2026-05-08, kind: correction, text: An earlier version gave the wrong day.}}
  history:
    - {{date: 2026-05-07, change: First published.}}
---

[5] was the first to report it.
{{ #edge }}

The bell rang at nine [1].
{{ #single }}

The log and the paper agree on the hour [1, 2].
{{ #group }}

Four accounts name a van [2-5].
{{ #range }}

The council met at once [4]. {FILLER}
{{ #long }}

“The bell rang at nine,” the log says [1]. The paper saw “a grey van” [2]. “It stood at the quay,” it went on [2].
“Nobody was in it,” it added [2]. “The lights were off,” it said [2]. “It was cold,” it said [2]. “It was late,” it said [2].
{{ #quotations }}

Of the van and of the driver nobody knows anything [1, 9].
{{ #half }}

The mayor left the town [9].
{{ #unresolved }}

See [the light](light.md) for what came after, and [nothing else](light.md#what-it-means).
{{ #way }}

## The table [3]

| Hour | Who was there | What they carried | Which boat | Whose van | The light | Remark |
| ---- | ------------- | ----------------- | ---------- | --------- | --------- | ------ |
| 9 pm | HarbourMaster | TheHeavyOldLamp   | Salamander | GreyOneOf | Burning   | seen [1] {{ #cell }} |
| 8 pm | TheNightWatch | TheHeavyOldLamp   | Salamander | GreyOneOf | Burning   | seen [2, 3] |

=== "By day"

    In the day the quay was empty [2].
    {{ #shown }}

=== "By night"

    In the night somebody walked there [3].
    {{ #tabbed }}

??? note "The porter"

    The porter heard a hammer [5].
    {{ #folded }}

    ??? note "His brother"

        His brother heard nothing [5].
        {{ #twice-folded }}

- The crane was locked [5].
  {{ #item }}
- The gate stood open [1] all night.

> A neighbour wrote that the dogs barked [5].

The crane has a key of its own.[^key]

[^key]: The key hangs in the office [1].

!!! pullquote
    The bell rang at nine

{FILLER}

!!! analysis "What to make of it"
    A bell of that weight does not leave by itself [4].
    {{ #analysed }}

## What it means {{ .analysis }}

Somebody had the key. It was no accident [1].

The last word is the harbour master's [6].
{{ #last }}
"""

LIGHT_ARTICLE = f"""\
---
title: The light went out
date: 2026-05-09
sources: [tide, log]
---

The light went out at ten [1]. [Back to the bell](bell.md).
{{ #first }}

{FILLER}

{FILLER}

## What it means

The log has it at eleven [2].
{{ #second }}
"""

FILES: Mapping[str, str | bytes] = {
    "docs/index.md": "# The Harbour Paper\n\n[The bell](articles/bell.md) and [the light](articles/light.md).\n",
    "docs/plain.md": "# Plain\n\nNothing is cited here, not even in [1].\n",
    "articles/sources.yml": REGISTRY,
    "articles/bell.md": BELL_ARTICLE,
    "articles/light.md": LIGHT_ARTICLE,
}

THEMES: Mapping[Theme, Mapping[str, Any]] = {
    "material": {
        "name": "material",
        "font": False,
        "features": ["navigation.instant", "navigation.instant.preview", "content.tooltips", "navigation.top"],
        "palette": [
            {"media": "(prefers-color-scheme: light)", "scheme": "default"},
            {"media": "(prefers-color-scheme: dark)", "scheme": "slate"},
        ],
    },
    "mkdocs": {"name": "mkdocs", "highlightjs": False, "color_mode": "auto"},
    "readthedocs": {"name": "readthedocs", "highlightjs": False},
}

CONFIG: Mapping[str, Any] = {
    "site_name": "The Harbour Paper",
    "site_url": "https://example.org/paper/",
    "plugins": ["search", {"provenance": {}}],
    "markdown_extensions": [
        "admonition",
        "attr_list",
        "footnotes",
        "tables",
        {"toc": {"permalink": True}},
        "pymdownx.details",
        "pymdownx.superfences",
        {"pymdownx.tabbed": {"alternate_style": True}},
    ],
}
