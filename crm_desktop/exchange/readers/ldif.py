"""LDIF: entries of address books and directories, as Thunderbird and LDAP servers write them."""

import base64
import binascii
import re
from collections.abc import Generator, Iterator, Mapping
from functools import partial
from pathlib import Path

from crm_desktop.exchange.readers import files
from crm_desktop.exchange.readers.card import Card, CardFields, CardTable, Group
from crm_desktop.exchange.readers.table import TableForm
from crm_desktop.exchange.readers.text_encoding import SAMPLE_BYTES, wide_encoding
from crm_desktop.exchange.readers.vcard_lines import decoded, raw_lines
from crm_desktop.words import N_, _

MOST_LINES = 5000  # of one entry
_LINE = re.compile(rb"([A-Za-z][A-Za-z0-9.-]*)(?:;[A-Za-z0-9;-]+)?:([:<]?)[ \t]*(.*)", re.DOTALL)
_MAIL = re.compile(r"(?:^|,)\s*mail=([^,]+)", re.IGNORECASE)
_PLACES = {
    "cn": "name",
    "displayname": "name",
    "givenname": "given_name",
    "gn": "given_name",
    "sn": "family_name",
    "surname": "family_name",
    "mozillanickname": "nickname",
    "xmozillanickname": "nickname",
    "title": "job_title",
    "ou": "department",
    "department": "department",
    "departmentnumber": "department",
    "o": "company",
    "company": "company",
    "organizationname": "company",
    "description": "notes",
    "comment": "notes",
    "info": "notes",
    "preferredlanguage": "language",
    "personaltitle": "prefix",
    "generationqualifier": "suffix",
    "initials": "additional_names",
    "entryuuid": "external_id",
    "objectguid": "external_id",
}
_COUNTED = {
    "mail": ("email", ""),
    "mozillasecondemail": ("email", ""),
    "xmozillasecondemail": ("email", ""),
    "telephonenumber": ("phone", "work"),
    "homephone": ("phone", "home"),
    "mobile": ("phone", "mobile"),
    "cellphone": ("phone", "mobile"),
    "fax": ("phone", "fax"),
    "facsimiletelephonenumber": ("phone", "fax"),
    "pager": ("phone", "pager"),
    "pagerphone": ("phone", "pager"),
    "mozillaworkurl": ("url", "work"),
    "workurl": ("url", "work"),
    "mozillahomeurl": ("url", "home"),
    "homeurl": ("url", "home"),
    "labeleduri": ("url", ""),
    "nsaimid": ("message", "aim"),
    "nscpaimscreenname": ("message", "aim"),
    "mozillacustom1": ("note", N_("Custom 1")),
    "mozillacustom2": ("note", N_("Custom 2")),
    "mozillacustom3": ("note", N_("Custom 3")),
    "mozillacustom4": ("note", N_("Custom 4")),
}
_ADDRESSES = {
    "work": {
        "street": "street",
        "streetaddress": "street",
        "postaladdress": "street",
        "mozillaworkstreet2": "street.2",
        "l": "city",
        "locality": "city",
        "st": "region",
        "postalcode": "postal_code",
        "c": "country",
        "co": "country",
        "countryname": "country",
        "friendlycountryname": "country",
    },
    "home": {
        "mozillahomestreet": "street",
        "homepostaladdress": "street",
        "mozillahomestreet2": "street.2",
        "mozillahomelocalityname": "city",
        "mozillahomestate": "region",
        "mozillahomepostalcode": "postal_code",
        "mozillahomecountryname": "country",
    },
}
_SILENT = {
    *("dn", "objectclass", "modifytimestamp", "mozillausehtmlmail", "xmozillausehtmlmail", "version", "changetype"),
    *("member", "uniquemember", "birthyear", "birthmonth", "birthday", "createtimestamp", "jpegphoto"),
    *("thumbnailphoto", "userpassword", "usercertificate", "usersmimecertificate"),
}
_LISTS = {"groupofnames", "groupofuniquenames", "groupofurls", "group"}
_COMPANY = "organization"
# What has the class of a person in Active Directory, too, and is none.
_MACHINES = {"computer", "msds-managedserviceaccount", "msds-groupmanagedserviceaccount"}
# What only holds entries together.
_CONTAINERS = {"organizationalunit", "dcobject", "domain", "container"}
_PICTURES = ("jpegphoto", "thumbnailphoto")
Entry = Mapping[str, list[str]]


def open_ldif(path: Path) -> CardTable:
    """Open the LDIF file at `path`; raises UnreadableFile."""
    with files.opened(path) as file:
        wide = wide_encoding(files.first_bytes(file, SAMPLE_BYTES, path.name))
    why = {"encoding": _("LDIF is always in UTF-8") if wide is None else wide.reason}
    form = TableForm("ldif", "utf-8" if wide is None else wide.name, None, 0, why, [])
    stamp = files.stamp(path)
    cards = partial(cards_in, path, stamp, "" if wide is None else wide.name)
    return CardTable(path.name, form, cards, partial(files.check, path, stamp))


