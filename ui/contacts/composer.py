"""The composer: what happened, with whom, how long, and what is next."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QTextCursor
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from crm_desktop.capture.understood import Understood, said_in
from crm_desktop.contacts.record_parts import ContactRecord, PersonLine
from crm_desktop.words import N_, _
from ui.contacts.bought_chips import BoughtChips
from ui.contacts.composer_parts import KindTab
from ui.contacts.draft import DIRECTED, KINDS, TIMED, Draft
from ui.contacts.mentions import MentioningText
from ui.contacts.when_form import WhenForm
from ui.kit.buttons import Button, ButtonKind
from ui.kit.cards import paint_card
from ui.kit.chips import Chip
from ui.kit.desk import Desk
from ui.kit.kept_note import KeptNote
from ui.kit.labels import KeyHint
from ui.kit.layouts import FlowLayout, Stack, row
from ui.kit.menus import drop
from ui.kit.step_form import PlannedStep, StepForm

MINUTES = (5, 10, 15, 20, 30, 45, 60, 90, 120)
HEAD = 39
WORDS = {
    "note": N_("Note"),
    "call": N_("Call"),
    "meeting": N_("Meeting"),
    "email": N_("Email"),
    "visit": N_("Visit"),
    "purchase": N_("Purchase"),
}
SAVE = {
    "note": N_("Save note"),
    "call": N_("Save call"),
    "meeting": N_("Save meeting"),
    "email": N_("Save email"),
    "visit": N_("Save visit"),
    "purchase": N_("Save purchase"),
}
HINTS = {
    "note": N_("What is worth knowing?"),
    "call": N_("What was said on the phone?"),
    "meeting": N_("What was decided?"),
    "email": N_("What was written?"),
    "visit": N_("What was seen?"),
    "purchase": N_("What was bought? For example: 2 x GTX Pro at 1250"),
}


class Composer(QWidget):
    """One text with its kind, person, duration, direction, time and next step; `submitted` carries the Draft.

    `edited` tells of each edit by the user; `note` says where a draft stands here from before.
    """

    submitted = Signal(object)
    edited = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._draft = Draft()
        self._about = b""
        self._people: Sequence[PersonLine] = ()
        self._lit = self._showing = False
        theme = desk.theme
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._tabs = {kind: KindTab(theme, kind, _(WORDS[kind])) for kind in KINDS}
        self.text = MentioningText(desk)
        self.note = KeptNote(theme)
        self._person = Chip(theme, "", icon="person", drops=True)
        self._minutes = Chip(theme, "", icon="clock", drops=True)
        self._direction = Chip(theme, "", drops=True)
        self._at = Chip(theme, "", icon="calendar", drops=True)
        self.bought = BoughtChips(desk, self)
        self._step = Chip(theme, "", icon="plan", removable=True)
        self._plan = Chip(theme, _("Next step"), icon="plan", dashed=True)
        self._save = Button(theme, "", ButtonKind.PRIMARY, size="small", keys=_("Ctrl ↵"))
        self._lay_out()
        self._connect()
        self._show()

    @property
    def draft(self) -> Draft:
        """What is written now."""
        return replace(self._draft, text=self.text.toPlainText(), mentions=self.text.mentions)

    def show_draft(self, record: ContactRecord, draft: Draft) -> None:
        """Go on with `draft` about `record`."""
        self._about = record.id
        self._people = record.people if record.is_company else ()
        self._draft = draft if record.is_company else replace(draft, person=record.id)
        self._showing = True
        self.text.set_mentions(draft.mentions)
        if self.text.toPlainText() != draft.text:
            self.text.setPlainText(draft.text)
            self.text.moveCursor(QTextCursor.MoveOperation.End)
        self._showing = False
        self._show()

    def show_people(self, record: ContactRecord) -> None:
        """Offer the people of `record`, keeping what is written."""
        self._people = record.people if record.is_company else ()
        self._show()

    def write(self, kind: str = "") -> None:
        """Put the focus on the text, for an interaction of `kind`."""
        if kind:
            self._choose(kind)
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card, with an accent edge while one writes."""
        theme = self._desk.theme
        painter = QPainter(self)
        paint_card(painter, theme, QRectF(self.rect()), edge="accent" if self._lit else "hairlineStrong")
        painter.setPen(QPen(theme.colour("hairline"), 0))
        y = theme.px(HEAD)
        painter.drawLine(1, y, self.width() - 2, y)

    def _lay_out(self) -> None:
        theme = self._desk.theme
        head = row(
            theme,
            *self._tabs.values(),
            None,
            KeyHint(theme, _("Alt 1–6")),
            gap=2,
            margins=(9, 6, 8, 6),
        )
        chips = FlowLayout(theme, gap=6)
        told = (self._person, self.bought.product, self.bought.price, self._minutes, self._direction, self._at)
        for chip in (*told, self._step, self._plan):
            chips.addWidget(chip)
        holder = QWidget()
        holder.setLayout(chips)
        foot = row(theme, holder, self._save, gap=8)
        foot.setStretch(0, 1)
        foot.setAlignment(self._save, Qt.AlignmentFlag.AlignBottom)
        body = Stack(theme, gap=7, margins=(13, 10, 8, 8))
        body.addWidget(self.note)
        body.addWidget(self.text)
        body.addLayout(foot)
        whole = Stack(theme, gap=0)
        whole.addLayout(head)
        whole.addLayout(body)
        self.setLayout(whole)

    def _connect(self) -> None:
        for kind, tab in self._tabs.items():
            tab.clicked.connect(lambda _on=False, kind=kind: self._choose(kind))
        self.text.textChanged.connect(self._on_written)
        self.text.submitted.connect(self._submit)
        self.text.focus_changed.connect(self._light)
        self._save.clicked.connect(self._submit)
        self._person.clicked.connect(self._open_people)
        self._minutes.clicked.connect(self._open_minutes)
        self._direction.clicked.connect(self._turn)
        self._at.clicked.connect(self._open_when)
        self.bought.changed.connect(self._show)
        self.bought.product_chosen.connect(lambda words, one: self._change(replace(self._draft, product=(words, one))))
        self.bought.each_chosen.connect(lambda each: self._change(replace(self._draft, each=each)))
        self._plan.clicked.connect(self._open_step)
        self._step.clicked.connect(self._open_step)
        self._step.removed.connect(self._dismiss_step)

    def _said(self) -> Understood:
        purchase = self._draft.kind == "purchase"
        return said_in(self.text.toPlainText(), self._desk.place, self._desk.today(), purchase=purchase)

    def _read(self) -> Draft:
        """Return what would be saved: what was chosen, and what the text says."""
        return self.bought.named(self.draft.read(self._said(), self._desk.place.zone, self._desk.now()))

    def _show(self) -> None:
        draft, formats = self._read(), self._desk.formats
        self._tabs[draft.kind].setChecked(True)
        self.text.setPlaceholderText(_(HINTS[draft.kind]))
        save = _(SAVE[draft.kind])
        if self._save.text() != save:
            self._save.setText(save)
            self._save.updateGeometry()
        name = next((person.name for person in self._people if person.id == draft.person), "")
        _say(self._person, name or _("With whom?"), on=bool(self._people) and draft.kind != "purchase")
        minutes = formats.duration(draft.minutes) if draft.minutes else _("How long?")
        _say(self._minutes, minutes, on=draft.kind in TIMED)
        _say(
            self._direction,
            _("Outgoing") if draft.direction == "out" else _("Incoming"),
            on=draft.kind in DIRECTED,
        )
        _say(self._at, formats.moment(draft.at) if draft.at is not None else _("Now"), on=True)
        self.bought.show(draft)
        self._show_step(draft.step)

    def _show_step(self, chosen: PlannedStep | None) -> None:
        said = self._said()
        read = chosen is not None and self._draft.step is None and said.step is not None
        span = said.step.when.span if read and said.step is not None and said.step.when is not None else None
        start, end = said.line.place(span) if span is not None else (0, 0)
        self.text.mark(start, end - start)
        if chosen is not None:
            due = self._desk.formats.due(chosen.due) if chosen.due is not None else ""
            told = _("{step}, {day}").format(step=chosen.title, day=due) if due else chosen.title
            if chosen.clock is not None:
                told = _("{step}, {time}").format(step=told, time=f"{chosen.clock:%H:%M}")
            _say(self._step, told, on=True)
        self._step.setVisible(chosen is not None)
        self._plan.setVisible(chosen is None)

    def _change(self, draft: Draft) -> None:
        self._draft = draft
        self._show()
        self.edited.emit()

    def _choose(self, kind: str) -> None:
        self._change(replace(self._draft, kind=kind, kind_chosen=True))

    def _on_written(self) -> None:
        if not self._showing:
            self._show()
            self.edited.emit()

    def _light(self) -> None:
        self._lit = self.text.hasFocus()
        self.update()

    def _submit(self) -> None:
        draft = self._read()
        if draft.empty:
            self.text.setFocus()
        elif draft.kind == "purchase":
            # what is saved is what was shown, so the product is looked up first
            self.bought.look_up(draft, lambda: self.submitted.emit(self.bought.named(draft)))
        else:
            self.submitted.emit(draft)

    def _open_people(self) -> None:
        menu = QMenu(self)
        for person in self._people:
            label = (
                _("{name}, {job}").format(name=person.name, job=person.job_title) if person.job_title else person.name
            )
            self._offer(menu, label, replace(self._draft, person=person.id))
        menu.addSeparator()
        self._offer(menu, _("No one in particular"), replace(self._draft, person=None))
        drop(menu, self._person)

    def _open_minutes(self) -> None:
        menu = QMenu(self)
        for minutes in MINUTES:
            self._offer(menu, self._desk.formats.duration(minutes), replace(self._draft, minutes=minutes))
        menu.addSeparator()
        self._offer(menu, _("No duration"), replace(self._draft, minutes=0))
        drop(menu, self._minutes)

    def _offer(self, menu: QMenu, label: str, draft: Draft) -> None:
        menu.addAction(label).triggered.connect(lambda: self._change(draft))

    def _turn(self) -> None:
        self._change(replace(self._draft, direction="in" if self._read().direction == "out" else "out"))

    def _open_when(self) -> None:
        def keep(at: datetime | None) -> None:
            self._change(replace(self._draft, at=at))

        WhenForm(self._desk, self._read().at, keep, self._about, parent=self).open_below(self._at)

    def _open_step(self) -> None:
        before = self._read().step

        def keep(step: PlannedStep) -> None:
            self._change(replace(self._draft, step=step))

        form = StepForm(self._desk, _("Keep"), keep, before, self._about, parent=self)
        form.open_below(self._step if self._step.isVisible() else self._plan)

    def _dismiss_step(self) -> None:
        self._change(replace(self._draft, step=None, dismissed=self.text.toPlainText()))


def _say(chip: Chip, text: str, *, on: bool) -> None:
    chip.say(text)
    chip.setVisible(on)
