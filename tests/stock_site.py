"""One short article, built with the plugin and without it: what is amiss in the second page is the theme's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pytest

from browser_site import CONFIG, REGISTRY, THEMES, Theme
from conftest import build_site

if TYPE_CHECKING:
    from playwright.sync_api import Page

ARTICLE: Final = "/articles/bell/"
PAGES: Final = ("/", "/plain/", ARTICLE)

TEXT: Final = """\
---
title: Who took the bell?
date: 2026-05-07
author: Ruth Vane
sources: [log, tide, tide-2, wire, arabic]
provenance:
  method: We read the log and spoke to nobody else.
  not_established: [Who took the bell down.]
  disagreement:
    - text: The log has the bell at nine, the wire at eight [1, 4].
  corrections:
    - {date: 2026-05-08, kind: correction, text: An earlier version gave the wrong day.}
  history:
    - {date: 2026-05-07, change: First published.}
---

The bell rang at nine [1].
{ #single }

The log and the paper agree on the hour [1, 2].
{ #group }

“The bell rang at nine,” the log says [1]. The paper saw “a grey van” [2]. Of the driver nobody knows anything [1, 9].

The mayor left the town [9]. See [the other page](../plain.md) for what came after.

## The table [3]

| Hour | Who was there |
| ---- | ------------- |
| 9 pm | The night watch [1] |

??? note "The porter"

    The porter heard a hammer [4].

The crane has a key of its own.[^key]

[^key]: The key hangs in the office [1].

!!! pullquote
    The bell rang at nine

!!! analysis "What to make of it"
    A bell of that weight does not leave by itself [4].

## What it means { .analysis }

Somebody had the key. The last word is the harbour master's [5].
{ #last }
"""

FILES: Final[Mapping[str, str | bytes]] = {
    "docs/index.md": "# The Harbour Paper\n\n[The bell](articles/bell.md).\n",
    "docs/plain.md": "# Plain\n\nNothing is cited here, not even in [1].\n",
}
CITED: Final = {**FILES, "articles/sources.yml": REGISTRY, "articles/bell.md": TEXT}
STOCK: Final = {**FILES, "docs/articles/bell.md": TEXT}


class Site(NamedTuple):
    address: str
    folder: Path

    def file(self, page: str) -> Path:
        return self.folder / page.strip("/") / "index.html"

    def html(self, page: str) -> str:
        return self.file(page).read_text(encoding="utf-8")


Headers = Callable[[str], Mapping[str, str]]
Publisher = Callable[..., Site]


@pytest.fixture(scope="session")
def publish(tmp_path_factory: pytest.TempPathFactory, serve: Callable[..., str]) -> Publisher:
    """`publish(theme, stock=…)`: the site under that theme, with the plugin or without it; built once for a run."""

    @cache
    def build(theme: Theme, *, stock: bool = False, headers: Headers | None = None) -> Site:
        root = tmp_path_factory.mktemp(theme)
        address = serve(root / "site", headers)
        config: dict[str, Any] = {**CONFIG, **THEMES[theme], "site_url": f"{address}/"}
        if stock:
            config["plugins"] = [plugin for plugin in config["plugins"] if plugin == "search"]
        built = build_site(root, STOCK if stock else CITED, config)
        assert built.ok, built.log
        return Site(address, root / "site")

    return build


def unfold(page: Page) -> None:
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")


def fold(page: Page) -> None:
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = false")
