"""The plugin's options in `mkdocs.yml`."""

from __future__ import annotations

from typing import Final

from mkdocs.config import config_options as c
from mkdocs.config.base import BaseConfigOption, Config, ValidationError

from mkdocs_provenance.rules import Rules, RulesError, read_rules

DEFAULT_REGISTRY: Final = "articles/sources.yml"


class RulesOption(BaseConfigOption[Rules]):
    """A mapping of rules to severities."""

    def __init__(self) -> None:
        super().__init__()
        self.default = {}

    def run_validation(self, value: object) -> Rules:
        if isinstance(value, Rules):
            return value
        if not isinstance(value, dict):
            raise ValidationError("Write a mapping. Example: {single-origin: warning}")
        try:
            return read_rules(value)
        except RulesError as error:
            raise ValidationError(str(error)) from None


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

    rules = RulesOption()
    """How serious each rule is: codes or numbers to `error`, `warning`, `info` or `off`; and `preset: newsroom`."""

    private_list = c.Optional(c.File(exists=True))
    """A file with words that must never be published, one a line; it is never published itself."""

    seals = c.Optional(c.Type(str))
    """The file that `provenance seal` writes: articles as they were published, to notice silent changes."""
