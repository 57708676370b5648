"""What the preview beside the list tells: who it is, what is next, how to reach them, deals and the latest."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.activities.actions import complete_tasks
from crm_desktop.activities.timeline import TimelineEntry, Whose, timeline_page
from crm_desktop.contacts.record import contact_record
from crm_desktop.contacts.record_parts import ContactRecord, TaskLine
from crm_desktop.schema.forms import Place as FormPlace
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _, pgettext
from ui.contacts.icon_fact import IconFact
from ui.contacts.latest import LatestRow
from ui.contacts.lines import DealLineRow
from ui.contacts.reach import Reach
from ui.contacts.record_words import address_words, consent_badges, face_of, fact_words, job_words, role_badges
from ui.contacts.section import clear
from ui.contacts.side import stage_badge
from ui.contacts.timeline_words import Teller
from ui.kit.buttons import Button, ButtonKind, IconButton, LinkButton
from ui.kit.desk import Desk, Place
from ui.kit.labels import Avatar, BadgeLabel, Text
from ui.kit.layouts import FlowLayout, Row, Stack, column, row
from ui.kit.notices import Rule
from ui.kit.painting import Face
from ui.kit.scrolling import ScrollColumn
from ui.kit.theme import Theme

LATEST = 5
DEALS = 4


class PreviewBody(QWidget):
    """Shows a contact; `opened` and `log_wanted` carry its id, `closed` tells of Close, or that it is gone."""

    closed = Signal()
    opened = Signal(bytes)
    log_wanted = Signal(bytes)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._theme = theme = desk.theme
        self._record: bytes | None = None
        self._avatar = Avatar(theme, Face("", b""), "lg")
        self._name = Text(theme, "", "section")
        self._job = Text(theme, "", "small", "text2")
        expand = IconButton(theme, "open", pgettext("act", "Open"))
        close = IconButton(theme, "close", _("Close"))
        words = column(theme, self._name, self._job, gap=0)
        self._head = row(theme, self._avatar, words, expand, close, gap=4, margins=(16, 14, 10, 10))
        self._head.setStretch(1, 1)
        self._head.insertSpacing(1, theme.px(6))
        self._log = Button(theme, _("Log"), ButtonKind.PRIMARY, size="small", icon="log", keys="L")
        call = Button(theme, _("Call"), size="small", icon="call")
        email = Button(theme, _("Email"), size="small", icon="email")
        self._reach = Reach(desk, call, email)
        self._body = Stack(theme, gap=0)
        inner = QWidget()
        inner.setLayout(self._body)
        scroll = ScrollColumn()
        scroll.setWidget(inner)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self._head)
        whole.addLayout(row(theme, self._log, call, email, None, gap=6, margins=(16, 0, 16, 12)))
        whole.addWidget(Rule(theme))
        whole.addWidget(scroll, 1)
        # nothing is said of nobody
        self._avatar.hide()
        for button in (expand, self._log, call, email):
            button.setEnabled(False)
        self._expand = expand
        close.clicked.connect(self.closed)
        expand.clicked.connect(self._open)
        self._log.clicked.connect(self._log_it)

    def show_record(self, record: bytes) -> None:
        """Show the contact `record`; what was shown stays until it is read."""
        self._record = record
        self._desk.read(_read, record, self._desk.place, owner=self, then=self._show, key="preview")

    def _open(self) -> None:
        if self._record is not None:
            self.opened.emit(self._record)

    def _log_it(self) -> None:
        if self._record is not None:
            self.log_wanted.emit(self._record)

    def _show(self, found: "tuple[ContactRecord, list[TimelineEntry]] | None") -> None:
        if found is None:
            self.closed.emit()
            return
        record, latest = found
        self._avatar.show()
        self._expand.setEnabled(True)
        self._log.setEnabled(True)
        self._avatar.set_face(face_of(record))
        self._name.setText(record.name)
        employer = record.names.get("company", "")
        about = job_words(str(record.values.get("job_title") or ""), employer)
        self._job.setText(about or fact_words(record, "sector", self._desk.formats))
        self._reach.show_record(record)
        clear(self._body)
        parts: list[QWidget] = []
        if record.tasks:
            parts.append(StepBand(self._desk, record.tasks[0]))
        parts += [self._made_facts(record), self._made_deals(record), self._made_latest(record, latest)]
        for part in parts:
            self._body.addWidget(part)
        self._body.addStretch(1)

    def _made_facts(self, record: ContactRecord) -> QWidget:
        theme, place = self._theme, self._desk.place
        lines = Stack(theme, gap=1, margins=(16, 10, 16, 12))
        shown = (
            ("email", fact_words(record, "email", self._desk.formats)),
            ("phone", fact_words(record, "phone", self._desk.formats)),
            ("location", address_words(record.values, place)),
            ("website", fact_words(record, "website", self._desk.formats)),
            ("owner", record.names.get("owner", "")),
        )
        for mark, text in shown:
            if text:
                lines.addWidget(IconFact(theme, mark, text, role="text", wide=True))
        refused = bool(record.values.get("do_not_contact"))
        for badges in (role_badges(record.values), consent_badges(record.consents, refused=refused)):
            if badges:
                flow = FlowLayout(theme, gap=4)
                for badge in badges:
                    flow.addWidget(BadgeLabel(theme, badge))
                lines.addSpacing(theme.px(6))
                lines.addLayout(flow)
        return _part(theme, lines)

    def _made_deals(self, record: ContactRecord) -> QWidget:
        theme, formats = self._theme, self._desk.formats
        lines = Stack(theme, gap=0, margins=(0, 10, 0, 8))
        figures = record.figures
        money = formats.money(figures.open_minor, self._desk.currency, whole=True)
        told = _("{n} · {money}").format(n=figures.open_deals, money=money) if figures.open_deals else _("None")
        lines.addLayout(_head(theme, _("Open deals"), Text(theme, told, "small", "text2")))
        for deal in record.deals[:DEALS]:
            amount = "" if deal.amount_minor is None else formats.money(deal.amount_minor, deal.currency, whole=True)
            line = DealLineRow(theme, deal.title, stage_badge(deal), amount)
            line.clicked.connect(lambda _on=False, deal=deal: self._desk.go(Place("pipeline", deal.id)))
            lines.addWidget(line)
        return _part(theme, lines)

    def _made_latest(self, record: ContactRecord, latest: Sequence[TimelineEntry]) -> QWidget:
        theme = self._theme
        lines = Stack(theme, gap=0, margins=(0, 10, 0, 12))
        whole = LinkButton(theme, _("Whole timeline"), style="small")
        whole.clicked.connect(self._open)
        lines.addLayout(_head(theme, _("Latest"), whole))
        teller = Teller(self._desk.formats, self._desk.place, company=record.is_company)
        for entry in latest:
            lines.addWidget(LatestRow(theme, teller.tell(entry), self._desk.formats.day(entry.at.date())))
        if not latest:
            lines.addLayout(row(theme, Text(theme, _("Nothing yet"), role="text3"), margins=(16, 2, 16, 2)))
        return _part(theme, lines, rule=False)


class StepBand(QWidget):
    """The next step on a tint that says how urgent it is, with Done."""

    def __init__(self, desk: Desk, task: TaskLine) -> None:
        super().__init__()
        self._theme = desk.theme
        late = desk.formats.lateness(task.due_day) if task.due_day is not None else ""
        today = task.due_day == desk.today()
        self._tint = "dangerTint" if late else "selected" if today else "surfaceSunken"
        role = "danger" if late else "accentText" if today else "text2"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if task.due_day is None:
            when = _("No day yet")
        else:
            when = _("Due {day}").format(day=desk.formats.step_day(task.due_day, task.due_at))
        told = _("{day}, {late}").format(day=when, late=late) if late else when
        mark = IconFact(desk.theme, "late" if late else "due today" if today else "planned", "", icon_role=role)
        mark.setFixedWidth(desk.theme.px(22))
        done = Button(desk.theme, _("Done"), size="small", icon="check")
        done.clicked.connect(
            lambda: desk.act(complete_tasks, [task.id], done=_("“{title}” is done").format(title=task.title))
        )
        words = column(
            desk.theme, Text(desk.theme, task.title, "control"), Text(desk.theme, told, "small", role), gap=0
        )
        whole: Row = row(desk.theme, mark, words, done, gap=2, margins=(16, 9, 16, 10))
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the tint."""
        QPainter(self).fillRect(self.rect(), self._theme.colour(self._tint))


def _read(reader: Connection, contact: bytes, place: FormPlace) -> "tuple[ContactRecord, list[TimelineEntry]] | None":
    record = contact_record(reader, contact, place)
    if record is None:
        return None
    return record, timeline_page(reader, Whose(contact, record.is_company), limit=LATEST)


def _head(theme: Theme, title: str, end: QWidget) -> Row:
    return row(theme, Text(theme, title, "small", "text2", weight=500), None, end, margins=(16, 0, 16, 4))


def _part(theme: Theme, lines: Stack, *, rule: bool = True) -> QWidget:
    part = QWidget()
    whole = QVBoxLayout(part)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.setSpacing(0)
    whole.addLayout(lines)
    if rule:
        whole.addWidget(Rule(theme))
    part.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
    return part
