"""What is said of those who share, and of their computers."""

from datetime import UTC, datetime

from crm_desktop.sync.server.members import Reply
from crm_desktop.sync.status import Device
from crm_desktop.words import _
from ui.kit.formats import Formats


def device_words(device: Device, formats: Formats) -> tuple[str, str]:
    """Return what a computer is called, and whose it is and when it was last heard of."""
    if device.here:
        return device.name, _("This computer")
    return device.name, heard_words(device.member_name, device.last_seen_ms, formats)


def heard_words(member: str, seen_ms: int | None, formats: Formats) -> str:
    """Return whose a computer is, and when it was last heard of."""
    heard = _("never heard")
    if seen_ms is not None:
        heard = _("last heard {when}").format(when=formats.moment(datetime.fromtimestamp(seen_ms / 1000, UTC)))
    return _("{member}, {heard}").format(member=member or _("Somebody"), heard=heard)


def member_words(member: Reply, name: str) -> tuple[str, str]:
    """Return what a member is called, and what they may do and see."""
    rights = {
        "owner": _("Owner"),
        "manager": _("Manager"),
        "sales": _("Sales"),
        "service": _("Service"),
        "marketing": _("Marketing"),
        "read_only": _("Read only"),
    }.get(str(member["rights"]), str(member["rights"]))
    sees = {"all": _("sees all records"), "team": _("sees the team's records"), "me": _("sees own records only")}
    if not member["active"]:
        return name or str(member["login"]), _("{rights}, stopped").format(rights=rights)
    told = _("{rights}, {sees}, login {login}")
    return name or str(member["login"]), told.format(
        rights=rights, sees=sees.get(str(member["sees"]), ""), login=member["login"]
    )
