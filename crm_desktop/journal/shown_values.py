"""Stored values as a person reads them: links by the name of what they lead to, money in its currency."""

import json

from babel.numbers import format_decimal

from crm_desktop.schema.catalogue import BY_NAME
from crm_desktop.schema.contacts import CONTACT_POINT
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Place, Stored, label_of
from crm_desktop.schema.read_forms import read_value
from crm_desktop.settings import SETTINGS
from crm_desktop.store.workspace_settings import setting_named
from crm_desktop.values.languages import locale_of
from crm_desktop.values.names import capital
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _

SETTING = "setting"
# Texts that are chosen from words of the program, or of the user: ways to reach someone, ties, parts in a deal, moods.
_WORDED = frozenset(
    {("contact_point", "label"), ("relationship", "kind"), ("deal_contact", "role"), ("ticket", "mood")}
)
_YEARS = frozenset({"founded_year"})
_SHARES = frozenset({"discount_pct", "tax_rate"})
_SETTINGS = frozenset(each.name for each in SETTINGS)


class ShownValues:
    """Shows values of one state of the file; names of linked records are looked up once."""

    def __init__(self, reader: Connection, place: Place) -> None:
        self._reader = reader
        self._place = place
        self._names: dict[tuple[str, bytes], str] = {}

    def shown(self, table: str, field: Field, stored: Stored, currency: str) -> str:
        """Return `stored`, of a record of `table`, as it is shown; a link to what is not here is empty."""
        if field.kind is FieldKind.LINK and isinstance(stored, bytes) and field.target:
            key = (field.target, stored)
            if key not in self._names:
                title = BY_NAME[field.target].title
                row = self._reader.execute(f"SELECT {title} FROM {field.target} WHERE id = ?", (stored,)).fetchone()
                self._names[key] = "" if row is None else str(row[0] or "")
            return self._names[key]
        if stored is None or stored == "":
            return ""
        if (table, field.name) in _WORDED:
            return _worded(str(stored))
        if field.kind is FieldKind.JSON:
            return _text_within(str(stored))
        if field.kind is FieldKind.NUMBER and field.name not in _YEARS:
            return format_decimal(int(stored), locale=locale_of(self._place.language))
        shown = read_value(field, stored, self._place, currency)
        return _("{n} %").format(n=shown) if field.name in _SHARES else shown

    def setting(self, name: str, stored: Stored) -> str:
        """Return the value `stored` of the setting called `name` as it is chosen."""
        value = _text_within(str(stored or ""))
        if name not in _SETTINGS:
            return value
        choices = dict(setting_named(name).choices)
        return _(choices[value]) if choices.get(value) else value

    def currency_of(self, table: str, record: bytes | None) -> str:
        """Return the currency that the record's amounts are in; the workspace's where it names none."""
        declared = BY_NAME[table]
        if record is None or "currency" not in declared.by_name or not declared.by_name["currency"].stored:
            return self._place.currency
        row = self._reader.execute(f"SELECT currency FROM {table} WHERE id = ?", (record,)).fetchone()
        return self._place.currency if row is None or row[0] is None else str(row[0])


def shown_label(reader: Connection, table: str, record: bytes | None, field: Field) -> str:
    """Return what `field` of `record` is called; the value of a way to reach someone is called by its kind.

    So is the form in which that is compared, which nobody sees.
    """
    if table != CONTACT_POINT.name or field.name not in ("value", "normal"):
        return _(field.label)
    row = reader.execute("SELECT kind FROM contact_point WHERE id = ?", (record,)).fetchone()
    return _(field.label) if row is None else label_of(CONTACT_POINT.by_name["kind"], str(row[0]))


def setting_label(name: str) -> str:
    """Return what the setting called `name` is called on screens."""
    return _(setting_named(name).label) if name in _SETTINGS else name


def _worded(value: str) -> str:
    """Return a word of the program in the user's language, and a user's own word as it is, with a capital."""
    known = _(value)
    return capital(known) if known != value else _(capital(value))


def _text_within(stored: str) -> str:
    """Return the text or the list that JSON holds; what is neither has no words."""
    try:
        held = json.loads(stored)
    except json.JSONDecodeError:
        return stored
    if isinstance(held, list):
        return ", ".join(str(each) for each in held if not isinstance(each, (dict, list)))
    return held if isinstance(held, str) else ""
