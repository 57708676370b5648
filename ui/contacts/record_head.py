"""The head of the record page: who it is, and what one does first."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from crm_desktop.contacts.record_parts import ContactRecord
from crm_desktop.values.web import short_url
from crm_desktop.words import _
from ui.contacts.icon_fact import IconFact
from ui.contacts.name_line import NameLine
from ui.contacts.reach import Reach, copy, open_website
from ui.contacts.record_words import address_words, face_of, head_badges, place_words
from ui.kit.buttons import Button, ButtonKind, IconButton
from ui.kit.desk import Desk, Place
from ui.kit.fitting_row import FittingRow
from ui.kit.icons import icon
from ui.kit.labels import Avatar, BadgeLabel
from ui.kit.layouts import column, row
from ui.kit.menus import drop
from ui.kit.painting import Face
from ui.kit.silence import Silence, silence_explained
from ui.kit.waiting_mark import WaitingMark


class RecordHead(QWidget):
    """Avatar, name, badges, where and whose; Log, Call, Email and more.

    `log_wanted`, `remove_wanted` and `erase_wanted` tell of buttons.
    """

    log_wanted = Signal()
    remove_wanted = Signal()
    erase_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        theme = desk.theme
        self._record: ContactRecord | None = None
        self._silence = Silence(desk, self)
        self._silence.changed.connect(self._show_facts)
        self._waiting = WaitingMark(desk, "contact", self)
        self._waiting.changed.connect(self._show_badges)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._avatar = Avatar(theme, Face("", b""), "xl")
        self._named = NameLine(theme)
        self._facts = FittingRow(theme, gap=14)
        self._call = Button(theme, _("Call"), icon="call")
        self._email = Button(theme, _("Email"), icon="email")
        self._log = Button(theme, _("Log"), ButtonKind.PRIMARY, icon="log", keys="L")
        self._more = IconButton(theme, "more", _("More"), size="normal", framed=True)
        words = column(theme, None, self._named, self._facts, None, gap=1)
        whole = row(
            theme, self._avatar, words, self._log, self._call, self._email, self._more, gap=6, margins=(20, 14, 20, 15)
        )
        whole.setStretch(1, 1)
        whole.insertSpacing(1, theme.px(6))
        self.setLayout(whole)
        self._log.clicked.connect(self.log_wanted)
        self._reach = Reach(desk, self._call, self._email)
        self._more.clicked.connect(self._open_menu)

    def show_record(self, record: ContactRecord) -> None:
        """Show `record`."""
        self._record = record
        self._avatar.set_face(face_of(record))
        self._named.show_name(record.name)
        self._waiting.follow(record.id)
        self._show_badges()
        self._show_facts()
        self._reach.show_record(record)
        self._log.setEnabled(not record.removed)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the hairline below."""
        painter = QPainter(self)
        painter.setPen(QPen(self._desk.theme.colour("hairline"), 0))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)

    def _show_badges(self) -> None:
        if self._record is not None:
            badges = [*self._waiting.badges(), *head_badges(self._record.values)]
            self._named.show_badges([BadgeLabel(self._desk.theme, badge) for badge in badges])

    def _made_facts(self, record: ContactRecord) -> list[QWidget]:
        theme, facts = self._desk.theme, list[QWidget]()
        values = record.values
        if record.employer is not None:
            company, employer = record.names.get("company", ""), record.employer
            fact = IconFact(theme, "company", company, link=True)
            fact.clicked.connect(lambda: self._desk.go(Place("contact", employer)))
            if values.get("job_title"):
                facts.append(IconFact(theme, "job", str(values["job_title"])))
            facts.append(fact)
        elif values.get("job_title"):
            facts.append(IconFact(theme, "job", str(values["job_title"])))
        where = place_words(values, self._desk.place)
        if where:
            facts.append(IconFact(theme, "location", where))
        if values.get("website"):
            facts.append(self._made_website(str(values["website"])))
        if record.names.get("owner"):
            facts.append(IconFact(theme, "person", _("Owner {name}").format(name=record.names["owner"])))
        facts.append(IconFact(theme, "clock", self._last_contact(record)))
        if self._silence.words:
            silence = IconFact(theme, "computers", self._silence.words)
            silence.setToolTip(silence_explained())
            facts.append(silence)
        return facts

    def _made_website(self, url: str) -> IconFact:
        fact = IconFact(self._desk.theme, "website", short_url(url), link=True)
        fact.clicked.connect(lambda: open_website(fact, url))
        return fact

    def _last_contact(self, record: ContactRecord) -> str:
        formats, last = self._desk.formats, record.last_interaction_at
        if last is None:
            return _("No contact yet")
        days = (formats.today() - formats.local(last).date()).days
        if days == 0:
            return _("Last contact today")
        if days == 1:
            return _("Last contact yesterday")
        return _("Last contact {ago}").format(ago=formats.ago_within(last))

    def _show_facts(self) -> None:
        if self._record is not None:
            self._facts.refill(self._made_facts(self._record))

    def _open_menu(self) -> None:
        if self._record is None:
            return
        menu = QMenu(self)
        copy = menu.addAction(icon(self._desk.theme, "copy"), _("Copy name and address"))
        copy.triggered.connect(self._copy_address)
        menu.addSeparator()
        if not self._record.removed:
            remove = menu.addAction(icon(self._desk.theme, "delete"), _("Delete"))
            remove.triggered.connect(self.remove_wanted)
        erase = menu.addAction(icon(self._desk.theme, "erase"), _("Erase for ever…"))
        erase.triggered.connect(self.erase_wanted)
        drop(menu, self._more)

    def _copy_address(self) -> None:
        if self._record is not None:
            address = address_words(self._record.values, self._desk.place)
            copy(self._desk, f"{self._record.name}\n{address}".strip())
