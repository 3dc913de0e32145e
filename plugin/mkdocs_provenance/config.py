"""The plugin's options in `mkdocs.yml`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeVar

from mkdocs.config import config_options as c
from mkdocs.config.base import BaseConfigOption, Config, ValidationError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File
from msgspec.structs import replace

from mkdocs_provenance.problems import did_you_mean
from mkdocs_provenance.publication import (
    ITEM_TYPES,
    Publication,
    PublicationError,
    Publisher,
    read_address,
    read_publisher,
)
from mkdocs_provenance.rules import Rules, RulesError, read_rules

DEFAULT_REGISTRY: Final = "articles/sources.yml"


_Made = TypeVar("_Made")


class MappingOption(BaseConfigOption[_Made]):
    """A mapping that a function of the core reads.

    Args:
        made: What is made of it.
        read: What makes it; a `RulesError` or `PublicationError` says what is wrong.
        example: A mapping, for who has written something else.
    """

    def __init__(self, made: type[_Made], read: Callable[[dict[object, object]], _Made], example: str) -> None:
        super().__init__()
        self.default = {}
        self._made, self._read, self._example = made, read, example

    def run_validation(self, value: object) -> _Made:
        if isinstance(value, self._made):
            return value
        if not isinstance(value, dict):
            raise ValidationError(f"Write a mapping. Example: {self._example}")
        try:
            return self._read(value)
        except (RulesError, PublicationError) as error:
            raise ValidationError(str(error)) from None


class LicenseOption(BaseConfigOption[str | None]):
    """An address, or the path of a page of the site."""

    def run_validation(self, value: object) -> str | None:
        if value is None:
            return None
        if not isinstance(value, str):
            raise ValidationError("Write an address. Example: https://creativecommons.org/licenses/by/4.0/")
        try:
            return read_address("license", value)
        except PublicationError as error:
            raise ValidationError(str(error)) from None


class ItemTypeOption(BaseConfigOption[str]):
    """What articles are, in Zotero's words."""

    def __init__(self) -> None:
        super().__init__()
        self.default = ITEM_TYPES[0]

    def run_validation(self, value: object) -> str:
        if value not in ITEM_TYPES:
            hint = did_you_mean(str(value), ITEM_TYPES) or f"Write one of {', '.join(ITEM_TYPES)}."
            raise ValidationError(f"There is no {value!r}. {hint}")
        return str(value)


class ProvenanceConfig(Config):
    """`plugins: [provenance: {…}]`."""

    articles_dir = c.Type(str, default="articles")
    """The folder of the articles, beside `docs/`; relative to `mkdocs.yml`. It may be missing."""

    registry = c.Type((str, list), default=DEFAULT_REGISTRY)
    """The registry: a file, a list of files, or globs; relative to `mkdocs.yml`.

    Unless it is named, `sources.yml` in the articles' folder does as well."""

    articles_nav = c.Type(int, default=12)
    """How many of the newest articles the navigation lists; 0 for none.

    Every further entry costs time on every page: Material draws the whole navigation on each."""

    articles_title = c.Type(str, default="Articles")
    """The title of that part of the navigation."""

    templates = c.Optional(c.Dir(exists=True))
    """A folder with templates that replace those of the same name in `mkdocs_provenance/views/templates`."""

    locales = c.Optional(c.Dir(exists=True))
    """A folder with messages of your own, `de.po` for German: they come before the plugin's, message by message."""

    record = c.Type(bool, default=True)
    """Write `provenance.json` beside every article, and the dataset of the whole site."""

    exports = c.Type(bool, default=True)
    """Write the forms that reference managers and other machines read beside every article."""

    sources_dir = c.Type(str, default="sources")
    """The folder of the site in which every source has a page; nothing for no such pages."""

    corrections_dir = c.Type(str, default="corrections")
    """The folder of the page that lists all corrections, and of its feed; nothing for none."""

    stats_dir = c.Type(str, default="")
    """The folder of the page with the figures of the whole site; nothing for none."""

    publisher = MappingOption(Publisher, read_publisher, "{name: The Harbour Post, ethics: about/ethics.md}")
    """Who publishes: `name`, `url`, `logo`, and the pages of its policies; each an address or the path of a page."""

    license = LicenseOption()
    """The licence that the articles are under: its address, or the path of a page."""

    item_type = ItemTypeOption()
    """What reference managers file an article as: one of Zotero's item types."""

    rules = MappingOption(Rules, read_rules, "{single-origin: warning}")
    """How serious each rule is: codes or numbers to `error`, `warning`, `info` or `off`; and `preset: newsroom`."""

    private_list = c.Optional(c.File(exists=True))
    """A file with words that must never be published, one a line; it is never published itself."""

    seals = c.Optional(c.Type(str))
    """The file that `provenance seal` writes: articles as they were published, to notice silent changes."""


def publication_of(config: MkDocsConfig, options: ProvenanceConfig, language: str) -> Publication:
    """The publication as the articles name it, every path of a page made an address.

    Raises:
        PluginError: a path names a page that is not there.
    """
    url = f"{config.site_url.rstrip('/')}/" if config.site_url else ""  # mike takes the stroke away
    bare = Publication(config.site_name, url, language, item_type=options.item_type)
    said = options.publisher

    def whole(path: str) -> str:
        return bare.whole(_address(path, config)) if path and "://" not in path else path

    policies = {name: whole(path) for name, path in said.policies.items()}
    publisher = Publisher(said.name, whole(said.url), whole(said.logo), MappingProxyType(policies))
    return replace(bare, publisher=publisher, license=whole(options.license or ""))


def _address(path: str, config: MkDocsConfig) -> str:
    """The address, from the top of the site, of the page that a Markdown file becomes; another path is one already."""
    page, fragment, anchor = path.partition("#")
    if not page.endswith(".md"):
        return path
    if not Path(config.docs_dir, page).is_file():
        pages = (found.relative_to(config.docs_dir).as_posix() for found in Path(config.docs_dir).rglob("*.md"))
        hint = did_you_mean(page, pages) or "Write its path within the folder of the docs."
        raise PluginError(f"provenance: `publisher` or `license` names the page {page}, which is not there. {hint}")
    return File(page, None, config.site_dir, config.use_directory_urls).url + fragment + anchor
