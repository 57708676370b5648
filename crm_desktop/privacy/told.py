"""The preview of an erasure in words, for the dialog and the command line alike."""

from collections.abc import Iterator, Mapping

from crm_desktop.privacy.preview import Preview
from crm_desktop.words import N_, _, ngettext

# What is counted by itself, in its words; all else goes as details.
_COUNTED: tuple[tuple[str, str, str], ...] = (
    ("contact", N_("{n} contact"), N_("{n} contacts")),
    ("interaction", N_("{n} activity"), N_("{n} activities")),
    ("task", N_("{n} task"), N_("{n} tasks")),
    ("ticket", N_("{n} ticket"), N_("{n} tickets")),
    ("deal", N_("{n} deal"), N_("{n} deals")),
    ("purchase", N_("{n} purchase"), N_("{n} purchases")),
    ("promise", N_("{n} promise"), N_("{n} promises")),
    ("consent", N_("{n} consent"), N_("{n} consents")),
    ("attachment", N_("{n} file"), N_("{n} files")),
    ("product", N_("{n} product"), N_("{n} products")),
)


def counted(counts: Mapping[str, int]) -> list[str]:
    """Return how many records of each kind `counts` holds, such as "3 activities", and the rest as details."""
    known = [name for name, _one, _many in _COUNTED]
    words = [
        ngettext(one, many, counts[name]).format(n=counts[name]) for name, one, many in _COUNTED if counts.get(name)
    ]
    rest = sum(count for name, count in counts.items() if name not in known)
    return words + ([ngettext("{n} detail", "{n} details", rest).format(n=rest)] if rest else [])


def told_going(found: Preview) -> str:
    """Return what goes, in a sentence."""
    return _("{what}, with their whole history, their files, and what the search knows of them.").format(
        what=", ".join(counted(found.going))
    )


def told_staying(found: Preview) -> list[str]:
    """Return what stays and why, a sentence each."""
    if not found.staying and not found.naming:
        return [_("Nothing else leads to this contact.")]
    told: list[str] = []
    if found.staying:
        told.append(
            _(
                "{what} stay without the contact: figures and the law on accounts need deals and purchases, and what "
                "others took part in is theirs as well."
            ).format(what=", ".join(counted(found.staying)))
        )
    if found.naming:
        titles = ", ".join(f"“{each.title}”" for each in found.naming[:5])
        told.append(
            ngettext(
                "{n} text that stays may name the contact: {titles}. Change it by hand, if it is to go.",
                "{n} texts that stay may name the contact: {titles}. Change them by hand, if they are to go.",
                len(found.naming),
            ).format(n=len(found.naming), titles=titles)
        )
    return told


def told_later(found: Preview, backups: int) -> list[str]:
    """Return what goes later, a sentence each: from `backups` backups and from where else the workspace is."""
    told: list[str] = []
    if backups:
        told.append(
            ngettext(
                "{n} backup still holds the contact. It is deleted 30 days after; whoever restores it before finds "
                "the contact erased again.",
                "{n} backups still hold the contact. They are deleted 30 days after; whoever restores one before "
                "finds the contact erased again.",
                backups,
            ).format(n=backups)
        )
    if found.shared:
        told.append(_("The office server, and through it all other computers, erase it at their next exchange."))
    elif found.others:
        told.append(
            _("These computers erase it with the next parcel from here: {names}.").format(names=", ".join(found.others))
        )
    told.append(_("What was exported, printed or sent is out of reach."))
    return told


def told_preview(found: Preview, backups: int) -> Iterator[str]:
    """Yield the whole preview, line by line."""
    yield _("Erased for ever: {what}").format(what=told_going(found))
    for each in told_staying(found):
        yield _("Stays: {what}").format(what=each)
    for each in told_later(found, backups):
        yield _("Later: {what}").format(what=each)
    if found.refused:
        yield found.refused
