"""Small forms that open above a page, each walked for controls without a name."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.sync.connection import Address
from crm_desktop.sync.invite import Invite
from crm_desktop.sync.server.members import Credentials
from tests.ui.accessible import unnamed
from ui.activities.scope_dialog import ScopeDialog
from ui.activities.shown_popover import ShownPopover
from ui.contacts.when_form import WhenForm
from ui.exchange.name_form import NameForm
from ui.kit.asked_again import AskAgainDialog, Asked
from ui.kit.chips import Choice
from ui.kit.desk import Desk
from ui.kit.filters.form import FilterForm
from ui.kit.lists.bulk_bar import TagForm
from ui.kit.lists.view_form import ViewForm
from ui.kit.snooze_menu import PickForm
from ui.kit.sort_form import SortForm
from ui.kit.step_form import StepForm
from ui.pipeline.deal_popovers import product_popover, step_popover
from ui.settings.join_dialog import JoinDialog
from ui.settings.login_dialog import LoginDialog
from ui.settings.rights_dialog import RightsDialog
from ui.settings.upgrade_dialog import UpgradeDialog
from ui.shell.crash import CrashDialog
from ui.today.figures import LABELS
from ui.today.tiles_popover import TilesPopover

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

Made = Callable[[Desk, QWidget], QWidget]
OFFICE = Address("office.example", 5432, "crm", "dana")
FORMS: dict[str, Made] = {
    "how much of a series": lambda desk, over: ScopeDialog(desk.theme, "Stand-up", "Save", over),
    "what a calendar shows": lambda desk, over: ShownPopover(desk.theme, (), over),
    "when it was": lambda desk, over: WhenForm(desk, None, lambda _at: None, parent=over),
    "name of a template": lambda desk, over: NameForm(desk, "Save", lambda _name: None, "", over),
    "passphrase again": lambda desk, over: AskAgainDialog(desk, over, Asked("Export?", "Why", "Export"), lambda: None),
    "filter": lambda desk, over: FilterForm(desk, desk.kinds.of("contact"), lambda _parts: None, None, parent=over),
    "tag": lambda desk, over: TagForm(desk, desk.kinds.of("contact"), lambda _tag: None, parent=over),
    "view": lambda desk, over: ViewForm(desk, "Save view", lambda _named: None, parent=over),
    "put off": lambda desk, over: PickForm(desk, lambda _until: None, over),
    "order": lambda desk, over: SortForm(desk.theme, [Choice("name", "Name")], ["name"], parent=over),
    "next step": lambda desk, over: StepForm(desk, "Plan step", lambda _step: None, parent=over),
    "step of a deal": lambda desk, over: step_popover(desk, "Plan step", lambda _values: None, over),
    "product of a deal": lambda desk, over: product_popover(desk, "Add product", lambda _values: None, over),
    "join": lambda desk, over: JoinDialog(desk, Invite("Parts", "Dana", OFFICE), over),
    "login": lambda desk, over: LoginDialog(desk, "Parts", Credentials(OFFICE, "Dana", "violet"), over, invites=True),
    "rights": lambda desk, over: RightsDialog(
        desk, {"login": "dana", "rights": "sales", "sees": "all"}, "Dana Whitfield", over
    ),
    "upgrade": lambda desk, over: UpgradeDialog(desk, over),
    "crash": lambda desk, over: CrashDialog(desk.theme, "report", over),
    "figures": lambda desk, over: TilesPopover(desk.theme, list(LABELS)[:2], over),
}


@pytest.mark.parametrize("name", FORMS)
def test_every_control_of_a_form_has_a_name(name: str, screen: Desk, qtbot: QtBot) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    over.show()
    made = FORMS[name](screen, over)
    made.show()
    bare = unnamed(made)
    assert bare == [], "\n".join(bare)
