"""How the sharing stands, in words."""

from datetime import UTC, datetime

from crm_desktop.sync.status import Sharing
from crm_desktop.words import _, ngettext
from ui.kit.formats import Formats


def is_offline(sharing: Sharing) -> bool:
    """Return whether the office server is not reached, or is not to be."""
    return sharing.paused or sharing.last_error is not None


def headline(sharing: Sharing) -> str:
    """Return in a few words how it stands: what asks for somebody comes first."""
    if not sharing.paused and sharing.would_go:
        told = ngettext("{n} record would go", "{n} records would go", sharing.would_go)
        return told.format(n=sharing.would_go)
    if needs_somebody(sharing) and sharing.trouble is not None:
        return sharing.trouble.words
    if sharing.conflicts and sharing.set_aside:
        waiting = sharing.conflicts + sharing.set_aside
        return ngettext("{n} edit to review", "{n} edits to review", waiting).format(n=waiting)
    if sharing.conflicts:
        told = ngettext("{n} conflict to review", "{n} conflicts to review", sharing.conflicts)
        return told.format(n=sharing.conflicts)
    if sharing.set_aside:
        told = ngettext("{n} edit was not taken", "{n} edits were not taken", sharing.set_aside)
        return told.format(n=sharing.set_aside)
    if sharing.paused:
        return _("Working offline")
    if sharing.trouble is not None:
        return sharing.trouble.words
    if sharing.downloading:
        return _("Records still arrive")
    if sharing.unsent:
        return ngettext("{n} change to send", "{n} changes to send", sharing.unsent).format(n=sharing.unsent)
    return files_to_send(sharing) or _("Shared, up to date")


def needs_somebody(sharing: Sharing) -> bool:
    """Return whether nothing is exchanged until somebody does something about it."""
    return not sharing.paused and sharing.trouble is not None and not sharing.trouble.passes


def files_to_send(sharing: Sharing) -> str:
    """Return how many files wait to be sent, nothing where none does: no edit waits for them."""
    files = sharing.uploads.files
    return ngettext("{n} file to send", "{n} files to send", files).format(n=files) if files else ""


def note(sharing: Sharing, formats: Formats) -> str:
    """Return where the data is, in one short line."""
    if sharing.unsent and is_offline(sharing):
        told = ngettext("{n} change is kept here", "{n} changes are kept here", sharing.unsent)
        return told.format(n=sharing.unsent)
    if sharing.conflicts or sharing.set_aside:
        return _("Nothing is lost")
    return synced(sharing, formats)


def synced(sharing: Sharing, formats: Formats) -> str:
    """Return when this computer last met the server."""
    if sharing.downloading:
        return _("Not everything is here yet")
    if sharing.last_ok_ms is None:
        return _("Not synced yet")
    return _("Synced {when}").format(when=moment(sharing.last_ok_ms, formats))


def icon(sharing: Sharing) -> tuple[str, str]:
    """Return the icon and the colour that say how it stands."""
    if needs_somebody(sharing) or (sharing.would_go and not sharing.paused):
        return "warning", "warning"
    if sharing.conflicts or sharing.set_aside:
        return "conflict", "warning"
    if is_offline(sharing):
        return "offline", "text2"
    return "online", "success"


def moment(at_ms: int, formats: Formats) -> str:
    """Return an instant as the user says it: the time alone where it was today."""
    at = datetime.fromtimestamp(at_ms / 1000, UTC)
    if formats.local(at).date() == formats.today():
        return formats.time(at)
    return formats.moment(at)
