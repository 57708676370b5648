"""Making a record: a form from the schema, named by a list of fields for each kind."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.errors import CrmError
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Stored
from crm_desktop.schema.link_kinds import link_kind
from crm_desktop.search.link_offers import Offer, offered_by_id, offered_records
from ui.kit.desk import Desk
from ui.kit.fields.base import FieldInput
from ui.kit.fields.file import FileInput
from ui.kit.fields.form import Form
from ui.kit.fields.link import Find, Hit, LinkInput
from ui.kit.fields.link_box import LinkBox
from ui.kit.fields.make import make_input
from ui.kit.own_files import FILES
from ui.kit.typed_form import typed_form

# What is asked for, in the order of the form.
FORMS: Mapping[str, Sequence[str]] = {
    "person": ["name", "company", "job_title", "email", "phone", "city", "country", "owner", "tags", "notes"],
    "company": [
        "name",
        "sector",
        "roles",
        "email",
        "phone",
        "website",
        "street",
        "city",
        "postal_code",
        "country",
        "owner",
        "tags",
    ],
    "deal": ["title", "company", "person", "amount", "currency", "stage", "expected_on", "owner", "source", "note"],
    "ticket": ["subject", "kind", "priority", "contact", "company", "product", "channel", "owner", "description"],
    "activity": ["kind", "at", "subject", "duration_min", "person", "company", "deal", "outcome", "body"],
    "product": ["name", "code", "category", "price", "currency", "unit", "description"],
    "purchase": [
        *("customer", "product", "description", "quantity", "unit_price", "currency", "bought_on", "serial"),
        *("order_number", "warranty_until", "next_service_on", "note"),
    ],
}
# What the schema calls a kind, where the user calls it otherwise.
KIND_NAMES = {"activity": "interaction"}
COLUMNS = 2
# The tables that hold few records: these are chosen from a box.
FEW = frozenset({"stage", "member", "team", "pipeline"})
MOST_IN_BOX = 200


class RecordForm(QWidget):
    """The form for a record of `kind`; `values` are stored values to begin with.

    `submitted` tells of Enter, `named` that the name of a link that it began with is there. What a field of several
    lines holds stands below the others, over the whole width.
    """

    submitted = Signal()
    named = Signal(str)

    def __init__(
        self, desk: Desk, kind: str, values: Mapping[str, Stored] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self.kind = desk.kinds.named(KIND_NAMES.get(kind, kind))
        own = [field for field in self.kind.own_fields if not field.read_only]
        fields = [*(self.kind.field(name) for name in FORMS[kind]), *own]
        short = [field for field in fields if field.kind is not FieldKind.LONG_TEXT]
        long = [field for field in fields if field.kind is FieldKind.LONG_TEXT]
        self._forms = [
            Form(desk.theme, [self._input(field) for field in short], columns=COLUMNS),
            Form(desk.theme, [self._input(field) for field in long]),
        ]
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(desk.theme.space("s5"))
        for form in self._forms:
            whole.addWidget(form)
            form.submitted.connect(self.submitted)
        self.inputs: dict[str, FieldInput] = {name: each for form in self._forms for name, each in form.inputs.items()}
        self._begin({**self._defaults(), **(values or {})})

    def typed(self) -> dict[str, str] | None:
        """Return what is to be stored, by field, as text; where something does not fit, show why and return None."""
        found: dict[str, str] = {}
        for form in self._forms:
            values = form.values()
            if values is None:
                return None
            found |= {name: self._typed(name, value) for name, value in values.items()}
        # a file is kept with a record, which has to be there first
        return {name: text for name, text in found.items() if text and not self._is_file(name)}

    def files(self) -> dict[str, Path]:
        """Return the files that were chosen, by field."""
        chosen = {name: each.typed() for name, each in self.inputs.items() if self._is_file(name)}
        return {name: Path(path) for name, path in chosen.items() if path}

    def show_error(self, error: CrmError) -> bool:
        """Show `error` at the input that it belongs to; return whether there is one."""
        return any(form.show_error(error) for form in self._forms)

    def focus_first(self) -> None:
        """Put the focus into the first input that is empty."""
        first = next((each for each in self.inputs.values() if not each.typed()), None)
        (first or next(iter(self.inputs.values()))).setFocus()

    def _is_file(self, name: str) -> bool:
        return self.inputs[name].field.target == FILES

    def _typed(self, name: str, value: Stored) -> str:
        each = self.inputs[name]
        # an amount is read in the currency that stands beside it, which is known only once all is stored
        return each.typed() if each.field.kind is FieldKind.MONEY else typed_form(each.field, value, self._desk.place)

    def _input(self, field: Field) -> FieldInput:
        if field.target == FILES:
            return FileInput(self._desk.theme, field, self._desk.place)
        if field.target in FEW:
            return self._box(field)
        find = self._finder(field) if field.kind is FieldKind.LINK else None
        return make_input(self._desk, field, find=find)

    def _box(self, field: Field) -> LinkBox:
        box = LinkBox(self._desk.theme, field, self._desk.place)

        def offer(found: Sequence[Offer]) -> None:
            box.offer([Hit(each.record, each.title, each.note) for each in found])

        self._desk.read(offered_records, field.target, "", None, MOST_IN_BOX, owner=box, then=offer)
        return box

    def _finder(self, field: Field) -> Find:
        def find(typed: str, then: Callable[[Sequence[Hit]], None]) -> None:
            def offer(found: Sequence[Offer]) -> None:
                then([Hit(each.record, each.title, each.note) for each in found])

            self._desk.read(
                offered_records, field.target, typed, link_kind(field), owner=self, then=offer, key=f"find {field.name}"
            )

        return find

    def _defaults(self) -> dict[str, Stored]:
        """Return what most records of the kind begin with."""
        known: dict[str, Stored] = {
            name: each.field.default for name, each in self.inputs.items() if each.field.default is not None
        }
        own = {"owner": self._desk.member, "assignee": self._desk.member, "currency": self._desk.place.currency}
        known |= {name: value for name, value in own.items() if name in self.inputs}
        if "bought_on" in self.inputs:
            known["bought_on"] = self._desk.today().isoformat()
        if "at" in self.inputs:
            known |= {"at": int(self._desk.now().timestamp() * 1000), "kind": "note"}
        return known

    def _begin(self, values: Mapping[str, Stored]) -> None:
        for name, each in self.inputs.items():
            value = values.get(name)
            each.set_value(value)
            if isinstance(each, LinkInput) and isinstance(value, bytes):
                self._name_link(each, value)

    def _name_link(self, link: LinkInput, record: bytes) -> None:
        def show(found: Offer | None) -> None:
            if found is not None and not link.typed():
                link.set_hit(Hit(found.record, found.title, found.note))
                self.named.emit(link.field.name)

        self._desk.read(offered_by_id, link.field.target, record, owner=self, then=show)
