"""All record tables, and the kinds of record that the commands and pages name."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from crm_desktop.errors import WrongUsage
from crm_desktop.schema import (
    activities,
    attachments,
    contacts,
    goals,
    knowledge,
    ours,
    pipeline,
    privacy,
    products,
    purchases,
    tickets,
)
from crm_desktop.schema.field import COMMON, Field, RecordTable
from crm_desktop.values.likeliest import likeliest
from crm_desktop.words import N_, _

TABLES: tuple[RecordTable, ...] = (
    contacts.CONTACT,
    contacts.CONTACT_POINT,
    contacts.AFFILIATION,
    contacts.RELATIONSHIP,
    activities.INTERACTION,
    activities.PARTICIPANT,
    activities.TASK,
    products.PRODUCT,
    products.PRICE,
    pipeline.PIPELINE,
    pipeline.STAGE,
    pipeline.DEAL,
    pipeline.DEAL_LINE,
    pipeline.STAGE_MOVE,
    pipeline.DEAL_CONTACT,
    tickets.TICKET,
    tickets.TICKET_MESSAGE,
    ours.MEMBER,
    ours.TEAM,
    ours.SAVED_VIEW,
    ours.SETTING,
    ours.IMPORT_BATCH,
    contacts.RELATION_KIND,
    knowledge.KNOWN_FACT,
    knowledge.PROMISE,
    purchases.PURCHASE,
    privacy.CONSENT,
    attachments.ATTACHMENT,
    contacts.DISTINCT_PAIR,
    ours.CUSTOM_FIELD,
    ours.PIN,
    ours.IMPORT_MAPPING,
    goals.GOAL,
)
BY_NAME: Mapping[str, RecordTable] = {each.name: each for each in TABLES}
# What is shared with other devices.
SHARED: tuple[RecordTable, ...] = tuple(each for each in TABLES if not each.local)
BY_NUMBER: Mapping[int, RecordTable] = {each.number: each for each in TABLES}


class Kind(NamedTuple):
    """What a person calls a set of records: `people` are the rows of `contact` whose kind is `person`.

    `singular` is the `kind` that a record shows; `narrowed` is the value of the `kind` column, or None. `own` are the
    fields that the workspace added to the table, `others` those of all tables: kinds that links lead to have theirs.
    """

    name: str
    singular: str
    table: RecordTable
    narrowed: str | None
    label: str
    own: tuple[Field, ...] = ()
    others: Mapping[str, tuple[Field, ...]] = MappingProxyType({})

    def beside(self, other: "Kind") -> "Kind":
        """Return the kind `other` with the fields that the same workspace added to it."""
        return other._replace(own=self.others.get(other.table.name, ()), others=self.others)

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields that a record of this kind has: those of the program, those of the workspace, the common ones."""
        declared = (*self.table.fields, *self.own, *COMMON)
        return tuple(each for each in declared if each.only is None or self.narrowed in (None, each.only))

    @property
    def own_fields(self) -> tuple[Field, ...]:
        """The workspace's own fields that a record of this kind has."""
        return tuple(each for each in self.fields if each.own is not None)

    def field(self, name: str) -> Field:
        """Return the field called `name`; raises WrongUsage when there is none."""
        fields = self.fields
        found = next((each for each in fields if each.name == name), None)
        if found is None:
            raise WrongUsage(
                _("{kind} have no field “{name}”. Fields: {fields}.").format(
                    kind=self.name, name=name, fields=likeliest(name, [each.name for each in fields])
                )
            )
        return found


KINDS: tuple[Kind, ...] = (
    Kind("people", "person", contacts.CONTACT, "person", N_("People")),
    Kind("companies", "company", contacts.CONTACT, "company", N_("Companies")),
    Kind("contacts", "contact", contacts.CONTACT, None, N_("Contacts")),
    Kind("deals", "deal", pipeline.DEAL, None, N_("Deals")),
    Kind("products", "product", products.PRODUCT, None, N_("Products")),
    Kind("purchases", "purchase", purchases.PURCHASE, None, N_("Purchases")),
    Kind("tickets", "ticket", tickets.TICKET, None, N_("Tickets")),
    Kind("activities", "interaction", activities.INTERACTION, None, N_("Activities")),
    Kind("tasks", "task", activities.TASK, None, N_("Tasks")),
    Kind("files", "file", attachments.ATTACHMENT, None, N_("Files")),
    Kind("members", "member", ours.MEMBER, None, N_("Members")),
    Kind("teams", "team", ours.TEAM, None, N_("Teams")),
    Kind("pipelines", "pipeline", pipeline.PIPELINE, None, N_("Pipelines")),
    Kind("stages", "stage", pipeline.STAGE, None, N_("Stages")),
    Kind("goals", "goal", goals.GOAL, None, N_("Goals")),
    Kind("views", "saved_view", ours.SAVED_VIEW, None, N_("Views")),
)
_OF_KINDS = {each.table.name for each in KINDS}
_PARTS = tuple(Kind(each.name, each.name, each, None, each.label) for each in TABLES if each.name not in _OF_KINDS)


_DOCUMENTS = frozenset({"documents", "quotes", "orders", "invoices", "document", "quote", "order", "invoice"})


def kind_named(name: str) -> Kind:
    """Return the kind called `name`, in plural or singular; raises WrongUsage when there is none."""
    for each in KINDS + _PARTS:
        if name in (each.name, each.singular):
            return each
    if name in _DOCUMENTS:
        raise WrongUsage(
            _(
                "Quotes, orders and invoices are no records of their own here. What customers bought is kept as "
                "purchases, what they may buy as deals: name one of these instead of “{name}”."
            ).format(name=name)
        )
    known = ", ".join(each.name for each in KINDS)
    raise WrongUsage(_("There is no kind of record called “{name}”. Kinds: {known}.").format(name=name, known=known))


def kind_of(table: str, narrowed: str | None = None) -> Kind:
    """Return the most telling kind for a row of `table` whose `kind` column holds `narrowed`."""
    matching = [each for each in KINDS + _PARTS if each.table.name == table]
    return next((each for each in matching if each.narrowed == narrowed), matching[-1])
