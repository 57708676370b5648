"""The panel of one deal beside board or forecast."""

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from crm_desktop.activities.actions import add_task, complete_tasks, remove_activities
from crm_desktop.errors import CrmError
from crm_desktop.files.actions import Holder
from crm_desktop.pipeline.deal_sheet import DealSheet, deal_sheet
from crm_desktop.pipeline.lines import add_line, remove_line
from crm_desktop.pipeline.stages import StageRow, stages
from crm_desktop.schema.forms import Place as Locale
from crm_desktop.schema.forms import Stored
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _
from ui.files.drop_veil import DropVeil
from ui.files.files_box import FilesBox
from ui.kit.buttons import Button, IconButton, LinkButton
from ui.kit.deal_views import stage_tone
from ui.kit.desk import Desk, Place
from ui.kit.labels import Avatar, BadgeLabel, Text
from ui.kit.layouts import FlowLayout, column, row
from ui.kit.notices import ErrorState, SkeletonRows
from ui.kit.own_facts import OwnFacts
from ui.kit.painting import Badge, Face
from ui.kit.panels import SidePanel
from ui.kit.scrolling import ScrollColumn
from ui.kit.silence import SilenceLine
from ui.kit.theme import Tone
from ui.kit.waiting_mark import WaitingMark, waiting_badge
from ui.pipeline.deal_facts import DealFacts
from ui.pipeline.deal_parts import LinesPart, MovesPart, StepsPart
from ui.pipeline.deal_popovers import product_popover, step_popover


