"""The columns of a list of contacts: what stands out there, and the next step, which is written through its task."""

import json
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from crm_desktop.activities.planning import write_next_step
from crm_desktop.contacts.consent import GIVEN, USUAL_CHANNELS, WITHDRAWN
from crm_desktop.errors import CrmError
from crm_desktop.journal.journal import Journal
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Stored, label_of, shown_value
from crm_desktop.store.record_query import Row
from crm_desktop.words import N_, _
from ui.contacts.list_state import COMPANIES
from ui.contacts.record_words import LIFECYCLE_TONES, ROLE_TONES
from ui.kit.cells import EMPTY, Cell, CellKind, Consent, Past, Permission, Step, StepState
from ui.kit.fields.base import FieldInput
from ui.kit.lists.columns import RecordColumns, Shown
from ui.kit.paged_model import Column
from ui.kit.painting import Badge, Face
from ui.kit.theme import Tone

# Nothing heard for longer than this is worth a look.
STALE = timedelta(days=30)
# Hidden first are the highest; name, next step and due are never hidden (DESIGN, 3).
_WIDTHS = {
    "name": (160, 0),
    "company": (138, 1),
    "job_title": (150, 7),
    "last_interaction_at": (132, 2),
    "next_step": (138, 0),
    "next_step_due": (94, 0),
    "lifetime_value": (108, 2),
    "sector": (116, 5),
    "city": (116, 6),
    "email": (190, 6),
    "phone": (140, 6),
    "owner": (130, 5),
    "may_contact": (84, 3),
}
_LONG_DAY, _LETTER = date(2027, 9, 30), 8
_STRETCHED = frozenset({"name", "company", "next_step", "job_title", "email"})
_TITLES = {"last_interaction_at": N_("Last interaction")}
# Kept by the program, yet written through the task that is next.
WRITTEN_THROUGH = frozenset({"next_step", "next_step_due"})
_STEP = Field(0, "next_step", N_("Next step"))
_DUE = Field(0, "next_step_due", N_("Due"), FieldKind.DAY)


