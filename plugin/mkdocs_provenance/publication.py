"""The publication that articles appear in: its name, its publisher, and the policies that it has put in writing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from msgspec import Struct, field

from mkdocs_provenance.problems import did_you_mean

POLICIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "principles": "publishingPrinciples",
        "corrections": "correctionsPolicy",
        "ethics": "ethicsPolicy",
        "unnamed_sources": "unnamedSourcesPolicy",
        "fact_checking": "verificationFactCheckingPolicy",
        "ownership": "ownershipFundingInfo",
        "masthead": "masthead",
        "mission": "missionCoveragePrioritiesPolicy",
        "bylines": "noBylinesPolicy",
        "feedback": "actionableFeedbackPolicy",
        "diversity": "diversityPolicy",
        "staffing": "diversityStaffingReport",
    }
)
"""What `mkdocs.yml` calls a policy, and the property of schema.org's NewsMediaOrganization that it is."""

ITEM_TYPES: Final = (
    "newspaperArticle",
    "magazineArticle",
    "blogPost",
    "report",
    "journalArticle",
    "preprint",
    "webpage",
)
"""What an article of the articles' folder may be filed as, in Zotero's own names of item types."""

_WEB: Final = re.compile(r"https?://[^\s/?#\\]+[^\s\\]*\Z", re.IGNORECASE)
_PATH: Final = re.compile(
    r"(?![a-z][a-z0-9+.-]*:|//)(?:[^\\?#\x00-\x1f]+/|[^\\?#\x00-\x1f]*\.[a-z][a-z0-9]{1,4})(?:#\S+)?\Z", re.I
)
_EXAMPLE: Final = "Write an address (https://…) or the path of a page, such as about/corrections.md."


class PublicationError(Exception):
    """What `mkdocs.yml` says of the publisher cannot be read; the message says what to write."""


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


def read_publisher(option: Mapping[object, object]) -> Publisher:
    """The option `publisher` of `mkdocs.yml`; its addresses are whole ones, or paths of pages as they are written.

    Raises:
        PublicationError: a name is not known, or a value is no address.
    """
    known = ("name", "url", "logo", *POLICIES)
    found: dict[str, str] = {}
    for name, value in option.items():
        if name not in known:
            hint = did_you_mean(str(name), known) or f"The names are {', '.join(known)}."
            raise PublicationError(f"A publisher has no {str(name)!r}. {hint}")
        if not isinstance(value, str) or not value.strip():
            raise PublicationError(f"{name} is {'empty' if value in (None, '') else 'no text'}. Write a text after it.")
        found[str(name)] = value.strip() if name == "name" else read_address(str(name), value)
    policies = {POLICIES[name]: value for name, value in found.items() if name in POLICIES}
    return Publisher(found.get("name", ""), found.get("url", ""), found.get("logo", ""), MappingProxyType(policies))


def read_address(name: str, value: str) -> str:
    """A whole address of the web, or the path of a page, from the top of the site.

    Raises:
        PublicationError: it is neither.
    """
    address = value.strip()
    if _WEB.match(address):
        return address
    path = address.removeprefix("./").removeprefix("/")
    if not _PATH.match(address) or ".." in path.split("/"):
        raise PublicationError(f"{name} cannot be {value!r}. {_EXAMPLE}")
    return path
