"""What was typed and not saved: told when the workspace is opened, and gone on with from a menu."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget
from shiboken6 import isValid

from crm_desktop.schema.contacts import CONTACT
from crm_desktop.schema.forms import Stored
from crm_desktop.words import _, ngettext
from ui.kit.desk import Place
from ui.kit.drafts import ENTRY, FACT, IMPORT, NEW, QUICK, REPLY, SETTING, values_begun_with
from ui.kit.icons import icon
from ui.kit.menus import drop
from ui.kit.notices import Banner
from ui.kit.theme import Tone
from ui.shell.places import place_of_kind
from ui.shell.workplace import Workplace

Begin = Callable[[str, Mapping[str, Stored]], object]
QuickEntry = Callable[[bytes | None], object]


class LeftOver(QObject):
    """Shows above the page how much was left, until that is seen to; `begin` and `quick_entry` open their dialogs."""

    def __init__(self, workplace: Workplace, begin: Begin, quick_entry: QuickEntry) -> None:
        super().__init__(workplace)
        self._workplace = workplace
        self._desk = workplace.desk
        self._begin = begin
        self._quick_entry = quick_entry
        self.banner: Banner | None = None
        self._told, self._closed = 0, False
        self._settle()
        self._desk.drafts.changed.connect(lambda _place: self._settle())

    def offer(self) -> None:
        """Open the menu of all that is typed and not saved."""
        acts = self.acts()
        if not acts:
            self._desk.say(_("All that you typed is saved."), tone=Tone.NEUTRAL)
            return
        opener: QWidget = self._workplace.top_bar.new
        if self.banner is not None and isValid(self.banner):
            opener = self.banner.link
        menu = QMenu(self._workplace)
        for act in acts:
            act.setParent(menu)
            menu.addAction(act)
        drop(menu, opener)

    def acts(self) -> list[QAction]:
        """Return an act for each, the newest first; what has no place of its own waits where it was typed."""
        found: list[QAction] = []
        for place, draft in self._desk.drafts.left.items():
            go = self._way(place)
            label = draft.label if go is not None else _("{what}, where you typed it").format(what=draft.label)
            act = QAction(icon(self._desk.theme, "clock"), label)
            act.setEnabled(go is not None)
            if go is not None:
                act.triggered.connect(partial(_call, go))
            found.append(act)
        return found[::-1]

    def _way(self, place: str) -> Callable[[], object] | None:
        """Return what goes on with what was typed at `place`."""
        kind, _dot, about = place.partition(".")
        if kind == ENTRY:
            return partial(self._desk.go, Place("contact", bytes.fromhex(about)))
        if kind == REPLY:
            return partial(self._desk.go, Place("tickets", bytes.fromhex(about)))
        if kind == IMPORT:
            return partial(self._desk.go, Place("import"))
        if kind == QUICK:
            return partial(self._quick_entry, bytes.fromhex(about) or None)
        if kind == NEW:
            made, _dot, values = about.partition(".")
            return partial(self._begin, made, values_begun_with(values))
        if kind == SETTING:
            return partial(self._desk.go, Place("settings", None, {"section": about.partition(".")[0]}))
        if kind == FACT:
            table, record, field = about.split(".", 2)
            if table == "contact" and (field in CONTACT.by_name or "/" in field):
                return partial(self._desk.go, Place("contact", bytes.fromhex(record), {"fact": field}))
            shown = place_of_kind(table, bytes.fromhex(record))
            return None if shown is None else partial(self._desk.go, shown)
        return None

    def _tell(self, count: int) -> None:
        told = ngettext(
            "{n} thing that you typed before is not saved yet.",
            "{n} things that you typed before are not saved yet.",
            count,
        ).format(n=self._desk.formats.number(count))
        kept = _("Nothing of it is lost.")
        self.banner = Banner(self._desk.theme, told, kept, _("Show"), tone=Tone.NEUTRAL, icon="clock")
        self.banner.link_clicked.connect(self.offer)
        self.banner.closed.connect(self._close)
        self._workplace.put_above(self.banner)

    def _settle(self) -> None:
        """Say how much of what was found is left, and no more once all is saved or discarded."""
        left = len(self._desk.drafts.found & self._desk.drafts.left.keys())
        if left == self._told or self._closed:
            return
        self._told = left
        if left:
            self._tell(left)
        else:
            self._shut()

    def _close(self) -> None:
        self._closed = True
        self._shut()

    def _shut(self) -> None:
        shown, self.banner = self.banner, None
        if shown is not None and isValid(shown):
            self._workplace.put_above(None)


def _call(go: Callable[[], object], *_checked: object) -> None:
    go()