class ContactColumns(RecordColumns):
    """Makes the columns of a list of people, companies or both."""

    def column(self, place: int, field: Field) -> Column[Row]:
        """Return the column of `field`, the value at `place` of a row."""
        made = super().column(place, field)
        width, priority = _WIDTHS.get(field.name, (120, 4))
        title = _TITLES.get(field.name, field.label)
        if field.name == "lifetime_value" and self._short:
            title, width = N_("Value"), 80
        if field.name == "next_step_due":
            # some languages write a day longer than others: 30 Sep 2027, 30. Sept. 2027
            width = max(width, _LETTER * len(self._desk.formats.day(_LONG_DAY, dated=True)))
        if field.name == "may_contact":
            # three icons, and the title above them
            width = max(width, _LETTER * len(_(title)))
        editable = made.editable or field.name in WRITTEN_THROUGH
        return replace(
            made, title=title, width=width, priority=priority, stretch=field.name in _STRETCHED, editable=editable
        )

    def make(self, row: Row, name: str) -> FieldInput | None:
        """Return the input for the cell of `row` in the column `name`, with its value."""
        # a list opens without the inputs of its cells
        from ui.contacts.inputs import fact_input
        from ui.kit.fields.day import DayInput
        from ui.kit.fields.link import Hit
        from ui.kit.fields.text import TextInput

        stored, desk = self.stored(row, name), self._desk
        if name == "next_step":
            made: FieldInput = TextInput(desk.theme, _STEP, desk.place)
        elif name == "next_step_due":
            made = DayInput(desk.theme, _DUE, desk.place, desk.today)
        else:
            linked = Hit(stored, self.named(row, name)) if isinstance(stored, bytes) else None
            made = fact_input(desk, self._owner, name, linked, row.currency)
        made.set_value(stored)
        return made

    def save(
        self, row: Row, name: str, value: Stored, saved: Callable[[], None], failed: Callable[[CrmError], None]
    ) -> None:
        """Save `value`, then call `saved` or `failed`."""
        if name not in WRITTEN_THROUGH or value == self.stored(row, name):
            super().save(row, name, value, saved, failed)
            return
        title = str(value or "") if name == "next_step" else None
        due = date.fromisoformat(str(value)) if name == "next_step_due" and value else None

        def write(journal: Journal, contact: bytes) -> None:
            write_next_step(journal, contact, title=title, due=due)

        def tell(_result: object) -> None:
            saved()

        done = _("Next step changed")
        self._desk.act(write, row.record, owner=self._owner, then=tell, on_error=failed, done=done)

    def shown(self, place: int, field: Field) -> Shown:
        """Return how `field`, the value at `place` of a row, is shown."""
        own = self._own(field.name)
        if own is not None:
            return own
        match field.kind:
            case FieldKind.MONEY:
                return CellKind.MONEY, None, lambda row: self._money_of(row, field)
            case FieldKind.DECIMAL:
                return CellKind.NUMBER, None, lambda row: self._decimal(row, field)
            case FieldKind.NUMBER | FieldKind.MINUTES | FieldKind.PERCENT:
                return CellKind.NUMBER, lambda row: self.stored(row, field.name), None
            case FieldKind.DAY:
                return CellKind.DAY, lambda row: self._day_of(row, field.name), None
            case FieldKind.INSTANT:
                return CellKind.AGO, lambda row: self._past(row, field.name), None
            case FieldKind.EMAIL:
                return CellKind.EMAIL, lambda row: self.stored(row, field.name), None
            case _:
                return super().shown(place, field)

    def _own(self, name: str) -> Shown | None:
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
                return CellKind.DUE, lambda row: self._day_of(row, name), None
            case "job_title":
                return CellKind.TEXT, None, lambda row: Cell(str(self.stored(row, name) or ""), "text2")
            case "roles":
                return CellKind.BADGES, lambda row: self._badges(row, name) or None, None
            case "may_contact":
                return CellKind.CONSENT, self._consent, None
            case "lifecycle" | "rating":
                return CellKind.BADGE, lambda row: self._badge(row, name), None
        return None

    def _face(self, row: Row) -> Face:
        company = self._view.kind.name == COMPANIES or (self.has("kind") and self.stored(row, "kind") == "company")
        return Face(str(self.stored(row, "name")), row.record, company)

    def _company(self, row: Row, name: str) -> Cell:
        record, called = self.stored(row, name), self.named(row, name)
        if not isinstance(record, bytes) or not called:
            return EMPTY
        return Cell(self.called(row, name), face=Face(called, record, company=True))

    def _last(self, row: Row) -> Past | None:
        stored = self.stored(row, "last_interaction_at")
        if not isinstance(stored, int):
            return None
        when = datetime.fromtimestamp(stored / 1000, UTC)
        icon = str(self.stored(row, "last_interaction_kind") or "")
        return Past(when, icon, stale=self._desk.formats.now() - when > STALE)

    def _past(self, row: Row, name: str) -> Past | None:
        stored = self.stored(row, name)
        return Past(datetime.fromtimestamp(stored / 1000, UTC)) if isinstance(stored, int) else None

    def _step(self, row: Row) -> Step:
        title = self.stored(row, "next_step")
        return Step(str(title), StepState.PLANNED) if title else Step("", StepState.NONE)

    def _day_of(self, row: Row, name: str) -> date | None:
        stored = self.stored(row, name)
        return date.fromisoformat(str(stored)) if stored else None

    def _money_of(self, row: Row, field: Field) -> Cell:
        stored = self.stored(row, field.name)
        # who never had a deal has no sum of them
        if not isinstance(stored, int) or (stored == 0 and field.rollup is not None):
            return EMPTY
        own = self.stored(row, "currency") if field.rollup is None and "currency" in self._at else None
        # Cents say nothing when customers are compared.
        return Cell(self._desk.formats.money(stored, str(own or ""), whole=True))

    def _decimal(self, row: Row, field: Field) -> Cell:
        return Cell(shown_value(field, self.stored(row, field.name), self._desk.place), numbers=True)

    def _badges(self, row: Row, name: str) -> tuple[Badge, ...]:
        field = self._view.kind.field(name)
        words = json.loads(str(self.stored(row, name) or "[]"))
        return tuple(Badge(label_of(field, word), ROLE_TONES.get(word, Tone.NEUTRAL)) for word in words)

    def _consent(self, row: Row, name: str = "may_contact") -> Consent:
        held = set(json.loads(str(self.stored(row, name) or "[]")))
        return Consent(*(_permission(channel, held) for channel in USUAL_CHANNELS))

    def _badge(self, row: Row, name: str) -> Badge | None:
        stored = self.stored(row, name)
        if not stored:
            return None
        tone = LIFECYCLE_TONES.get(str(stored), Tone.ACCENT if name == "rating" else Tone.NEUTRAL)
        return Badge(label_of(self._view.kind.field(name), str(stored)), tone)


def _permission(channel: str, held: Collection[str]) -> Permission:
    if f"{channel}_{WITHDRAWN}" in held:
        return Permission.WITHDRAWN
    return Permission.GIVEN if f"{channel}_{GIVEN}" in held else Permission.NOT_ASKED
