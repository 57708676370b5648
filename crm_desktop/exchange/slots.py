"""The places in a record that a column of a file can go into, and the usual names of such columns."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from crm_desktop.errors import WrongUsage
from crm_desktop.exchange import contact_words, further_words, more_words, record_words
from crm_desktop.exchange.numbered import numbered, numbered_field
from crm_desktop.exchange.word_lines import word_lines
from crm_desktop.schema.catalogue import Kind, kind_named
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.own import Kinds
from crm_desktop.schema.pipeline import DEAL_LINE
from crm_desktop.values.names import fold_key
from crm_desktop.words import N_, _

# Read-only in forms, but the other program knows them.
_TOLD_BY_FILES = {"kind", "number"}
_EXTRA = (
    Field(0, "external_id", N_("Id in the other program")),
    Field(0, "name.family_first", N_("Full name, last name first")),
    Field(0, "name.given_first", N_("Full name, first name first")),
    Field(0, "given_name", N_("First name")),
    Field(0, "family_name", N_("Last name")),
    Field(0, "birthday.year", N_("Year of birth"), FieldKind.NUMBER),
    Field(0, "birthday.month", N_("Month of birth"), FieldKind.NUMBER),
    Field(0, "birthday.day", N_("Day of birth"), FieldKind.NUMBER),
    Field(0, "street.2", N_("Street, second line")),
    Field(0, "roles.customer", N_("Is a customer"), FieldKind.YES_NO),
    Field(0, "roles.supplier", N_("Is a supplier"), FieldKind.YES_NO),
    Field(0, "active.not", N_("No longer active"), FieldKind.YES_NO),
    Field(0, "consent.email", N_("Email consent"), FieldKind.YES_NO),
    Field(0, "consent.phone", N_("Phone consent"), FieldKind.YES_NO),
    Field(0, "consent.letter", N_("Letter consent"), FieldKind.YES_NO),
    Field(0, "consent.message", N_("Message consent"), FieldKind.YES_NO),
    Field(0, "about.id", N_("Deal or ticket: id in the other program")),
    Field(0, "closed_on.2", N_("Closed, second column"), FieldKind.DAY),
    Field(0, "outcome.2", N_("Outcome, second column")),
    Field(0, "task.due", N_("Task: due"), FieldKind.INSTANT),
    Field(0, "task.status", N_("Task: status")),
    Field(0, "is_deleted", N_("Deleted in the other program"), FieldKind.YES_NO),
    Field(0, "photo", N_("Photo")),
    Field(0, "cc", N_("Copies to")),
    Field(0, "automatic", N_("Written by a machine, or to many"), FieldKind.YES_NO),
    Field(0, "files", N_("Files")),
    Field(0, "person", N_("Contact person")),
    Field(0, "person.job_title", N_("Contact person's job title")),
    Field(0, "product", N_("Product")),
    *(each for each in DEAL_LINE.fields if each.name in {"quantity", "unit_price"}),
)
_PARTS = {
    "id": (N_("{field}: id in the other program"), FieldKind.TEXT),
    "code": (N_("{field}: code"), FieldKind.TEXT),
    "website": (N_("{field}: website"), FieldKind.URL),
    "email": (N_("{field}: e-mail"), FieldKind.EMAIL),
    "phone": (N_("{field}: phone"), FieldKind.PHONE),
    "work": (N_("{field} at work"), None),
    "home": (N_("{field} at home"), None),
    "mobile": (N_("{field}, mobile"), None),
    "fax": (N_("{field}, fax"), None),
    "country": (N_("{field}: country"), FieldKind.COUNTRY),
    "other": (N_("{field}, another one"), None),
}
_PEOPLE = (contact_words.PEOPLE, further_words.PEOPLE, more_words.PEOPLE)
_POINTS = (
    *(contact_words.POINTS, contact_words.BOTH, further_words.POINTS, further_words.BOTH),
    *(more_words.POINTS, more_words.BOTH),
)
_WORDS = {
    "people": (*_PEOPLE, *_POINTS),
    "companies": (contact_words.COMPANIES, *_POINTS, further_words.COMPANIES, more_words.COMPANIES),
    "contacts": (contact_words.CONTACTS, *_PEOPLE, *_POINTS),
    "categories": (record_words.CATEGORIES,),
    "products": (record_words.PRODUCTS, further_words.PRODUCTS, more_words.PRODUCTS),
    "members": (record_words.MEMBERS,),
    "deals": (
        *(record_words.DEALS, record_words.COMPANY, record_words.PERSON, record_words.OWNER),
        *(further_words.DEALS, more_words.DEALS),
    ),
    "activities": (
        *(record_words.ACTIVITIES, record_words.PERSON, record_words.COMPANY, record_words.OWNER),
        *(further_words.ACTIVITIES, more_words.ACTIVITIES, more_words.PERSON),
    ),
    "tasks": (record_words.TASKS, record_words.PERSON, record_words.COMPANY, more_words.TASKS, more_words.PERSON),
    "purchases": (record_words.PURCHASES, more_words.PURCHASES),
    "tickets": (
        *(record_words.TICKETS, record_words.COMPANY, record_words.OWNER, further_words.TICKETS),
        more_words.TICKETS,
    ),
}
IMPORTABLE = tuple(_WORDS)
# Kinds whose rows only say what others mean, with the kind whose records they are about.
_ABOUT = {"categories": "products"}
# The places of whole names, and whether the last name stands first in them; None: as their letters tell.
WHOLE_NAMES: Mapping[str, bool | None] = {"name": None, "name.family_first": True, "name.given_first": False}
CONTACT_KINDS = ("people", "companies", "contacts")
# What the rows of lists that this program wrote say that they are.
EXPORTED = {kind_named(kind).singular: kind for kind in _WORDS if kind not in CONTACT_KINDS and kind not in _ABOUT}


class Slot(NamedTuple):
    """A place: `field` says how its text is read, `of` whose part it is, `words` how other programs call it."""

    name: str
    field: Field
    of: str
    words: tuple[str, ...]

    @property
    def label(self) -> str:
        """How people call the place, in the language being spoken."""
        if self.field.own is not None:
            return self.field.label
        return _(self.field.label).format(field=_(self.of))


class Target(NamedTuple):
    """What rows are imported as: records of `kind`, which have the workspace's `own` fields too."""

    kind: str
    own: tuple[Field, ...] = ()

    @property
    def slots(self) -> Mapping[str, Slot]:
        """The places by name; raises WrongUsage where the kind cannot be imported."""
        return slots_of(self.kind, self.own)

    @property
    def vocabulary(self) -> Mapping[str, tuple[str, int]]:
        """The place, and how usual the word is for it (0 the most), by each usual column name."""
        return vocabulary(self.kind, self.own)

    def has_exported(self, columns: Sequence[str]) -> bool:
        """Tell whether `columns` are those of a list that this program wrote: then every word in it is meant."""
        if tuple(columns[:2]) != ("id", "kind"):
            return False
        known = {*kind_named(self.kind).table.by_name, *(each.name for each in self.own)}
        return all(name in known or name.removesuffix("_id") in known for name in columns[2:])

    def slot(self, name: str) -> Slot | None:
        """Return the place `name`, also one of those that a contact has any number of, or None."""
        found = self.slots.get(name)
        if found is None and self.kind in CONTACT_KINDS and (place := numbered(name)) is not None:
            return Slot(name, numbered_field(place), "", ())
        return found


