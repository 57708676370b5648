"""The columns of a list of contacts, made from the fields of the schema."""

import json
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, date, datetime, timedelta

from crm_desktop.contacts.consent import GIVEN, USUAL_CHANNELS, WITHDRAWN
from crm_desktop.contacts.queries import ContactRow
from crm_desktop.schema.catalogue import Kind
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Stored, label_of, shown_value
from crm_desktop.schema.read_forms import read_value
from crm_desktop.words import N_
from ui.contacts.list_state import COMPANIES
from ui.contacts.record_words import (
    LIFECYCLE_TONES,
    ROLE_TONES,
    listed,
)
from ui.kit.cells import EMPTY, Cell, CellKind, Consent, Past, Permission, Step, StepState
from ui.kit.formats import Formats
from ui.kit.lists.state import UNSORTED
from ui.kit.paged_model import Column, check_column
from ui.kit.painting import Badge, Face
from ui.kit.theme import Tone

# Nothing heard for longer than this is worth a look.
STALE = timedelta(days=30)
# Hidden first are the highest; name, next step and due are never hidden (DESIGN, 3).
_WIDTHS = {
    "name": (166, 0),
    "company": (146, 1),
    "job_title": (150, 7),
    "last_interaction_at": (122, 2),
    "next_step": (146, 0),
    "next_step_due": (96, 0),
    "lifetime_value": (108, 2),
    "sector": (116, 5),
    "city": (116, 6),
    "email": (190, 6),
    "phone": (140, 6),
    "owner": (130, 5),
    "may_contact": (92, 3),
}
_STRETCHED = frozenset({"name", "company", "next_step", "job_title", "email"})
_TITLES = {"last_interaction_at": N_("Last interaction")}
NOT_EDITED = frozenset({FieldKind.CHOICES, FieldKind.TAGS, FieldKind.LONG_TEXT, FieldKind.JSON, FieldKind.INSTANT})
# Kept by the program, yet written through the task that is next.
WRITTEN_THROUGH = frozenset({"next_step", "next_step_due"})


