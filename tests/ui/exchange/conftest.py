"""The page of imports, and two files for it."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ui.exchange.import_page import ImportPage
from ui.kit.desk import Desk

COMPANIES = "account,sector,colour\nAcme,Retail,red\nZoomit,Medical,blue\n"
PEOPLE = "name,company,email\nDana,Acme,dana@acme.example\nReed,Nowhere,not an address\n"


@pytest.fixture
def page(qtbot: QtBot, screen: Desk) -> ImportPage:
    made = ImportPage(screen)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    return made


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    written = [tmp_path / "accounts.csv", tmp_path / "contacts.csv"]
    for path, text in zip(written, (COMPANIES, PEOPLE), strict=True):
        path.write_text(text, encoding="utf-8")
    return written
