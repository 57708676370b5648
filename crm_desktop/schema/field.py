"""What a stored field and a record table are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from crm_desktop.words import N_


class FieldKind(StrEnum):
    """How a field is stored, typed in, compared and shown."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    DECIMAL = "decimal"
    MONEY = "money"
    PERCENT = "percent"
    DAY = "day"
    PARTIAL_DAY = "partial_day"
    INSTANT = "instant"
    TIME = "time"
    MINUTES = "minutes"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"
    TAGS = "tags"
    LINK = "link"
    PHONE = "phone"
    EMAIL = "email"
    URL = "url"
    COUNTRY = "country"
    CURRENCY = "currency"
    LANGUAGE = "language"
    RECURRENCE = "recurrence"
    JSON = "json"
    FORMULA = "formula"


class Choice(NamedTuple):
    """One value of a choice field and the label that it is shown with."""

    value: str
    label: str


@dataclass(frozen=True)
class Field:
    """One field: `number` is its stable journal number (never reused), `kind` how it behaves.

    `target` names the table that a link points to, `target_kind` the one kind of contact that it may be. `point` names
    the kind of contact point that a field of a contact is written to and read from, and `part` the column of it;
    `rollup` names the column of the record's roll-up that it is read from; a `ledger` field says what holds by the
    entries of the table it names. A `mark` is a column that the journal fills
    by itself. The journal captures none of these.
    `only` names the one kind of record that has the field. A money field holds integer minor units of `currency`.
    `own` is the id of the record that describes a field of the workspace's own: its values lie in the column `custom`
    under its number, where the journal captures each by itself. `formula` is what such a field is computed by, and
    `inputs` are the fields that it needs. `help` says what is to be typed, `bounds` the least and the greatest number
    that it may be.
    """

    number: int
    name: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    personal: bool = False
    choices: tuple[Choice, ...] = ()
    target: str | None = None
    target_kind: str | None = None
    default: str | int | None = None
    required: bool = False
    only: str | None = None
    point: str | None = None
    rollup: str | None = None
    ledger: str | None = None
    mark: bool = False
    part: str = "value"
    read_only: bool = False
    bounds: tuple[int, int] | None = None
    own: bytes | None = None
    formula: str = ""
    inputs: tuple["Field", ...] = ()
    help: str = ""

    @property
    def stored(self) -> bool:
        """Whether the field is a column of its record's table that is written and captured."""
        elsewhere = self.point is not None or self.rollup is not None or self.ledger is not None
        return not elsewhere and not self.mark and self.own is None


class Sparse(NamedTuple):
    """An index over the rows in which the column is filled: on `part` of its text, such as the last 5 characters."""

    column: str
    part: int = 0

    @property
    def expression(self) -> str:
        """What is indexed; queries must write it in the same way."""
        return f"substr({self.column}, {self.part})" if self.part else self.column


class Ledger(NamedTuple):
    """Entries that are only added: of those with the same values of the columns `by`, the one last in `order` holds.

    The terms of `order` name the row as `{row}`.
    """

    by: tuple[str, ...]
    order: tuple[str, ...]


@dataclass(frozen=True)
class Along:
    """Records that go into the bin with what they are about: the closest of their `links`, which come in that order.

    Those go for which `open` holds, a condition on the row `t` that may name the instant `:now` and the contacts that
    go, as `:contact`, a JSON list of hexadecimal ids. What was held or closed stays: it happened. The columns there
    stand behind a "+", as SQLite reads it, so that rows are found by the links. Where it is `asked`, they go only if
    the user wants that.
    """

    links: tuple[str, ...]
    open: str = "true"
    asked: bool = False


@dataclass(frozen=True)
class RecordTable:
    """One table of records: `title` names the field that stands for the record, `indexes` lists column lists.

    `sparse` are indexes for fields that few records have; a `ledger` tells which of its entries hold. `tells_of` are
    the links by which a record says what happened with another, such as a call; `along` tells when it goes into the
    bin with another. Records of a `local` table stay on their device. `numbered` names the field whose numbers no two
    devices may give twice.
    """

    number: int
    name: str
    label: str
    fields: tuple[Field, ...]
    title: str
    indexes: tuple[str, ...] = ()
    sparse: tuple[Sparse, ...] = ()
    belongs_to: str | None = None
    tells_of: tuple[str, ...] = ()
    along: Along | None = None
    ledger: Ledger | None = None
    local: bool = False
    numbered: str | None = None
    by_name: Mapping[str, Field] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {each.name: each for each in self.all_fields})

    @property
    def all_fields(self) -> tuple[Field, ...]:
        """The fields of this table, then those that every record has."""
        return self.fields + COMMON

    @property
    def stored_fields(self) -> tuple[Field, ...]:
        """The fields that are columns of the table and that the journal captures."""
        return tuple(each for each in self.all_fields if each.stored)

    def by_number(self, number: int) -> Field:
        """Return the field with the journal number `number`."""
        return next(each for each in self.all_fields if each.number == number)


# Journal numbers below 20 belong to the fields that every record has.
COMMON = (
    Field(1, "owner", N_("Owner"), FieldKind.LINK, target="member"),
    Field(2, "removed_at", N_("Deleted on"), FieldKind.INSTANT, read_only=True),
    Field(3, "external_ids", N_("Ids elsewhere"), FieldKind.JSON, read_only=True),
    Field(4, "custom", N_("Own fields"), FieldKind.JSON, read_only=True),
    Field(5, "created_at", N_("Created"), FieldKind.INSTANT, read_only=True, mark=True),
    Field(6, "updated_at", N_("Changed"), FieldKind.INSTANT, read_only=True, mark=True),
    Field(7, "created_by", N_("Created by"), FieldKind.LINK, target="member", read_only=True, mark=True),
)


def choices(*pairs: tuple[str, str]) -> tuple[Choice, ...]:
    """Return `pairs` of value and label as choices."""
    return tuple(Choice(value, label) for value, label in pairs)
