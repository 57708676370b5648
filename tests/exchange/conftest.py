"""A desk for those who import."""

from pathlib import Path

import pytest

from crm_desktop.journal.journal import Journal
from tests.exchange.import_desk import Desk


@pytest.fixture
def desk(journal: Journal, tmp_path: Path) -> Desk:
    folder = tmp_path / "files"
    folder.mkdir()
    return Desk(journal, folder)