class ColumnMaker:
    """Makes columns for rows of `kind` whose values stand in the order `fetched`."""

    def __init__(self, kind: Kind, fetched: Sequence[str], formats: Formats, *, short: bool = False) -> None:
        self._kind = kind
        self._at = {name: number for number, name in enumerate(fetched)}
        self._formats = formats
        self._place = formats.place
        self._short = short

    def columns(self, names: Sequence[str]) -> list[Column[ContactRow]]:
        """Return the box and a column for each of the fields `names`."""
        return [check_column(), *(self._column(self._kind.field(name)) for name in names)]

    def has(self, name: str) -> bool:
        """Return whether rows hold the field `name`."""
        return name in self._at

    def stored(self, row: ContactRow, name: str) -> Stored:
        """Return the stored value of the field `name` in `row`."""
        return row.values[self._at[name]]

    def named(self, row: ContactRow, name: str) -> str:
        """Return what the record is called that the link `name` of `row` points to."""
        return row.names[self._at[name]] or ""

    def _column(self, field: Field) -> Column[ContactRow]:
        width, priority = _WIDTHS.get(field.name, (120, 4))
        title = _TITLES.get(field.name, field.label)
        if field.name == "lifetime_value" and self._short:
            title, width = N_("Value"), 92
        kind, value, cell = self._shown(field)
        return Column(
            field.name,
            title,
            width,
            kind,
            value=value,
            cell=cell,
            priority=priority,
            stretch=field.name in _STRETCHED,
            sortable=field.kind not in UNSORTED,
            editable=is_editable(field),
        )

    def _shown(
        self, field: Field
    ) -> tuple[CellKind, Callable[[ContactRow], object] | None, Callable[[ContactRow], Cell] | None]:
        own = self._own(field.name)
        if own is not None:
            return own
        match field.kind:
            case FieldKind.MONEY:
                return CellKind.MONEY, None, lambda row: self._money(row, field)
            case FieldKind.DECIMAL:
                return CellKind.NUMBER, None, lambda row: self._decimal(row, field)
            case FieldKind.NUMBER | FieldKind.MINUTES | FieldKind.PERCENT:
                return CellKind.NUMBER, lambda row: self.stored(row, field.name), None
            case FieldKind.DAY:
                return CellKind.DAY, lambda row: self._day(row, field.name), None
            case FieldKind.INSTANT:
                return CellKind.AGO, lambda row: self._past(row, field.name), None
            case FieldKind.YES_NO:
                return CellKind.YES_NO, lambda row: bool(self.stored(row, field.name)), None
            case FieldKind.TAGS:
                return CellKind.TAGS, lambda row: tuple(listed(self.stored(row, field.name))) or None, None
            case FieldKind.EMAIL:
                return CellKind.EMAIL, lambda row: self.stored(row, field.name), None
            case _:
                return CellKind.TEXT, lambda row: self._text(row, field) or None, None

    def _own(
        self, name: str
    ) -> tuple[CellKind, Callable[[ContactRow], object] | None, Callable[[ContactRow], Cell] | None] | None:
        """Return how the fields are shown that stand out in a list."""
        match name:
            case "name":
                return CellKind.NAME, self._face, None
            case "company" | "parent":
                return CellKind.TEXT, None, lambda row: self._company(row, name)
            case "last_interaction_at":
                return CellKind.AGO, self._last, None
            case "next_step":
                return CellKind.STEP, self._step, None
            case "next_step_due":
                return CellKind.DUE, lambda row: self._day(row, name), None
            case "roles":
                return CellKind.BADGES, lambda row: self._badges(row, name) or None, None
            case "may_contact":
                return CellKind.CONSENT, self._consent, None
            case "lifecycle" | "rating":
                return CellKind.BADGE, lambda row: self._badge(row, name), None
        return None

    def _face(self, row: ContactRow) -> Face:
        company = self._kind.name == COMPANIES or (self.has("kind") and self.stored(row, "kind") == "company")
        return Face(str(self.stored(row, "name")), row.id, company)

    def _company(self, row: ContactRow, name: str) -> Cell:
        record, called = self.stored(row, name), self.named(row, name)
        if not isinstance(record, bytes) or not called:
            return EMPTY
        return Cell(called, face=Face(called, record, company=True))

    def _last(self, row: ContactRow) -> Past | None:
        stored = self.stored(row, "last_interaction_at")
        if not isinstance(stored, int):
            return None
        when = datetime.fromtimestamp(stored / 1000, UTC)
        icon = str(self.stored(row, "last_interaction_kind") or "")
        return Past(when, icon, stale=self._formats.now() - when > STALE)

    def _past(self, row: ContactRow, name: str) -> Past | None:
        stored = self.stored(row, name)
        return Past(datetime.fromtimestamp(stored / 1000, UTC)) if isinstance(stored, int) else None

    def _step(self, row: ContactRow) -> Step:
        title = self.stored(row, "next_step")
        return Step(str(title), StepState.PLANNED) if title else Step("", StepState.NONE)

    def _day(self, row: ContactRow, name: str) -> date | None:
        stored = self.stored(row, name)
        return date.fromisoformat(str(stored)) if stored else None

    def _money(self, row: ContactRow, field: Field) -> Cell:
        stored = self.stored(row, field.name)
        if not isinstance(stored, int):
            return EMPTY
        own = self.stored(row, "currency") if field.rollup is None and "currency" in self._at else None
        # Cents say nothing when customers are compared.
        return Cell(self._formats.money(stored, str(own or ""), whole=True))

    def _decimal(self, row: ContactRow, field: Field) -> Cell:
        return Cell(shown_value(field, self.stored(row, field.name), self._place), numbers=True)

    def _badges(self, row: ContactRow, name: str) -> tuple[Badge, ...]:
        field = self._kind.field(name)
        words = json.loads(str(self.stored(row, name) or "[]"))
        return tuple(Badge(label_of(field, word), ROLE_TONES.get(word, Tone.NEUTRAL)) for word in words)

    def _consent(self, row: ContactRow, name: str = "may_contact") -> Consent:
        held = set(json.loads(str(self.stored(row, name) or "[]")))
        return Consent(*(_permission(channel, held) for channel in USUAL_CHANNELS))

    def _badge(self, row: ContactRow, name: str) -> Badge | None:
        stored = self.stored(row, name)
        if not stored:
            return None
        tone = LIFECYCLE_TONES.get(str(stored), Tone.ACCENT if name == "rating" else Tone.NEUTRAL)
        return Badge(label_of(self._kind.field(name), str(stored)), tone)

    def _text(self, row: ContactRow, field: Field) -> str:
        stored = self.stored(row, field.name)
        if field.kind is FieldKind.LINK:
            return self.named(row, field.name)
        return " ".join(read_value(field, stored, self._place).split())


def _permission(channel: str, held: Collection[str]) -> Permission:
    if f"{channel}_{WITHDRAWN}" in held:
        return Permission.WITHDRAWN
    return Permission.GIVEN if f"{channel}_{GIVEN}" in held else Permission.NOT_ASKED


def is_editable(field: Field) -> bool:
    """Return whether `field` can be changed in the cell of a list."""
    if field.name in WRITTEN_THROUGH:
        return True
    return not field.read_only and not field.mark and field.kind not in NOT_EDITED and field.target != "attachment"
