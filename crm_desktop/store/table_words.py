"""How many records of each table there are, in words."""

from collections.abc import Mapping

from crm_desktop.words import N_, ngettext

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


def counted_by_table(counts: Mapping[str, int]) -> list[str]:
    """Return how many records of each kind `counts` holds, such as "3 activities", and the rest as details."""
    known = [name for name, _one, _many in _COUNTED]
    words = [
        ngettext(one, many, counts[name]).format(n=counts[name]) for name, one, many in _COUNTED if counts.get(name)
    ]
    rest = sum(count for name, count in counts.items() if name not in known)
    return words + ([ngettext("{n} detail", "{n} details", rest).format(n=rest)] if rest else [])
