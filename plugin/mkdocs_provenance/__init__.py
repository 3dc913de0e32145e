"""mkdocs-provenance: articles that show how they know what they say.

The heart is one pure function, `trace`, from an Article and a Registry to a Provenance; its nouns are in `model`.
"""

from mkdocs_provenance.model import Article, Problem, Provenance, Registry, Source
from mkdocs_provenance.trace import trace

__all__ = ["Article", "Problem", "Provenance", "Registry", "Source", "trace"]