def cards_in(path: Path, stamp: files.Stamp, encoding: str) -> Generator[Card | Group, None, None]:
    """Yield the entries of the file at `path`; raises UnreadableFile where it is changed or cannot be read.

    A wide `encoding` is that of Windows, whose tools write directories so.
    """
    number = 0
    try:
        with files.opened(path) as binary:
            for entry in _entries(raw_lines(binary, encoding)):
                if not _is_container(entry):
                    number += 1
                    yield card_from(number, entry)
    except OSError as error:
        raise files.broken_off(path.name, error) from error
    files.check(path, stamp)


def card_from(number: int, entry: Entry) -> Card | Group:
    """Return the card with `number`, or the list of cards, that `entry` describes."""
    kinds = {each.lower() for each in entry.get("objectclass", ())}
    if kinds & _LISTS:
        members = [*entry.get("member", ()), *entry.get("uniquemember", ())]
        found = (_MAIL.search(each) for each in members)
        return Group(next(iter(entry.get("cn", ())), ""), [each[1].strip() for each in found if each])
    fields = CardFields()
    left_out = [name for name, values in entry.items() if not _put(fields, name, values) and any(values)]
    for label, parts in _ADDRESSES.items():
        # What LDAP parts by dollar signs are lines.
        told = {part: "\n".join(entry[name][0].split("$")) for name, part in parts.items() if name in entry}
        fields.address(told, label)
    _birthday(fields, entry)
    for picture in _PICTURES:
        fields.add("photo", next(iter(entry.get(picture, ())), ""))
    company = _COMPANY in kinds and "person" not in kinds
    fields["kind"] = "company" if company else "person"
    if company:
        fields.add("name", fields.pop("company", "") or fields.pop("department", ""))
    changes = entry.get("changetype", ["add"])[0].lower()
    problem = (
        None if changes in ("add", "") else _("The entry is a change ({what}), not a contact.").format(what=changes)
    )
    return Card(number, fields, left_out, problem)


def _is_container(entry: Entry) -> bool:
    kinds = {each.lower() for each in entry.get("objectclass", ())}
    if kinds & _MACHINES:
        return True
    return set(entry) <= {"version", "dn"} or (bool(kinds & _CONTAINERS) and kinds.isdisjoint({"person", _COMPANY}))


def _put(fields: CardFields, name: str, values: list[str]) -> bool:
    """Put `values` where the attribute `name` goes; return whether it is known."""
    if name in _PLACES:
        for value in values:
            if _PLACES[name] == "notes":
                fields.append("notes", value, "\n\n")
            else:
                fields.add(_PLACES[name], value)
        return True
    if name in _COUNTED:
        kind, label = _COUNTED[name]
        for value in values:
            if kind == "url" and "website" not in fields:
                fields.add("website", value)
            else:
                fields.count(kind, value, _(label) if label else "")
        return True
    return name in _SILENT or any(name in parts for parts in _ADDRESSES.values())


def _birthday(fields: CardFields, entry: Entry) -> None:
    year, month, day = (next(iter(entry.get(name, ())), "") for name in ("birthyear", "birthmonth", "birthday"))
    if month.isdigit() and day.isdigit():
        short = f"{int(month):02}-{int(day):02}"
        fields.add("birthday", f"{int(year):04}-{short}" if year.isdigit() and int(year) else f"--{short}")


def _entries(lines: Iterator[bytes]) -> Iterator[Entry]:
    """Yield the attributes of each entry; blank lines stand between entries."""
    entry: dict[str, list[str]] = {}
    count = 0
    for line in _unfolded(lines):
        if not line.strip():
            if entry:
                yield entry
            entry, count = {}, 0
            continue
        found = _LINE.fullmatch(line)
        count += 1
        if found is None or count > MOST_LINES:
            continue
        name = found[1].decode("ascii").lower()
        if name == "dn" and "dn" in entry:
            # The blank line between two entries is missing.
            yield entry
            entry, count = {}, 1
        picture = name in _PICTURES and found[2] == b":"
        told = f"data:image/jpeg;base64,{found[3].decode('ascii', 'ignore')}" if picture else _value(found[2], found[3])
        entry.setdefault(name, []).append(told)
    if entry:
        yield entry


def _unfolded(lines: Iterator[bytes]) -> Iterator[bytes]:
    """Yield `lines` put together where they go on with a space; comments are left out."""
    parts: list[bytes] = []
    for raw in lines:
        line = raw.removeprefix(b"\xef\xbb\xbf")
        if parts and line[:1] == b" ":
            parts.append(line[1:])
            continue
        if parts and not parts[0].startswith(b"#"):
            yield b"".join(parts)
        parts = [line]
    if parts and not parts[0].startswith(b"#"):
        yield b"".join(parts)


def _value(sign: bytes, raw: bytes) -> str:
    if sign == b":":
        try:
            raw = base64.b64decode(raw, validate=False)
        except binascii.Error:
            return ""
    elif sign == b"<":
        return ""
    return decoded(raw, "", "cp1252").strip()
