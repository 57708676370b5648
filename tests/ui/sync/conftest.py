"""The office of the tests of sharing, for the tests of its screens."""

from tests.sync.conftest import cluster, firm, office

__all__ = ("cluster", "firm", "office")