def target_of(kind: str, kinds: Kinds) -> Target:
    """Return what rows of `kind` are imported as in a workspace with these `kinds`."""
    return Target(kind, kinds.named(kind).own_fields if kind in IMPORTABLE and kind not in _ABOUT else ())


def header_key(text: str) -> str:
    """Return `text` as column names are compared: `E-Mail Address`, `emailAddress` and `email_address` are one."""
    return fold_key(text)


def stored_kind(kind: str) -> Kind:
    """Return the kind of the records that rows of `kind` become, or are about."""
    return kind_named(_ABOUT.get(kind, kind))


def kind_label(kind: str) -> str:
    """Return how people call the rows of `kind`, in the language being spoken."""
    return _("Product categories") if kind in _ABOUT else _(kind_named(kind).label)


@lru_cache(64)
def slots_of(kind: str, own: tuple[Field, ...] = ()) -> Mapping[str, Slot]:
    """Return the places of records of `kind` by name, those of the `own` fields last.

    Raises WrongUsage where `kind` cannot be imported.
    """
    if kind not in _WORDS:
        known = kind_named(kind)
        raise WrongUsage(
            _("{kind} cannot be imported from a table. Kinds: {kinds}.").format(
                kind=known.name, kinds=", ".join(IMPORTABLE)
            )
        )
    words: dict[str, tuple[str, ...]] = {}
    for lines in (*_WORDS[kind], record_words.ANY):
        for name, row in word_lines(lines):
            words[name] = words.get(name, ()) + row
    declared = stored_kind(kind)
    fields = () if kind in _ABOUT else declared.fields
    wanted = [*words, *(each.name for each in fields if not each.read_only and each.name not in words)]
    slots = {name: _slot(declared, name, words.get(name, ())) for name in wanted}
    # computed fields and files take nothing from a table
    taking = [each for each in own if not each.read_only and each.target != "attachment"]
    return slots | {each.name: Slot(each.name, each, "", (each.label,)) for each in taking}


@lru_cache(64)
def vocabulary(kind: str, own: tuple[Field, ...] = ()) -> Mapping[str, tuple[str, int]]:
    """Return the place, and how usual the word is for it (0 the most), by each usual column name of `kind`."""
    found: dict[str, tuple[str, int]] = {}
    for slot in slots_of(kind, own).values():
        for rank, word in enumerate((*slot.words, slot.name)):
            found.setdefault(header_key(word), (slot.name, rank))
    return found


@lru_cache(None)
def all_words() -> frozenset[str]:
    """Return every usual column name of any kind."""
    return frozenset(key for kind in IMPORTABLE for key in vocabulary(kind))


def _slot(kind: Kind, name: str, words: tuple[str, ...]) -> Slot:
    first, _dot, last = name.rpartition(".")
    table = kind.table.by_name
    declared = table.get(name)
    if declared is not None and (not declared.read_only or name in _TOLD_BY_FILES):
        return Slot(name, declared, "", words)
    extra = next((each for each in _EXTRA if each.name == name), None)
    if extra is not None:
        return Slot(name, extra, "", words)
    whole = table.get(first) or next(each for each in (*_EXTRA, *table.values()) if each.name in (first, last))
    label, reads = _PARTS[first if first == "home" else last]
    return Slot(name, Field(0, name, label, reads or whole.kind), whole.label, words)
