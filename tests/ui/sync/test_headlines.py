"""The headline of the state says what happened, where the reason stands below it."""

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.schema import forms
from crm_desktop.sync.server.versions import Age
from crm_desktop.sync.status import Sharing
from crm_desktop.sync.trouble import Trouble
from crm_desktop.sync.uploads import Uploads
from crm_desktop.words import spoken
from tests.conftest import MovedClock
from ui.kit.dress import dress
from ui.kit.formats import Formats
from ui.kit.labels import Text
from ui.kit.theme import Mode, Theme
from ui.shell.sharing_popover import SharingPopover
from ui.shell.sharing_words import headline, icon, note

CALM = Sharing(
    "db", "office", "anna", "owner", 0, 1, None, 0, False, (), 0, False, Age.CURRENT, Uploads(0, 0, None), 0, None
)


def failed(trouble: Trouble) -> Sharing:
    return CALM._replace(last_error="The reason.", trouble=trouble)


@pytest.mark.parametrize("trouble", list(Trouble))
def test_what_failed_is_the_headline(trouble: Trouble) -> None:
    assert headline(failed(trouble)) == trouble.words


def test_what_waits_for_somebody_comes_before_what_can_wait() -> None:
    assert headline(failed(Trouble.PASSWORD)._replace(conflicts=2)) == "Password refused"
    assert icon(failed(Trouble.PASSWORD)._replace(conflicts=2)) == ("warning", "warning")
    assert headline(failed(Trouble.UNREACHED)._replace(conflicts=2)) == "2 conflicts to review"


def test_records_that_would_go_are_the_headline_above_the_question() -> None:
    assert headline(failed(Trouble.HERE)._replace(would_go=1200, conflicts=2)) == "1200 records would go"


def test_who_works_offline_is_told_that_and_no_failure() -> None:
    assert headline(failed(Trouble.PASSWORD)._replace(paused=True)) == "Working offline"


def test_a_first_download_that_is_not_whole_is_never_called_up_to_date(place: forms.Place, clock: MovedClock) -> None:
    coming = CALM._replace(downloading=True)
    assert headline(CALM) == "Shared, up to date"
    assert headline(coming) == "Records still arrive"
    for each in (coming, coming._replace(paused=True), coming._replace(last_error="Gone.", trouble=Trouble.UNREACHED)):
        assert note(each, Formats(place, clock)) == "Not everything is here yet"


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_reason_is_read_to_its_end(
    place: forms.Place, clock: MovedClock, qapp: QApplication, qtbot: QtBot, language: str
) -> None:
    theme = Theme(Mode.LIGHT)
    dress(qapp, theme)
    area = QWidget()
    qtbot.addWidget(area)
    area.resize(900, 600)
    area.show()
    with spoken(language):
        reason = "It is told at some length, as reasons are, over a few lines of its own. " * 3
        shared = failed(Trouble.PASSWORD)._replace(last_error=reason)
        popover = SharingPopover(theme, Formats(place, clock), shared, area)
        popover.open_below(area)
    (told,) = (each for each in popover.findChildren(Text) if each.text().startswith("It is told"))
    assert told.height() >= told.heightForWidth(told.width())
    popover.close()
