"""What is said once something was done with many records of a list."""

from crm_desktop.store.list_words import counted
from crm_desktop.words import _
from ui.kit.formats import Formats


class BulkWords:
    """Tells of the records of the list `page`, so many of them, with numbers as `formats` write them."""

    def __init__(self, formats: Formats, page: str) -> None:
        self._formats = formats
        self._page = page

    def deleted(self, n: int) -> str:
        """Return that `n` were put into the bin."""
        return _("{what} deleted").format(what=self._what(n))

    def deleting(self, n: int) -> str:
        """Return the question whether `n` are to be put into the bin."""
        return _("Delete {what}?").format(what=self._what(n))

    def owned(self, n: int, name: str) -> str:
        """Return that `n` have the owner `name` now, or none."""
        if not name:
            return _("Owner taken from {what}").format(what=self._what(n))
        return _("{name} owns {what} now").format(name=name, what=self._what(n))

    def tagged(self, n: int, tag: str) -> str:
        """Return that `n` have `tag` now."""
        return _("Tag “{tag}” added to {what}").format(tag=tag, what=self._what(n))

    def planned(self, n: int, title: str) -> str:
        """Return that the step `title` is planned for `n`."""
        return _("“{title}” planned for {what}").format(title=title, what=self._what(n))

    def changed(self, n: int, field: str) -> str:
        """Return that `field` was changed of `n`."""
        return _("{field} of {what} changed").format(field=field, what=self._what(n))

    def working(self, n: int) -> str:
        """Return what the task strip says while something is done with `n`."""
        return _("Changing {what}").format(what=self._what(n))

    def _what(self, n: int) -> str:
        return counted(self._page, n, self._formats.number(n))
