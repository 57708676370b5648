"""The preview of an erasure in words, for the dialog and the command line alike."""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from crm_desktop.privacy.preview import Preview
from crm_desktop.store.table_words import counted_by_table
from crm_desktop.words import _, in_quotes, ngettext

_TITLES = 5


class Fate(StrEnum):
    """What becomes of something when a contact is erased."""

    GOES = "goes"
    STAYS = "stays"
    LATER = "later"


class ToldFate(NamedTuple):
    """One line of the preview: what it is about, and what becomes of it."""

    fate: Fate
    what: str
    becomes: str


def told_preview(found: Preview, backups: int) -> Iterator[ToldFate]:
    """Yield the whole preview line by line; `backups` is how many there are."""
    yield ToldFate(
        Fate.GOES,
        ", ".join(counted_by_table(found.going)),
        _("Erased, with the whole history, the files, and what the search knows."),
    )
    yield from _staying(found)
    yield from _later(found, backups)


def _staying(found: Preview) -> Iterator[ToldFate]:
    if found.staying:
        yield ToldFate(
            Fate.STAYS,
            ", ".join(counted_by_table(found.staying)),
            _(
                "Kept without the contact: figures and the law on accounts need deals and purchases, and what others "
                "took part in is theirs as well."
            ),
        )
    if found.naming:
        count = len(found.naming)
        titles = ", ".join(in_quotes(each.title) for each in found.naming[:_TITLES])
        yield ToldFate(
            Fate.STAYS,
            ngettext("{n} text of other records", "{n} texts of other records", count).format(n=count),
            _("May name the contact, and is kept as it is: {titles}. Change it first, if the name is to go.").format(
                titles=titles
            ),
        )


def _later(found: Preview, backups: int) -> Iterator[ToldFate]:
    if backups:
        yield ToldFate(
            Fate.LATER,
            ngettext("{n} backup", "{n} backups", backups).format(n=backups),
            _("Deleted after 30 days. Whoever restores one before that finds the contact erased again."),
        )
    if found.shared:
        yield ToldFate(
            Fate.LATER, _("Office server and other computers"), _("Erased there at their next exchange, for everybody.")
        )
    elif found.others:
        yield ToldFate(
            Fate.LATER, ", ".join(found.others), _("Erased there with the next parcel that comes from here.")
        )
    yield ToldFate(Fate.LATER, _("What was exported, printed or sent"), _("Is out of reach of this program."))