class DealPanel(SidePanel):
    """All of one deal, edited in place. `won`, `lost` and `remove_wanted` ask for what the page does with deals."""

    won = Signal(bytes)
    lost = Signal(bytes)
    remove_wanted = Signal(bytes)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, _("Deal"), parent=parent)
        theme = desk.theme
        self._desk = desk
        self.deal: bytes | None = None
        self.sheet: DealSheet | None = None
        self._avatar = Avatar(theme, Face("", b""), "md")
        self._account = LinkButton(theme, "")
        self._account.clicked.connect(self._open_account)
        self._title = Text(theme, "", "subtitle")
        self._stage = BadgeLabel(theme, Badge(""))
        self._unsent = BadgeLabel(theme, waiting_badge())
        self._unsent.hide()
        self._waits = WaitingMark(desk, "deal", self)
        self._waits.changed.connect(lambda: self._unsent.setVisible(self._waits.waits))
        self.win_button = Button(theme, _("Won"), size="small", icon="won")
        self.lose_button = Button(theme, _("Lost"), size="small", icon="lost")
        self.remove_button = IconButton(theme, "delete", _("Delete deal"), framed=True)
        self.facts = DealFacts(desk)
        self.own = OwnFacts(desk, "deal")
        self.steps = StepsPart(theme, desk.formats)
        self.lines = LinesPart(theme, desk.formats)
        self.moves = MovesPart(theme, desk.formats)
        self.files = FilesBox(desk, ruled=True)
        DropVeil(desk, self, self.files.list, self._title.text)
        self._content = QWidget()
        self._waiting = SkeletonRows(theme, 6)
        self._lay_out()
        self._connect()

    def open_deal(self, deal: bytes) -> None:
        """Show `deal`."""
        if deal != self.deal:
            self.deal = deal
            self.own.open_record("deals", deal)
            self._unsent.hide()
            self._waits.follow(deal)
            self._waiting.show()
            self._content.hide()
            self._failed(None)
        self.ask()

    def ask(self) -> None:
        """Read the deal that is shown once more."""
        if self.deal is not None:
            self._desk.read(
                _sheet_and_stages,
                self.deal,
                self._desk.place,
                owner=self,
                then=self._show,
                on_error=self._fail,
                key="deal",
            )

    def focus_first(self) -> None:
        """Put the focus on the first fact."""
        self.facts.rows["title"].setFocus(Qt.FocusReason.TabFocusReason)

    def _lay_out(self) -> None:
        theme = self._desk.theme
        words = column(theme, self._title, row(theme, self._account, None, gap=0), gap=0)
        head = row(theme, self._avatar, words, gap=10, margins=(16, 0, 16, 6))
        head.setStretch(1, 1)
        unsent = row(theme, self._unsent, SilenceLine(self._desk), None, gap=8, margins=(16, 2, 16, 4))
        acts = QWidget()
        acts.setLayout(row(theme, None, self.win_button, self.lose_button, self.remove_button, gap=6))
        # beside a stage with a long name the buttons have no room, so that they go below it
        buttons = FlowLayout(theme, 6, (16, 2, 16, 8), wide_last=True)
        stage = QWidget()
        stage.setLayout(row(theme, self._stage, margins=(0, 4, 0, 4)))
        for each in (stage, acts):
            buttons.addWidget(each)
        parts = (self.facts, self.own, self.steps, self.lines, self.files, self.moves, None)
        self._content.setLayout(column(theme, head, unsent, buttons, *parts, gap=0, margins=(0, 0, 0, 12)))
        area = ScrollColumn()
        area.setWidget(self._content)
        self._area = area
        self._error: ErrorState | None = None
        self.body.addWidget(self._waiting)
        self.body.addWidget(area, 1)

    def _connect(self) -> None:
        self.win_button.clicked.connect(lambda: self._tell(self.won))
        self.lose_button.clicked.connect(lambda: self._tell(self.lost))
        self.remove_button.clicked.connect(lambda: self._tell(self.remove_wanted))
        self.steps.acted.connect(self._plan)
        self.steps.completed.connect(self._complete)
        self.steps.removed.connect(self._remove_step)
        self.lines.acted.connect(self._add_product)
        self.lines.removed.connect(self._remove_line)

    def _tell(self, signal: SignalInstance) -> None:
        if self.deal is not None:
            signal.emit(self.deal)

    def _show(self, found: tuple[DealSheet | None, list[StageRow]]) -> None:
        sheet, known = found
        self._waiting.hide()
        if sheet is None:
            self._failed(ErrorState(self._desk.theme, _("This deal is not here any more."), ""))
            return
        self._failed(None)
        self._content.show()
        self.sheet = sheet
        self._show_head(sheet, known)
        self.facts.show_sheet(sheet, [each for each in known if each.pipeline == sheet.values.get("pipeline")])
        self.steps.show_steps(sheet.steps)
        self.lines.show_lines(sheet.lines, sheet.currency)
        self.moves.show_moves(sheet.moves)
        title = str(sheet.values.get("title") or "")
        self.files.show_files_of(Holder("deal", sheet.id), name=title, editable=not sheet.removed)

    def _show_head(self, sheet: DealSheet, known: list[StageRow]) -> None:
        account = sheet.names.get("company") or sheet.names.get("person") or ""
        title = str(sheet.values.get("title") or "")
        self._title.setText(title)
        self._account.setText(account)
        self._account.setAccessibleName(_("Open {name}").format(name=account))
        self._account.setVisible(bool(account))
        self._account.updateGeometry()
        company = sheet.values.get("company")
        record = company or sheet.values.get("person") or sheet.id
        face = Face(account or title, record if isinstance(record, bytes) else sheet.id, company=company is not None)
        self._avatar.set_face(face)
        stage = next((each for each in known if each.record == sheet.values.get("stage")), None)
        is_open = sheet.values.get("outcome") == "open"
        if stage is not None:
            tone = Tone.DANGER if stage.outcome == "lost" else stage_tone(stage.probability)
            self._stage.set_badge(Badge(stage.name, tone))
        self.win_button.setVisible(is_open)
        self.lose_button.setVisible(is_open)
        self.remove_button.setEnabled(not sheet.removed)

    def _fail(self, error: CrmError) -> None:
        self._waiting.hide()
        failed = ErrorState(self._desk.theme, _("The deal could not be read."), str(error), _("Try again"))
        failed.acted.connect(self.ask)
        self._failed(failed)

    def _failed(self, notice: ErrorState | None) -> None:
        if self._error is not None:
            self._error.hide()
            self._error.deleteLater()
        self._error = notice
        if notice is not None:
            self._content.hide()
            self.body.insertWidget(0, notice)

    def _open_account(self) -> None:
        values = self.sheet.values if self.sheet is not None else {}
        account = values.get("company") or values.get("person")
        if isinstance(account, bytes):
            self._desk.go(Place("contact", account))

    def _plan(self) -> None:
        form = step_popover(self._desk, _("Plan step"), self._add_step, self, self.sheet.id if self.sheet else b"")
        form.open_below(self.steps.button, at_end=True)

    def _add_step(self, typed: dict[str, Stored]) -> None:
        if self.sheet is not None:
            about = {name: self.sheet.values.get(name) for name in ("company", "person")}
            self._desk.act(add_task, {**typed, **about, "deal": self.sheet.id}, done=_("Next step planned"))

    def _complete(self, step: bytes) -> None:
        self._desk.act(complete_tasks, [step], done=_("Next step done"))

    def _remove_step(self, step: bytes) -> None:
        self._desk.act(remove_activities, "task", [step], done=_("Next step deleted"))

    def _add_product(self) -> None:
        form = product_popover(self._desk, _("Add product"), self._add_line, self, self.sheet.id if self.sheet else b"")
        form.open_below(self.lines.button, at_end=True)

    def _add_line(self, typed: dict[str, Stored]) -> None:
        if self.sheet is not None:
            quantity = float(str(typed["quantity"]))
            self._desk.act(add_line, self.sheet.id, typed["product"], quantity, done=_("Product added"))

    def _remove_line(self, line: bytes) -> None:
        self._desk.act(remove_line, line, done=_("Product deleted"))


def _sheet_and_stages(reader: Connection, deal: bytes, place: Locale) -> tuple[DealSheet | None, list[StageRow]]:
    return deal_sheet(reader, deal, place), stages(reader)
