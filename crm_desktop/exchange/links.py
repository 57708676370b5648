"""Links to other records, by any key that a file has: found, or made, or refused where several fit."""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime, time
from typing import NamedTuple, TypeVar
from uuid import UUID

from crm_desktop.errors import InvalidField
from crm_desktop.exchange.beside import Beside
from crm_desktop.exchange.company_keys import name_keys
from crm_desktop.exchange.deleted_there import DeletedThere
from crm_desktop.exchange.hierarchy import Hierarchy
from crm_desktop.exchange.id_series import IdSeries
from crm_desktop.exchange.known import OWN_ID, Known, name_key
from crm_desktop.exchange.made import MadeRecord, Makings, Promise
from crm_desktop.exchange.match import EXTERNAL, LEGAL_NAME, PLAIN_NAME, Key, KeyIndex
from crm_desktop.exchange.person_keys import agreed, person_keys
from crm_desktop.exchange.quick_forms import Phones, quick_email
from crm_desktop.exchange.remarks import EXAMPLES
from crm_desktop.exchange.spool import Spool
from crm_desktop.exchange.stored_records import StoredRecords
from crm_desktop.journal.clock import milliseconds
from crm_desktop.schema.catalogue import BY_NAME
from crm_desktop.schema.field import Field
from crm_desktop.schema.forms import Place, Stored
from crm_desktop.store.links import find_by_name, linked_record
from crm_desktop.values.day import FIRST_INSTANT, LAST_INSTANT
from crm_desktop.values.names import fold, split_name
from crm_desktop.values.web import web_domain
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _

UUID_LENGTH = 36
OURS = "crm_desktop"  # the other program whose ids lists of another workspace have
MOST_REMEMBERED = 20_000
_NAME_AND_EMAIL = re.compile(r"(?P<name>[^@<(]*[^@<(\s])\s*[<(](?P<email>[^@\s<>()]+@[^@\s<>()]+)[>)]")
_QUOTED = json.encoder.encode_basestring
_K = TypeVar("_K")
_V = TypeVar("_V")


class OrderHead(NamedTuple):
    """What an order says about all of its lines."""

    customer: bytes | None
    bought_on: Stored
    currency: Stored
    owner: bytes | None


