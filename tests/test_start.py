"""What a start loads: only what the first screen needs."""

import subprocess
import sys

from crm_desktop.contacts.actions import add_contact
from crm_desktop.workspace import Workspace
from tests.conftest import PASSPHRASE

# Each costs 10 to 300 ms, or memory, for something that is not on the first screen.
HEAVY = (
    *("sqlalchemy", "alembic", "reportlab", "uharfbuzz", "pypdfium2", "pyqtgraph", "numpy", "xlsxwriter", "segno"),
    *("phonenumbers", "email_validator", "rapidfuzz", "keyring", "zxcvbn_rs_py", "charset_normalizer", "stdnum"),
    *("typer", "rich", "qtawesome", "importlib.metadata", "PySide6.QtPrintSupport", "PySide6.QtSvg"),
    *("crm_desktop.cli", "crm_desktop.exchange", "crm_desktop.sample.generator", "crm_desktop.vault.kit"),
    *("ui.pipeline.pipeline_page", "ui.tickets.tickets_page", "ui.reports.gallery_page", "ui.reports.report_page"),
    *("ui.products.products_page", "ui.settings.settings_page", "ui.exchange.import_page", "ui.records.records_page"),
    *("ui.contacts.record_page", "ui.today.today_page", "ui.capture.quick_entry", "ui.files.preview"),
    *(
        "ui.contacts.mailing",
        "ui.shell.deck",
        "ui.shell.palette",
        "crm_desktop.safekeeping",
        "ui.settings.export_dialog",
        "ui.shell.bin_dialog",
        "ui.shell.key_sheet",
    ),
    *("ui.shell.new_record", "ui.activities.plan_dialog", "ui.shell.history_panel", "ui.shell.reminders_dialog"),
    *("ui.shell.gate", "ui.kit.lists.exporting", "crm_desktop.reports.list_report", "crm_desktop.files.queries"),
    *("crm_desktop.contacts.match_tables", "crm_desktop.values.formula"),
)
START = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
import ui.main
from crm_desktop.workspace import open_workspace
from ui.kit.desk import Place
from ui.kit.dress import dress
from ui.kit.table_view import TableView
from ui.kit.theme import Mode, Theme
from ui.shell.window import Window

app = QApplication([])
theme = Theme(Mode.LIGHT)
dress(app, theme)
window = Window(theme)
window.show_workspace(open_workspace(Path(sys.argv[1]), sys.argv[2]), Place("contacts"))
window.show()
while not (table := window.findChild(TableView)) or table.model().rowCount() == 0:
    app.processEvents()
window.repaint()
print(" ".join(sys.modules))
window.close()
"""


def test_the_list_of_people_is_painted_without_what_other_screens_need(workspace: Workspace) -> None:
    add_contact(workspace.journal, "person", {"name": "Dana Whitfield"})
    workspace.close()
    started = subprocess.run(
        [sys.executable, "-c", START, str(workspace.folder), PASSPHRASE], capture_output=True, text=True, timeout=60
    )
    assert started.returncode == 0, started.stderr
    loaded = set(started.stdout.split())
    assert "ui.contacts.list_page" in loaded
    assert [name for name in HEAVY if name in loaded] == []
