"""The publication that articles appear in: its name, its publisher, and the policies that it has put in writing."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct, field


class Publisher(Struct, frozen=True):
    """Who publishes (schema.org NewsMediaOrganization)."""

    name: str = ""
    url: str = ""
    logo: str = ""
    policies: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """schema.org property to the address of the page that states the policy: `correctionsPolicy`, `ethicsPolicy`, …"""


class Publication(Struct, frozen=True):
    """The site as its articles name it."""

    name: str = ""
    """What `mkdocs.yml` calls `site_name`."""
    url: str = ""
    """`site_url`, ending in a stroke; nothing where the site has no address yet."""
    language: str = "en"
    """BCP 47."""
    publisher: Publisher = Publisher()
    license: str = ""
    """The address of the licence that the articles are under."""
    item_type: str = "newspaperArticle"
    """What Zotero files an article of the articles' folder as (its own names of item types)."""

    def whole(self, address: str) -> str:
        """An address from the top of the site as a whole one, as far as the site has an address."""
        return f"{self.url}{'' if address in ('.', './') else address}"
