"""Somebody calls: type the number, see who it is, what was said last and what is open."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QWidget

from crm_desktop.capture.callers import FEWEST_DIGITS, Caller, CallerCard, caller_card, callers
from crm_desktop.errors import CrmError
from crm_desktop.schema.activities import INTERACTION
from crm_desktop.schema.forms import label_of
from crm_desktop.schema.tickets import TICKET
from crm_desktop.values.phone import phone_digits
from crm_desktop.words import _, ngettext, pgettext
from ui.kit.buttons import Button
from ui.kit.desk import Desk, Place
from ui.kit.dialogs import Dialog
from ui.kit.formats import Formats
from ui.kit.labels import Text
from ui.kit.lines import LinesModel, LinesView
from ui.kit.two_line import Heading, Line

LOOK_AFTER_MS = 150
FOUND_HEIGHT, LEAST_CARD_HEIGHT = 128, 260


class IncomingCall(Dialog):
    """Tells who calls; `log` is called with the caller's id and name to note the call."""

    def __init__(self, desk: Desk, parent: QWidget, log: Callable[[bytes, str], None]) -> None:
        super().__init__(desk.theme, _("Incoming call"), _("Log this call"), "medium", parent=parent)
        theme = desk.theme
        self._desk = desk
        self._around = parent.window()
        self._log = log
        self._callers: Sequence[Caller] = ()
        self.number = QLineEdit()
        self.number.setAccessibleName(_("Number"))
        self.number.setPlaceholderText(_("Number in any format, or its last digits"))
        self.told = Text(theme, _("Type at least {n} digits of the number.").format(n=FEWEST_DIGITS), "small", "text2")
        self._found, self._card = LinesModel(self), LinesModel(self)
        self.found = LinesView(theme, self._found)
        self.found.setAccessibleName(_("Callers"))
        self.card = LinesView(theme, self._card)
        self.card.setAccessibleName(_("What is known of the caller"))
        self._open = Button(theme, pgettext("act", "Open"))
        for part in (self.number, self.told, self.found, self.card, self._open):
            self.body.addWidget(part)
        self._looking = QTimer(self, singleShot=True, interval=LOOK_AFTER_MS)
        self._looking.timeout.connect(self._look)
        self.number.textChanged.connect(self._looking.start)
        self.found.current_changed.connect(self._ask_card)
        self.card.opened.connect(self._open_line)
        self._open.clicked.connect(self._open_caller)
        self._places: dict[bytes, Place] = {}
        self._show([])
        self.number.setFocus()

    def accept(self) -> None:
        """Note the call of the chosen caller."""
        caller = self._chosen()
        if caller is not None:
            super().accept()
            self._log(caller.id, caller.name)

    def _look(self) -> None:
        if len(phone_digits(self.number.text())) < FEWEST_DIGITS:
            self._show([])
            return
        desk = self._desk
        desk.read(
            callers,
            self.number.text(),
            desk.place,
            owner=self,
            then=self._show,
            on_error=self._on_error,
            key="callers",
        )

    def _show(self, found: Sequence[Caller]) -> None:
        self._callers = found
        lines = [Line(each.id, each.name, each.note, self._desk.formats.phone(each.phone), each.kind) for each in found]
        self._found.show_rows(lines)
        self.found.setVisible(bool(found))
        self.card.setVisible(bool(found))
        self._open.setEnabled(bool(found))
        self.accept_button.setEnabled(bool(found))
        if found:
            self.told.setText(ngettext("{n} contact fits", "{n} contacts fit", len(found)).format(n=len(found)))
            self.found.go_to_record(found[0].id)
        elif len(phone_digits(self.number.text())) >= FEWEST_DIGITS:
            self.told.setText(_("Nobody here has this number."))
        QTimer.singleShot(0, self, self._fit)

    def _chosen(self) -> Caller | None:
        line = self.found.current_line()
        return next((each for each in self._callers if line is not None and each.id == line.id), None)

    def _ask_card(self, line: Line | None) -> None:
        if line is not None:
            self._desk.read(caller_card, line.id, owner=self, then=self._show_card, key="caller card")

    def _show_card(self, card: CallerCard) -> None:
        rows = card_rows(card, self._desk.formats)
        self._places = {
            **{each.id: Place("pipeline", each.id) for each in card.deals},
            **{each.id: Place("tickets", each.id) for each in card.tickets},
        }
        self._card.show_rows(rows)
        self.card.setVisible(bool(rows))
        QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        """Be as high as what is found, and let nothing of it go below the window."""
        window = self._around.geometry()
        self.found.setFixedHeight(min(_height(self.found, self._found), self.theme.px(FOUND_HEIGHT)))
        self.card.setFixedHeight(0)
        self.adjustSize()
        # what is open stands last, and is seen without scrolling wherever the window has the room
        room = window.height() - self.frameGeometry().height()
        most = max(room, self.theme.px(LEAST_CARD_HEIGHT))
        self.card.setFixedHeight(min(_height(self.card, self._card), most))
        self.adjustSize()
        lowest = max(window.bottom() - self.height(), window.top())
        if self.y() > lowest:
            self.move(self.x(), lowest)

    def _open_line(self, line: Line) -> None:
        place = self._places.get(line.id)
        if place is not None:
            self.reject()
            self._desk.go(place)

    def _open_caller(self) -> None:
        caller = self._chosen()
        if caller is not None:
            self.reject()
            self._desk.go(Place("contact", caller.id))

    def _on_error(self, error: CrmError) -> None:
        self._show([])
        self.told.setText(str(error))


def _height(lines: LinesView, model: LinesModel) -> int:
    return sum(lines.sizeHintForRow(place) for place in range(model.rowCount()))


def card_rows(card: CallerCard, formats: Formats) -> list[Line | Heading]:
    """Return the rows that show the last contacts and what is open, under their headings."""
    kinds, statuses = INTERACTION.by_name["kind"], TICKET.by_name["status"]
    talks = [
        Line(
            each.id,
            each.subject or label_of(kinds, each.kind),
            label_of(kinds, each.kind),
            formats.ago(datetime.fromtimestamp(each.at_ms / 1000, UTC)),
            each.kind,
        )
        for each in card.talks
    ]
    deals = [Line(each.id, each.title, each.state, icon="deal") for each in card.deals]
    tickets = [Line(each.id, each.title, label_of(statuses, each.state), icon="ticket") for each in card.tickets]
    groups = ((_("Last contacts"), talks), (_("Open deals"), deals), (_("Open tickets"), tickets))
    rows: list[Line | Heading] = []
    for title, lines in groups:
        rows += [Heading(title), *lines] if lines else []
    return rows
