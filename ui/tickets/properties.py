"""The facts of a ticket, edited in place, and earlier tickets of the same company."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from crm_desktop.errors import CrmError
from crm_desktop.files.actions import Holder
from crm_desktop.schema.field import FieldKind
from crm_desktop.schema.forms import Stored, shown_value
from crm_desktop.schema.tickets import TICKET
from crm_desktop.tickets.actions import edit_ticket
from crm_desktop.tickets.queries import EarlierTicket, TicketDetail
from crm_desktop.words import _
from ui.files.files_box import FilesBox
from ui.kit.buttons import LinkButton
from ui.kit.clash_marks import ClashMarks
from ui.kit.desk import Desk, Place
from ui.kit.drafts import FACT, place_of
from ui.kit.fields.base import FieldInput
from ui.kit.fields.fact_row import FactRow
from ui.kit.fields.make import make_input
from ui.kit.fields.named_link import NamedLink, found_records
from ui.kit.ground import Ground
from ui.kit.labels import Text
from ui.kit.layouts import Stack, row
from ui.kit.notices import Rule
from ui.kit.own_facts import OwnFacts
from ui.kit.scrolling import ScrollColumn
from ui.tickets.earlier import EarlierLine

SHOWN = (
    "subject",
    "contact",
    "company",
    "owner",
    "product",
    "kind",
    "priority",
    "status",
    "channel",
    "root_cause",
    "mood",
    "satisfaction",
    "resolution",
)


PAD = 16


class Properties(ScrollColumn):
    """Rows of label and value; what is changed is written at once. `opened` carries an earlier ticket's id."""

    opened = Signal(bytes)

    def __init__(self, desk: Desk) -> None:
        super().__init__(takes_focus=True)
        self._desk = desk
        self._detail: TicketDetail | None = None
        self.setAccessibleName(_("Properties"))
        content = Ground(desk.theme)
        whole = QVBoxLayout(content)
        pad = desk.theme.space("s6")
        # a row of facts brings its own margin at the sides; what stands between such rows is set in as far
        whole.setContentsMargins(0, desk.theme.space("s4"), 0, pad)
        whole.setSpacing(0)
        self._clashes = ClashMarks(desk, self)
        self.rows: dict[str, FactRow] = {}
        for name in SHOWN:
            label = _("Assigned") if name == "owner" else _(TICKET.by_name[name].label)
            fact = FactRow(desk.theme, label, partial(self._input, name), partial(self._save, name))
            fact.unsaved.connect(desk.warn)
            self.rows[name] = fact
            whole.addWidget(fact)
        self.rows["subject"].setToolTip(_("Edit subject (E)"))
        self.own = OwnFacts(desk, "ticket")
        whole.addWidget(self.own)
        self._open_customer = LinkButton(desk.theme, _("Open customer"))
        self._open_customer.clicked.connect(self._go_to_customer)
        whole.addLayout(row(desk.theme, self._open_customer, None, margins=(PAD, 4, PAD, 0)))
        whole.addSpacing(pad)
        self.files = FilesBox(desk, ruled=True)
        whole.addWidget(self.files)
        whole.addSpacing(pad)
        whole.addWidget(Rule(desk.theme))
        whole.addSpacing(pad)
        self._heading = Text(desk.theme, "", "bodyStrong")
        whole.addLayout(row(desk.theme, self._heading, margins=(PAD, 0, PAD, 4)))
        self._earlier = Stack(desk.theme, gap=0, margins=(PAD, 0, PAD, 0))
        whole.addLayout(self._earlier)
        whole.addStretch(1)
        self.setWidget(content)

    def show_ticket(self, detail: TicketDetail, earlier: Sequence[EarlierTicket]) -> None:
        """Show the facts of `detail`; an input that is open keeps what is typed, for another ticket it is saved."""
        if self._detail is not None and self._detail.row.id != detail.row.id:
            for fact in self.rows.values():
                fact.keep()
        self._detail = detail
        self.files.show_files_of(
            Holder("ticket", detail.row.id), name=detail.row.subject, editable=detail.removed_at is None
        )
        self.own.open_record("tickets", detail.row.id)
        for name, fact in self.rows.items():
            fact.show_value(self._stored(name), self._shown(name))
            fact.keep_in(self._desk.drafts, place_of(FACT, "ticket", detail.row.id, name), detail.row.subject)
        self._clashes.follow({("ticket", detail.row.id): self.rows})
        row_of = detail.row
        self._open_customer.setVisible(row_of.customer is not None or row_of.company is not None)
        name = row_of.company_name or row_of.customer_name
        self._heading.setText(_("Earlier from {name}").format(name=name) if earlier else "")
        while (item := self._earlier.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for each in earlier:
            line = EarlierLine(self._desk, each)
            line.clicked.connect(partial(self._open, each.id))
            self._earlier.addWidget(line)

    def edit(self, name: str) -> None:
        """Open the input of the field `name`."""
        self.rows[name].edit()

    def _open(self, ticket: bytes, *_checked: object) -> None:
        self.opened.emit(ticket)

    def _go_to_customer(self) -> None:
        if self._detail is not None:
            self._desk.go(Place("contact", self._detail.row.customer or self._detail.row.company))

    def _stored(self, name: str) -> Stored:
        if self._detail is None:
            return None
        row = self._detail.row
        own: dict[str, Stored] = {
            "subject": row.subject,
            "contact": row.customer,
            "company": row.company,
            "owner": row.owner,
            "product": self._detail.product,
            "kind": row.kind,
            "priority": row.priority,
            "status": row.status,
            "channel": row.channel or None,
            "root_cause": self._detail.root_cause or None,
            "mood": self._detail.mood or None,
            "satisfaction": self._detail.satisfaction,
            "resolution": self._detail.resolution or None,
        }
        return own[name]

    def _shown(self, name: str) -> str:
        if self._detail is None:
            return ""
        row = self._detail.row
        names = {
            "contact": row.customer_name,
            "company": row.company_name,
            "owner": row.owner_name,
            "product": self._detail.product_name,
        }
        if name in names:
            return names[name]
        return shown_value(TICKET.by_name[name], self._stored(name), self._desk.place)

    def _input(self, name: str) -> FieldInput:
        field = TICKET.by_name[name]
        if field.kind is FieldKind.LINK:
            return NamedLink(self._desk, field, found_records(self._desk, field, self), self._shown(name))
        return make_input(self._desk, field)

    def _save(self, name: str, value: Stored, saved: Callable[[], None], failed: Callable[[CrmError], None]) -> None:
        if self._detail is None:
            return
        done = _("{field} changed").format(field=_(TICKET.by_name[name].label))
        self._desk.act(
            edit_ticket,
            self._detail.row.id,
            {name: value},
            {name: self.rows[name].seen},
            owner=self,
            then=lambda _none: saved(),
            on_error=failed,
            done=done,
        )