class _Teams(dict[bytes, bytes]):
    """The team of each member who has one."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection.execute("SELECT id, team FROM member WHERE team IS NOT NULL"))


def external_ids(keys: Iterable[Key]) -> str | None:
    """Return the field that keeps the ids of other programs, None where there are none."""
    theirs = {sort.removeprefix(EXTERNAL): value for sort, value in keys if sort.startswith(EXTERNAL)}
    # `dumps` makes an encoder for each call, which takes longer than all the rest
    pairs = ", ".join(f"{_QUOTED(name)}: {_QUOTED(value)}" for name, value in theirs.items())
    return f"{{{pairs}}}" if pairs else None


class Links:
    """Finds the records that cells name among those that are there and those that come in the same import."""

    def __init__(
        self, connection: Connection, before: Connection, records: StoredRecords, place: Place, spool: Spool
    ) -> None:
        self.connection = connection
        self.records = records
        self.before = before
        self.spool = spool
        self.makings = Makings()
        self.people_by_name = True
        self.beside: Beside | None = None
        self.series = IdSeries()
        self.expects: Callable[[str, Key], bool] = _nothing
        self.unknown: dict[tuple[Key, tuple[str, str]], None] = {}
        self.absent: AbstractSet[Promise] = frozenset()
        self.deleted = DeletedThere(spool)
        self.known = Known(before, spool)
        self.people = self.known.people()
        self.companies = self.known.companies()
        self.phones = Phones(place.region)
        self.place = place
        self.team_of = _Teams(connection)
        self.parents = Hierarchy(records, "contact", "parent")
        self.managers = Hierarchy(records, "member", "manager")
        self.categories: dict[str, str] = {}
        self.orders: dict[str, OrderHead] = {}
        self.lines_follow = False
        self._named: dict[str, KeyIndex] = {}
        self._company_keys: dict[str, list[Key]] = {}
        self._companies_found: dict[tuple[str, Key | None, str], bytes] = {}
        self.loosely_named: dict[str, None] = {}

    def named(self, table: str) -> KeyIndex:
        """Return the index of a table whose records are found by name or id."""
        if table not in self._named:
            self._named[table] = self.known.records(table)
        return self._named[table]

    def company(self, name: str, external: Key | None = None, website: str = "") -> bytes | None:
        """Return the company that is meant, made where it is not there; None where nothing names one."""
        asked = (name, external, website)
        found = self._companies_found.get(asked)
        if found is not None:
            return found
        keys = [] if external is None else [external]
        domain = web_domain(website) if website else None
        keys += [("domain", domain)] if domain else []
        keys += self.company_keys(name)
        found = agreed(self.companies, keys)
        if found is not None and self.that_comes(found) is None:
            found, keys = None, keys[1:]  # its row is refused: the id names nobody
        if found is not None:
            self.note_loose(found, keys, name)
            if not self.makings.is_fresh(found):
                _remember(self._companies_found, asked, found)
            return found
        if not keys and external is None:
            return None
        if not name and not domain:
            raise InvalidField("company", _unknown_id(external))
        values: dict[str, Stored] = {"kind": "company", "name": name or domain}
        if domain:
            values["website"] = f"https://{domain}"
        keys += [] if name else self.company_keys(str(domain))
        return self.make("companies", "contact", values, keys, self.companies)

    def note_loose(self, company: bytes, keys: Sequence[Key], name: str) -> bool:
        """Note where `company` was found by a `name` with a legal form, and has none, or the other way round.

        Return whether it is the name of `company` that has the form.
        """
        sort = keys[0][0]
        has_form = self.companies.holds(company, LEGAL_NAME)
        if sort not in (LEGAL_NAME, PLAIN_NAME) or has_form == (sort == LEGAL_NAME):
            return False
        if len(self.loosely_named) <= EXAMPLES:
            self.loosely_named[name] = None
        return has_form

    def company_keys(self, name: str) -> list[Key]:
        """Return the keys of a company's name, the strongest first; empty where it has none."""
        keys = self._company_keys.get(name)
        if keys is None:
            keys = name_keys(name)
            _remember(self._company_keys, name, keys)
        return keys

    def person(
        self, name: str, email: str = "", phone: str = "", company: bytes | None = None, external: Key | None = None
    ) -> bytes | None:
        """Return the person who is meant, made where nobody is; None where nothing names one."""
        normal = quick_email(email) if email else ""
        keys: list[Key] = [] if external is None else [external]
        keys += person_keys(fold(name), [normal] if normal else [], [], company)
        if name and not normal and company is None:
            keys.append(("name", fold(name)))
        found = self.people.find(keys)
        if found is not None or not keys:
            return found
        if not name and not normal:
            raise InvalidField("person", _unknown_id(external))
        return self._make_person(name or normal, email, phone, company, external)

    def named_record(self, table: str, kind: str, name: str, more: dict[str, Stored] | None = None) -> bytes | None:
        """Return the record of `table` called `name`, made where it is not there; None for no name."""
        if not name:
            return None
        index = self.named(table)
        keys: list[Key] = [("name", name_key(name))]
        found = index.find(keys)
        if found is not None:
            return found
        return self.make(kind, table, {"name": name, **(more or {})}, keys, index)

    def member(self, text: str) -> bytes | None:
        """Return the member with this name or e-mail address, or with both, made where there is none."""
        if "@" not in text:
            return self.named_record("member", "members", text, {"active": 1, "role": "sales"})
        index = self.named("member")
        both = _NAME_AND_EMAIL.fullmatch(text)
        name, email = ("", quick_email(text)) if both is None else (both["name"], quick_email(both["email"]))
        keys: list[Key] = [("email", name_key(email))]
        found = index.find([*keys, ("name", name_key(name))] if name else keys)
        if found is not None:
            return found
        values: dict[str, Stored] = {"name": name or email.partition("@")[0], "email": email}
        values |= {"active": 1, "role": "sales"}
        return self.make("members", "member", values, [*keys, ("name", name_key(str(values["name"])))], index)

    def known_member(self, email: str) -> bytes | None:
        """Return the member with this e-mail address, or None."""
        return self.named("member").find([("email", name_key(email))])

    def by_id(self, table: str, external: Key) -> bytes:
        """Return the record of `table` with the id of another program; raises InvalidField where there is none."""
        found = self.named(table).find([external])
        if found is None:
            raise InvalidField(table, _unknown_id(external))
        return found

    def product(self, name: str, external: Key | None, code: str) -> bytes | None:
        """Return the product that is meant, made where it is not there."""
        keys: list[Key] = [] if external is None else [external]
        if code:
            keys.append(("code", name_key(code)))
        if name:
            keys.append(("name", name_key(name)))
        index = self.named("product")
        found = agreed(index, keys)
        if found is not None or not keys:
            return found
        if not name and not code:
            raise InvalidField("product", _unknown_id(external))
        values: dict[str, Stored] = {"name": name or code, "active": 1, "currency": self.place.currency}
        if code:
            values["code"] = code
        return self.make("products", "product", values, keys, index)

    def product_with_code(self, code: str, name: str) -> bytes:
        """Return the product with `code`, whatever it is called there, made with `name` where there is none."""
        keys: list[Key] = [("code", name_key(code))]
        index = self.named("product")
        found = index.find(keys)
        if found is not None:
            return found
        values: dict[str, Stored] = {"name": name or code, "code": code, "active": 1, "currency": self.place.currency}
        return self.make("products", "product", values, [*keys, ("name", name_key(name or code))], index)

    def customer(self, name: str, email: str, external: Key | None) -> bytes | None:
        """Return the company or person who bought something, made where nobody is; None where nothing names one.

        One who is known by an id alone is called by it.
        """
        if external is not None:
            found = self.companies.find([external]) or self.people.find([external])
            if found is not None:
                return found
        if email:
            return self.person(name, email, external=external)
        if name or external is None:
            return self.company(name, external)
        return self.company(_("Customer {number}").format(number=external[1]), external)

    def make(self, kind: str, table: str, values: dict[str, Stored], keys: list[Key], index: KeyIndex) -> bytes:
        """Make a record of `table`, found in `index` by `keys` from now on; reports count it under `kind`."""
        values["external_ids"] = external_ids(keys)
        return self.makings.make(MadeRecord(kind, table, values, keys, index))

    def coming(self, index: KeyIndex, external: Key, named_in: tuple[str, str]) -> bytes | None:
        """Return the record with the id of another program, which a later row may bring; None where none does.

        `named_in` is the table and the column that the id stands in, to be emptied where the row is refused.
        """
        found = index.find([external])
        if found is None and self.expects(named_in[0], external):
            return self.makings.reserve(external, index, named_in)
        if found is None:
            self.unknown[external, named_in] = None
        return found

    def that_comes(self, record: bytes | None) -> bytes | None:
        """Return `record`, or None where an earlier pass has shown that the row that would bring it is refused."""
        promise = None if record is None else self.makings.reserved.get(record)
        return None if promise in self.absent else record

    def gone(self, table: str, external: Key) -> str | None:
        """Return the name of the record with the id `external` that rows tell to be deleted; None where it is here."""
        name = self.deleted.name_of(table, external)
        if name is None:
            return None
        indexes = [self.people, self.companies] if table == "contact" else [self.named(table)]
        return None if any(self.that_comes(each.find([external])) for each in indexes) else name

    def own_key(self, table: str, text: str) -> Key | None:
        """Return the key of the record whose own id `text` is, as in our own exports; None where it is another's."""
        if len(text) != UUID_LENGTH or table not in BY_NAME:
            return None
        try:
            record = UUID(text).bytes
        except ValueError:
            return None
        kind = "kind" if table == "contact" else "''"
        found = self.connection.execute(
            f"SELECT {kind} FROM {table} WHERE id = ? AND removed_at IS NULL", (record,)
        ).fetchone()
        if found is None:
            return None
        contacts = {"person": self.people, "company": self.companies}
        key = (OWN_ID, text)
        (contacts.get(str(found[0])) or self.named(table)).add(record, [key])
        return key

    def own_reader(self, field: Field) -> Callable[[str], Stored]:
        """Return what reads the cells of the own link `field`: the record that one names, made where it is not there.

        It raises InvalidField where a deal or ticket is not there, or several records fit.
        """
        kind = field.target_kind or field.target

        def read(text: str) -> Stored:
            match kind:
                case "company":
                    return self.company(text)
                case "person":
                    return self.person(text)
                case "member":
                    return self.member(text)
                case "product":
                    return self.product(text, None, "")
                case "team":
                    return self.named_record("team", "teams", text)
                case _:
                    return self._own_deal_or_ticket(field, text)

        return read

    def _own_deal_or_ticket(self, field: Field, text: str) -> bytes:
        """Return the deal or ticket that `text` names in an own link: one that was here, else one of this import."""
        table = str(field.target)
        if not find_by_name(self.before, table, text):
            found = self.named(table).find([("name", name_key(text))])
            if found is not None and self.makings.is_of_this_import(found):
                return found
        return linked_record(self.before, field, text)

    def noon(self, day: str) -> int:
        """Return noon of `day` here, in milliseconds, or the last moment that all clocks show."""
        at = datetime.combine(date.fromisoformat(day), time(12), self.place.zone)
        return milliseconds(min(max(at, FIRST_INSTANT), LAST_INSTANT))

    def _make_person(self, name: str, email: str, phone: str, company: bytes | None, external: Key | None) -> bytes:
        normal = quick_email(email) if email else ""
        called = self.phones.normal(phone) or phone
        parts = split_name(name)._asdict() if "@" not in name else {}
        values: dict[str, Stored] = {
            "kind": "person",
            "name": name,
            "company": company,
            **{part: text or None for part, text in parts.items()},
        }
        folded = fold(name)
        keys = [] if external is None else [external]
        keys += person_keys(folded, [normal] if normal else [], [called] if phone else [], company)
        made = self.make("people", "contact", values, [*keys, ("name", folded)], self.people)
        points = self.makings.waiting[made].parts
        if email:
            points.append(_point(made, "email", email, normal))
        if phone:
            points.append(_point(made, "phone", phone, called))
        return made


def _nothing(_table: str, _key: Key) -> bool:
    return False


def _remember(known: dict[_K, _V], key: _K, value: _V) -> None:
    """Keep what was found out, and forget everything where that has become much."""
    if len(known) >= MOST_REMEMBERED:
        known.clear()
    known[key] = value


def _point(contact: bytes, kind: str, value: str, normal: str) -> tuple[str, dict[str, Stored]]:
    row: dict[str, Stored] = {"contact": contact, "kind": kind, "value": value, "normal": normal}
    return "contact_point", {**row, "is_primary": 1, "position": 0}


def _unknown_id(external: Key | None) -> str:
    return _("There is no record with the id “{value}”. Import it first or together with this file.").format(
        value=external[1] if external else ""
    )
