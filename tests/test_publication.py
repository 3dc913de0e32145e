"""Who publishes, in `mkdocs.yml`: what may be written, what it becomes, and what ends the build."""

from __future__ import annotations

from typing import Any

import pytest

from conftest import SiteBuilder
from mkdocs_provenance.config import ProvenanceConfig
from mkdocs_provenance.exports.schema_org import FORMS
from mkdocs_provenance.publication import ITEM_TYPES, POLICIES, Publisher, read_publisher
from schema_org import vocabulary
from small_site import small_config, small_site


def errors_of(**options: Any) -> str:
    """What is wrong with the plugin's options, as MkDocs will say it."""
    config = ProvenanceConfig()
    config.load_dict(options)
    errors, _ = config.validate()
    return " ".join(f"{name}: {error}" for name, error in errors)


def test_what_may_be_written_becomes_schema_org_s() -> None:
    read = read_publisher({"name": " The Post ", "url": "https://example.org", "fact_checking": "/about/checks.md"})

    assert read == Publisher(
        "The Post", "https://example.org", "", {"verificationFactCheckingPolicy": "about/checks.md"}
    )


@pytest.mark.parametrize("policy", POLICIES.values())
def test_every_policy_is_a_property_of_a_news_organisation(policy: str) -> None:
    term = vocabulary().properties[policy]

    assert term.domain & vocabulary().with_parents("NewsMediaOrganization")
    assert "URL" in term.range


def test_every_item_type_has_a_type_of_schema_org() -> None:
    assert set(FORMS) == set(ITEM_TYPES)
    assert all("Article" in vocabulary().with_parents(kind) for kind in FORMS.values())


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"publisher": "The Post"}, "Write a mapping. Example: {name: The Harbour Post, ethics: about/ethics.md}"),
        ({"publisher": {"correction": "a.md"}}, "A publisher has no 'correction'. Did you mean \"corrections\"?"),
        ({"publisher": {"phone": "1"}}, "A publisher has no 'phone'. The names are name, url, logo, principles,"),
        ({"publisher": {1: "1"}}, "A publisher has no '1'."),
        ({"publisher": {"name": 7}}, "name is no text. Write a text after it."),
        ({"publisher": {"ethics": None}}, "ethics is empty. Write a text after it."),
        ({"publisher": {"ethics": "javascript:alert(1)"}}, "ethics cannot be 'javascript:alert(1)'. Write an address"),
        ({"publisher": {"feedback": "mailto:a@example.org"}}, "feedback cannot be 'mailto:a@example.org'."),
        ({"publisher": {"ethics": "//example.org/a/"}}, "ethics cannot be '//example.org/a/'."),
        ({"publisher": {"ethics": "../a.md"}}, "ethics cannot be '../a.md'."),
        ({"publisher": {"ethics": "https://"}}, "ethics cannot be 'https://'."),
        ({"publisher": {"ethics": "We are fair."}}, "ethics cannot be 'We are fair.'."),
        ({"license": "CC-BY-4.0"}, "license cannot be 'CC-BY-4.0'. Write an address (https://…) or the path of a page"),
        ({"license": ["https://example.org/"]}, "Write an address. Example: https://creativecommons.org/"),
        ({"item_type": "newspaperarticel"}, "There is no 'newspaperarticel'. Did you mean \"newspaperArticle\"?"),
        ({"item_type": 7}, "There is no 7. Write one of newspaperArticle, magazineArticle,"),
    ],
)
def test_what_cannot_be_read_is_said(options: dict[str, Any], expected: str) -> None:
    assert expected in errors_of(**options)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"publisher": {}, "license": None},
        {"publisher": dict.fromkeys(POLICIES, "about/a.md")},
        {"publisher": {"ethics": "about/our ethics/#part", "logo": "./img/logo.svg", "url": "HTTPS://example.org"}},
        {"license": "about/licence.html", "item_type": "preprint"},
    ],
)
def test_what_can_be_read_is(options: dict[str, Any]) -> None:
    assert errors_of(**options) == ""


def test_a_page_that_is_not_there_ends_the_build(built_site: SiteBuilder) -> None:
    files = small_site({"docs/about/corrections.md": "# Corrections\n"})
    built = built_site(files, small_config({"publisher": {"corrections": "about/correction.md"}}))

    assert not built.ok
    assert (
        "provenance: `publisher` or `license` names the page about/correction.md, which is not there. "
        'Did you mean "about/corrections.md"?'
    ) in built.log
