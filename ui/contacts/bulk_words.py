"""What is said of many people or companies, and once something was done with them."""

from crm_desktop.words import _, ngettext
from ui.contacts.list_state import COMPANIES, PEOPLE


def deleted(page: str, n: int) -> str:
    """Return that `n` were put into the bin."""
    if page == PEOPLE:
        return ngettext("{n} person deleted", "{n} people deleted", n).format(n=n)
    if page == COMPANIES:
        return ngettext("{n} company deleted", "{n} companies deleted", n).format(n=n)
    return ngettext("{n} contact deleted", "{n} contacts deleted", n).format(n=n)


def owned(page: str, n: int, name: str) -> str:
    """Return that `n` have the owner `name` now, or none."""
    if not name:
        if page == PEOPLE:
            return ngettext("{n} person has no owner now", "{n} people have no owner now", n).format(n=n)
        if page == COMPANIES:
            return ngettext("{n} company has no owner now", "{n} companies have no owner now", n).format(n=n)
        return ngettext("{n} contact has no owner now", "{n} contacts have no owner now", n).format(n=n)
    if page == PEOPLE:
        told = ngettext("{name} owns {n} person now", "{name} owns {n} people now", n)
    elif page == COMPANIES:
        told = ngettext("{name} owns {n} company now", "{name} owns {n} companies now", n)
    else:
        told = ngettext("{name} owns {n} contact now", "{name} owns {n} contacts now", n)
    return told.format(name=name, n=n)


def tagged(page: str, n: int, tag: str) -> str:
    """Return that `n` have `tag` now."""
    if page == PEOPLE:
        told = ngettext("Tag “{tag}” added to {n} person", "Tag “{tag}” added to {n} people", n)
    elif page == COMPANIES:
        told = ngettext("Tag “{tag}” added to {n} company", "Tag “{tag}” added to {n} companies", n)
    else:
        told = ngettext("Tag “{tag}” added to {n} contact", "Tag “{tag}” added to {n} contacts", n)
    return told.format(tag=tag, n=n)


def planned(page: str, n: int, title: str) -> str:
    """Return that the step `title` is planned for `n`."""
    if page == PEOPLE:
        told = ngettext("“{title}” planned for {n} person", "“{title}” planned for {n} people", n)
    elif page == COMPANIES:
        told = ngettext("“{title}” planned for {n} company", "“{title}” planned for {n} companies", n)
    else:
        told = ngettext("“{title}” planned for {n} contact", "“{title}” planned for {n} contacts", n)
    return told.format(title=title, n=n)


def changed(page: str, n: int, field: str) -> str:
    """Return that `field` was changed of `n`."""
    if page == PEOPLE:
        told = ngettext("{field} of {n} person changed", "{field} of {n} people changed", n)
    elif page == COMPANIES:
        told = ngettext("{field} of {n} company changed", "{field} of {n} companies changed", n)
    else:
        told = ngettext("{field} of {n} contact changed", "{field} of {n} contacts changed", n)
    return told.format(field=field, n=n)


def working(page: str, shown: str, n: int) -> str:
    """Return what the task strip says while something is done with `n`."""
    if page == PEOPLE:
        return ngettext("Changing {n} person", "Changing {n} people", n).format(n=shown)
    if page == COMPANIES:
        return ngettext("Changing {n} company", "Changing {n} companies", n).format(n=shown)
    return ngettext("Changing {n} contact", "Changing {n} contacts", n).format(n=shown)


def nothing_here(page: str) -> tuple[str, str, str]:
    """Return title, sentence and button of the list of `page` while it is empty."""
    bring = _("Add the first one, or bring them from a file or another program.")
    if page == PEOPLE:
        return _("No people yet"), bring, _("Add person")
    if page == COMPANIES:
        return _("No companies yet"), bring, _("Add company")
    return _("No contacts yet"), bring, _("Add person")
