"""Five real files dragged on the window at once, and two keys: what the data's own INDEX.md says is then here."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.acts import add_record
from crm_desktop.exchange.full.writing import Author, write_full_export
from crm_desktop.workspace import Workspace, create_workspace
from tests.conftest import PASSPHRASE
from tests.exchange.shared_data import real_file
from tests.ui.shell.conftest import choices, quiet, window
from ui.exchange.import_page import ImportPage
from ui.grab import QUICK_ARGON
from ui.kit.desk import Place
from ui.shell.window import Window

__all__ = ["choices", "quiet", "window"]
Quiet = Callable[[], None]
# in an order in which no link is known yet
FILES = ("interactions", "sales_pipeline", "sales_teams", "products", "accounts")
STAGES = {"Won": 4238, "Lost": 2473, "Engaging": 1589, "Prospecting": 500}
SECONDS = 60


def drop(window: Window, paths: list[Path]) -> None:
    """Drag `paths` over the middle of the window and let go, as the system does it."""
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(each)) for each in paths])
    handle = window.windowHandle()
    assert handle is not None
    middle = QPoint(window.width() // 2, window.height() // 2)
    given = (Qt.DropAction.CopyAction, files, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entered = QDragEnterEvent(middle, *given)
    QApplication.sendEvent(handle, entered)
    assert entered.isAccepted()
    QApplication.sendEvent(handle, QDropEvent(QPointF(middle), *given, QEvent.Type.Drop))


@pytest.fixture
def page(window: Window, workspace: Workspace, quiet: Quiet, qtbot: QtBot) -> ImportPage:
    """The import page after the five files were dropped on the window as it opens."""
    window.show_workspace(workspace)
    window.activateWindow()
    quiet()
    drop(window, [real_file(f"01_maven_crm_plus/{name}.csv") for name in FILES])
    assert window.workplace is not None
    made = window.workplace.page
    assert isinstance(made, ImportPage)
    window.activateWindow()
    qtbot.waitUntil(lambda: made.trial.fresh and window.isActiveWindow(), timeout=SECONDS * 1000)
    return made


def test_five_files_dragged_on_the_window_are_imported_with_two_keys(
    window: Window, workspace: Workspace, page: ImportPage, quiet: Quiet, qtbot: QtBot
) -> None:
    started = perf_counter()
    foot = page.wizard.foot
    for _step in ("to the duplicates", "import"):
        qtbot.waitUntil(foot.next.isEnabled)
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(foot.undo.isVisible, timeout=SECONDS * 1000)
    assert perf_counter() - started < SECONDS
    assert page.rehearsal is not None
    assert page.rehearsal.report.total.rejected == 0
    with workspace.reader() as reader:

        def counted(sql: str) -> int:
            return int(reader.execute(f"SELECT count(*) FROM {sql}").fetchone()[0])

        assert counted("contact WHERE kind = 'company'") == 85
        assert counted("contact WHERE kind = 'person'") == 85
        assert counted("product") == 7
        stages = Counter(row[0] for row in reader.execute("SELECT s.name FROM deal d JOIN stage s ON s.id = d.stage"))
        assert stages == STAGES
        assert reader.execute("SELECT sum(amount) FROM deal WHERE outcome = 'won'").fetchone()[0] == 1_000_553_400
        kinds: dict[str, int] = dict(reader.execute("SELECT kind, count(*) FROM interaction GROUP BY kind").fetchall())
        assert kinds == {"meeting": 381, "email": 245}
        planned: dict[int, int] = dict(
            reader.execute("SELECT coalesce(planned, 0), count(*) FROM interaction GROUP BY 1").fetchall()
        )
        assert planned == {0: 300, 1: 326}
        assert counted("interaction WHERE company IS NULL") == 0
        assert counted("deal WHERE company IS NULL") == 1425
    # a key that is pressed once too often takes nothing back
    assert foot.show_records.hasFocus()
    # and all of it goes again with one click
    foot.undo.click()
    quiet()
    with workspace.reader() as reader:
        assert reader.execute("SELECT count(*) FROM deal WHERE removed_at IS NULL").fetchone()[0] == 0


def test_a_full_export_brings_its_name_and_currency_to_the_window_at_once(
    window: Window, workspace: Workspace, quiet: Quiet, qtbot: QtBot, tmp_path: Path
) -> None:
    other = create_workspace(
        tmp_path / "Northwind.crm", PASSPHRASE, {"name": "Northwind", "currency": "EUR"}, argon=QUICK_ARGON
    )
    add_record(other.journal, "companies", {"name": "Acme"})
    author = Author(other.journal.member, other.name, other.journal.clock())
    with other.reader() as reader:
        write_full_export(reader, other.files, tmp_path / "all.zip", author)
    other.close()
    window.show_workspace(workspace)
    quiet()
    window.go(Place("import", None, {"paths": [str(tmp_path / "all.zip")]}))
    assert window.workplace is not None
    page = window.workplace.page
    assert isinstance(page, ImportPage)
    for _step in ("to the duplicates", "import"):
        qtbot.waitUntil(page.wizard.foot.next.isEnabled)
        page.go_on()
    qtbot.waitUntil(lambda: window.session is not None and window.session.name == "Northwind")
    assert window.workplace is not None
    assert window.workplace.desk.currency == "EUR"
    quiet()
