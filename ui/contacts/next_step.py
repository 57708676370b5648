"""The next step of a contact: done, put off, or planned."""

from datetime import date, timedelta

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from crm_desktop.activities.actions import add_task, complete_tasks, edit_task, put_off_task, remove_activities
from crm_desktop.contacts.record_parts import ContactRecord, TaskLine
from crm_desktop.schema.forms import Stored
from crm_desktop.words import _
from ui.contacts.lines import StepLine
from ui.contacts.section import RecordSection
from ui.kit.buttons import Button, ButtonKind, IconButton
from ui.kit.cards import paint_card
from ui.kit.desk import Desk
from ui.kit.icons import icon
from ui.kit.labels import Text
from ui.kit.layouts import column, row
from ui.kit.marks import Mark, paint_radio
from ui.kit.menus import drop
from ui.kit.pressable import Pressable
from ui.kit.step_form import PlannedStep, StepForm
from ui.kit.theme import Theme

SOME_DAYS, A_WEEK = 3, 7
OTHERS_SHOWN = 3


class NextStepSection(RecordSection):
    """The step that is due first as a card, those after it as lines; without one, a way to plan it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, _("Next step"), icon="plan", act=_("Plan a next step"), parent=parent)
        self._desk = desk
        self._record: ContactRecord | None = None
        self._shown: tuple[date, bool, tuple[TaskLine, ...]] | None = None
        self.acted.connect(self.plan)

    def show_record(self, record: ContactRecord) -> None:
        """Show the steps that are planned with `record`."""
        self._record = record
        self.set_editable(on=not record.removed)
        shown = (self._desk.today(), record.removed, record.tasks)
        if shown == self._shown:
            return
        self._shown = shown
        first = record.tasks[0] if record.tasks else None
        late = self._desk.formats.lateness(first.due_day) if first is not None and first.due_day else ""
        self.show_aside(late if first is not None else _("None planned"), "danger" if late else "text3")
        self.holder.setVisible(first is not None)
        card = [self._made_card(first, late=bool(late))] if first is not None else []
        self.refill(*card, *(self._made_line(task) for task in record.tasks[1 : OTHERS_SHOWN + 1]))

    def plan(self) -> None:
        """Ask for a step and plan it."""
        about = self._record.id if self._record is not None else b""
        StepForm(self._desk, _("Plan step"), self._add, None, about, parent=self).open_below(self.opener, at_end=True)

    def _made_card(self, task: TaskLine, *, late: bool) -> QWidget:
        card = StepCard(self._desk, task, late=late, locked=self._record is not None and self._record.removed)
        card.completed.connect(lambda: self._complete(task))
        card.put_off.connect(lambda days: self._put_off(task, days))
        card.edit_wanted.connect(lambda: self._edit(task))
        card.remove_wanted.connect(lambda: self._remove(task))
        holder = QWidget()
        holder.setLayout(row(self.theme, card, margins=(16, 5, 16, 4)))
        return holder

    def _made_line(self, task: TaskLine) -> QWidget:
        line = StepLine(self.theme, task.title, self._desk.formats.step_due(task.due_day, task.due_at))
        line.clicked.connect(lambda: self._edit(task))
        return line

    def _add(self, step: PlannedStep) -> None:
        if self._record is None:
            return
        company = self._record.id if self._record.is_company else self._record.employer
        values: dict[str, Stored] = {
            **step.values(self._desk.place.zone),
            "company": company,
            "person": None if self._record.is_company else self._record.id,
        }
        self._desk.act(add_task, values, done=_("Next step planned"))

    def _complete(self, task: TaskLine) -> None:
        self._desk.act(complete_tasks, [task.id], done=_("“{title}” is done").format(title=task.title))

    def _put_off(self, task: TaskLine, days: int) -> None:
        day = self._desk.today() + timedelta(days=days)
        told = _("“{title}” put off to {day}").format(title=task.title, day=self._desk.formats.day(day, weekday=True))
        self._desk.act(put_off_task, task.id, day, done=told)

    def _edit(self, task: TaskLine) -> None:
        def keep(step: PlannedStep) -> None:
            values = step.values(self._desk.place.zone)
            self._desk.act(edit_task, task.id, values, done=_("Next step changed"))

        clock = self._desk.formats.local(task.due_at).time() if task.due_at is not None else None
        before = PlannedStep(task.title, task.due_day, clock)
        form = StepForm(self._desk, _("Save step"), keep, before, task.id, parent=self)
        form.open_below(self.opener, at_end=True)

    def _remove(self, task: TaskLine) -> None:
        self._desk.act(remove_activities, "task", [task.id], done=_("Next step deleted"))


class StepCard(QWidget):
    """A step with its day, and Done, Tomorrow and more; its edge is red when it is late."""

    completed = Signal()
    put_off = Signal(int)
    edit_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self, desk: Desk, task: TaskLine, *, late: bool, locked: bool) -> None:
        super().__init__()
        theme = self._theme = desk.theme
        self._late = late
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        when = desk.formats.step_day(task.due_day, task.due_at)
        note = _("{day}, {person}").format(day=when, person=task.person) if task.person else when
        self.setAccessibleName(_("Next step: {title}, {when}").format(title=task.title, when=note))
        tick = TickCircle(theme, _("Mark “{title}” as done").format(title=task.title))
        done = Button(theme, _("Done"), ButtonKind.PRIMARY, size="small", icon="check")
        tomorrow = Button(theme, _("Tomorrow"), size="small", icon="snooze")
        more = IconButton(theme, "more", _("More"), framed=True)
        words = column(theme, Text(theme, task.title, "control"), Text(theme, note, "small", "text2"), gap=0)
        top = row(theme, tick, words, gap=4)
        top.setStretch(1, 1)
        top.setAlignment(tick, Qt.AlignmentFlag.AlignTop)
        buttons = row(theme, done, tomorrow, more, None, gap=6)
        self.setLayout(column(theme, top, buttons, gap=9, margins=(9, 10, 12, 11)))
        for each in (tick, done):
            each.clicked.connect(self.completed)
        tomorrow.clicked.connect(lambda: self.put_off.emit(1))
        more.clicked.connect(lambda: self._open_menu(more))
        for control in (tick, done, tomorrow, more):
            control.setEnabled(not locked)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card."""
        painter = QPainter(self)
        paint_card(painter, self._theme, QRectF(self.rect()), edge="dangerSolid" if self._late else "hairlineStrong")

    def _open_menu(self, opener: QWidget) -> None:
        menu = QMenu(self)
        for label, days in ((_("In 3 days"), SOME_DAYS), (_("In a week"), A_WEEK)):
            menu.addAction(icon(self._theme, "snooze"), label).triggered.connect(
                lambda _on=False, days=days: self.put_off.emit(days)
            )
        menu.addAction(icon(self._theme, "edit"), _("Change…")).triggered.connect(self.edit_wanted)
        menu.addSeparator()
        menu.addAction(icon(self._theme, "delete"), _("Delete")).triggered.connect(self.remove_wanted)
        drop(menu, opener)


class TickCircle(Pressable):
    """An open circle that marks something as done when pressed."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(theme)
        self.setAccessibleName(name)
        self.setToolTip(name)

    def sizeHint(self) -> QSize:
        """Return a square that is easily hit."""
        side = self._theme.size("hitTargetMin")
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the circle, ticked under the mouse."""
        painter = QPainter(self)
        mark = Mark.ON if self.underMouse() and self.isEnabled() else Mark.OFF
        paint_radio(painter, self._theme, self.rect(), mark, enabled=self.isEnabled())
