"""What is said of those who share, and of their computers."""

from crm_desktop.journal.clock import instant
from crm_desktop.sync.server.members import Reply
from crm_desktop.sync.server.versions import Age
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
        heard = _("last heard {when}").format(when=formats.moment(instant(seen_ms)))
    return _("{member}, {heard}").format(member=member or _("Somebody"), heard=heard)


def member_words(member: Reply, name: str, formats: Formats) -> tuple[str, str]:
    """Return what a member is called, what they may do and see, and when their computers were last heard of."""
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
    told = _("{rights}, {sees}, login {login}").format(
        rights=rights, sees=sees.get(str(member["sees"]), ""), login=member["login"]
    )
    heard = [
        _("{computer}: last heard {when}").format(
            computer=each["device"], when=formats.moment(instant(each["last_seen"]))
        )
        for each in member["devices"]
    ]
    return name or str(member["login"]), "\n".join([told, *(heard or [_("No computer has joined yet")])])


def server_words(status: Reply, formats: Formats) -> tuple[str, str]:
    """Return what the server is, and how safe the way there is."""
    title = _("PostgreSQL {version}, {size}").format(
        version=str(status["server_version"]).split()[0], size=formats.size(int(status["database_bytes"]))
    )
    told = [_("The way there is encrypted.") if status["tls"] else _("The way there is not encrypted.")]
    if status["standby"]:
        told.append(_("It is a copy that takes no edits at the moment."))
    if not status["hardened"]:
        told.append(_("Members can still store large objects and run code on it: no superuser set it up."))
    return title, " ".join(told)


def age_explained(age: Age) -> str:
    """Return what follows where the server and this program are not of one version."""
    if age is Age.OLDER:
        return _("Sharing goes on. Whoever set the server up brings it up to date here.")
    return _("Sharing goes on. Update the program to have what is new.")
