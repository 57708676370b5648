"""What an interaction is called: by its channel, whom it was with, and what it was about."""

from crm_desktop.activities.timeline import TimelineEntry
from crm_desktop.schema.activities import INTERACTION
from crm_desktop.schema.forms import label_of
from crm_desktop.words import N_, _, ngettext
from ui.kit.formats import Formats

_WITH = {
    "call": N_("Call with {name}"),
    "meeting": N_("Meeting with {name}"),
    "visit": N_("Visit to {name}"),
    "email": N_("Email to {name}"),
    "letter": N_("Letter to {name}"),
    "social": N_("Post to {name}"),
    "message": N_("Message to {name}"),
    "note": N_("Note about {name}"),
}
_FROM = {
    "email": N_("Email from {name}"),
    "letter": N_("Letter from {name}"),
    "social": N_("Post from {name}"),
    "message": N_("Message from {name}"),
}
_NAMED_BESIDE = {"email": (N_("to {name}"), N_("from {name}")), "letter": (N_("to {name}"), N_("from {name}"))}


def interaction_title(entry: TimelineEntry, name: str) -> str:
    """Return the title of an interaction: what it was about where that is said beside the text, else with whom."""
    kind = label_of(INTERACTION.by_name["kind"], entry.kind)
    if entry.title and entry.body:
        if entry.title.casefold().startswith(kind.casefold()):
            return entry.title
        return _("{kind}: {subject}").format(kind=kind, subject=entry.title)
    if not name:
        return kind
    incoming = entry.rest.get("direction") == "in"
    words = (_FROM if incoming and entry.kind in _FROM else _WITH).get(entry.kind)
    return _(words).format(name=name) if words else kind


def aside_words(entry: TimelineEntry, formats: Formats, name: str) -> str:
    """Return what is said beside the title: with whom, how long, which way, how many took part."""
    incoming = entry.rest.get("direction") == "in"
    parts: list[str] = []
    if name and entry.title and entry.body:
        to, coming = _NAMED_BESIDE.get(entry.kind, (N_("with {name}"), N_("with {name}")))
        parts.append(_(coming if incoming else to).format(name=name))
    if entry.rest.get("minutes"):
        parts.append(formats.duration(int(entry.rest["minutes"])))
    if entry.rest.get("direction") and entry.kind == "call":
        parts.append(_("incoming") if incoming else _("outgoing"))
    others = int(entry.rest.get("others") or 0)
    if others > 1:
        parts.append(ngettext("{n} person", "{n} people", others).format(n=others))
    return ", ".join(parts)
