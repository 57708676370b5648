"""The devices that parcels come from and go to: this one's keys and card, and the cards of the others."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from crm_desktop.errors import RefusedParcel, UnknownRecord
from crm_desktop.journal.clock import milliseconds
from crm_desktop.journal.journal import Journal
from crm_desktop.store.sharing_indexes import index_for_sharing
from crm_desktop.store.sites import local_value, own_site, set_local_value
from crm_desktop.sync.origin import origin
from crm_desktop.vault.driver import Connection
from crm_desktop.vault.parcels import DeviceKeys, PublicKeys, is_signed, new_device_keys, signature
from crm_desktop.words import _

_KEYS = "parcel_keys"
# What a card says of its form.
CARD = 1
_LARGEST_CARD = 1_000_000


class ParcelDevice(NamedTuple):
    """Another device: whose it is, its keys, and up to which stamp it has the steps of each site, as it told.

    `lacks` are contents of files that it asked for, in hexadecimal.
    """

    site: int
    member: bytes | None
    name: str
    keys: PublicKeys
    has: Mapping[int, int]
    told_ms: int
    lacks: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """What the device is known by."""
        return self.keys.device


def own_keys(journal: Journal) -> DeviceKeys:
    """Return the private keys of this device; they are made once, and anew where the file became another copy."""
    with journal.bookkeeping() as connection:
        site, kept = own_site(connection), local_value(connection, _KEYS)
        parts = (kept or "").split()
        if len(parts) == 3 and parts[0] == str(site):
            return DeviceKeys(bytes.fromhex(parts[1]), bytes.fromhex(parts[2]))
        made = new_device_keys()
        set_local_value(connection, _KEYS, f"{site} {made.sign.hex()} {made.seal.hex()}")
    return made


def own_card(journal: Journal, device_name: str) -> bytes:
    """Return the card of this device, to be given to the others: its keys, signed, and nothing secret."""
    body = own_body(journal, device_name)
    signed = signature(_text(body), own_keys(journal))
    return json.dumps({**body, "signature": signed.hex()}, ensure_ascii=False, indent=1).encode()


def own_body(journal: Journal, device_name: str) -> dict[str, Any]:
    """Return what this device tells of itself on its card and in each parcel."""
    keys = own_keys(journal).public
    with journal.store.reader() as reader:
        member = journal.member
        name = reader.execute("SELECT name FROM member WHERE id = ?", (member,)).fetchone()
        return {
            "card": CARD,
            **_workspace(reader),
            "site": own_site(reader),
            "member": None if member is None else member.hex(),
            "member_name": "" if name is None else name[0],
            "name": device_name,
            "sign": keys.sign.hex(),
            "seal": keys.seal.hex(),
            "has": {str(site): hlc for site, hlc in held(reader).items()},
            "made_at": milliseconds(journal.clock()),
        }


def trust(journal: Journal, card: bytes) -> ParcelDevice:
    """Take the `card` of another device, so that parcels may go there and come from there; raises RefusedParcel."""
    device = read_card(journal, card)
    keep_device(journal, device)
    return device


def forget_device(journal: Journal, device: ParcelDevice) -> None:
    """Trust `device` no more: parcels go there and come from there only once its card is taken again."""
    with journal.bookkeeping() as connection:
        connection.execute("DELETE FROM parcel_device WHERE id = ?", (device.id,))


def read_card(journal: Journal, card: bytes) -> ParcelDevice:
    """Return whose the `card` is, before it is taken; raises RefusedParcel."""
    try:
        read = json.loads(card[:_LARGEST_CARD])
        signed = bytes.fromhex(read.pop("signature"))
        device = device_from(read)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RefusedParcel(_("The file is no card of a device, or a part of it is missing.")) from error
    if not is_signed(_text(read), signed, device.keys.sign):
        raise RefusedParcel(_("The card was changed since its device wrote it. Let it be written again."))
    with journal.store.reader() as reader:
        check_ours(reader, read, device)
    return device


def device_from(body: Mapping[str, Any]) -> ParcelDevice:
    """Return the device that tells this `body` of itself; raises ValueError, KeyError or TypeError."""
    keys = PublicKeys(bytes.fromhex(body["sign"]), bytes.fromhex(body["seal"]))
    if len(keys.sign) != 32 or len(keys.seal) != 32 or body["card"] != CARD:
        raise ValueError("no keys")
    member = None if body["member"] is None else bytes.fromhex(body["member"])
    has = {int(site): int(hlc) for site, hlc in body["has"].items()}
    lacks = tuple(bytes.fromhex(each).hex() for each in body.get("lacks") or ())
    return ParcelDevice(int(body["site"]), member, str(body["name"]), keys, has, int(body["made_at"]), lacks)


def check_ours(reader: Connection, body: Mapping[str, Any], device: ParcelDevice) -> None:
    """Raise RefusedParcel where the device has another workspace, or is a copy of this very device."""
    ours = _workspace(reader)
    shared = bool(ours["workspace"]) and ours["workspace"] == body.get("workspace")
    if not shared and ours["origin"] != body.get("origin"):
        raise RefusedParcel(
            _(
                "{device} works in another workspace, which is no copy of this one. Nothing was taken over. "
                "Begin there with a backup of this workspace, or check the file."
            ).format(device=device.name)
        )
    if device.site == own_site(reader):
        raise RefusedParcel(
            _(
                "{device} is a plain copy of this computer's workspace, so their edits cannot be told apart. "
                "Make its workspace by restoring a backup instead."
            ).format(device=device.name)
        )


def keep_device(journal: Journal, device: ParcelDevice) -> None:
    """Keep what `device` told of itself; what is known is not replaced by what is older."""
    with journal.bookkeeping() as connection:
        known = connection.execute("SELECT told_at FROM parcel_device WHERE id = ?", (device.id,)).fetchone()
        if known is not None and known[0] > device.told_ms:
            return
        index_for_sharing(connection)
        has = json.dumps({str(site): hlc for site, hlc in device.has.items()})
        lacks = json.dumps(device.lacks)
        connection.execute(
            "INSERT OR REPLACE INTO parcel_device(id, site, member, name, sign_key, seal_key, has, told_at, lacks) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (device.id, device.site, device.member, device.name, *device.keys, has, device.told_ms, lacks),
        )
        connection.execute(
            "INSERT OR REPLACE INTO device(site, member, name, last_seen) VALUES (?, ?, ?, ?)",
            (device.site, device.member, device.name, device.told_ms),
        )


def known_devices(reader: Connection) -> list[ParcelDevice]:
    """Return the devices whose cards were taken."""
    found = reader.execute(
        "SELECT site, member, name, sign_key, seal_key, has, told_at, lacks FROM parcel_device ORDER BY name, id"
    )
    return [
        ParcelDevice(site, member, name, PublicKeys(sign, seal), _vector(has), told, tuple(json.loads(lacks or "[]")))
        for site, member, name, sign, seal, has, told, lacks in found
    ]


def device_called(reader: Connection, text: str) -> ParcelDevice:
    """Return the device of the member called `text`, or with that name or id; raises UnknownRecord unless it is one."""
    members = {row[0] for row in reader.execute("SELECT id FROM member WHERE name = ?", (text,))}
    known = known_devices(reader)
    found = [each for each in known if each.member in members or each.name == text or each.id == text.replace(" ", "")]
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownRecord(
            _("“{name}” has {n} devices. Name one by its id: {ids}.").format(
                name=text, n=len(found), ids=", ".join(each.id for each in found)
            )
        )
    raise UnknownRecord(
        _("No device of “{name}” is known here. Take its card first: `parcel trust FILE`.").format(name=text)
    )


def held(reader: Connection) -> dict[int, int]:
    """Return up to which stamp this file has the steps of each site."""
    # a step without words is one that was only heard of
    found = reader.execute("SELECT site, max(hlc) FROM step WHERE label <> '' GROUP BY site")
    return {int(site): int(hlc) for site, hlc in found}


def _workspace(reader: Connection) -> dict[str, Any]:
    """Return what tells this workspace from any other: the id that a server knows, and the step that made it."""
    return {"workspace": local_value(reader, "workspace_id") or "", "origin": origin(reader)}


def _vector(text: str) -> dict[int, int]:
    return {int(site): int(hlc) for site, hlc in json.loads(text).items()}


def _text(body: Mapping[str, Any]) -> bytes:
    return json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
