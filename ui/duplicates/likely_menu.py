"""Which duplicates the list shows."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.contacts.match_schema import COMPANY, MATCHED_KINDS, PERSON
from crm_desktop.words import _
from ui.kit.formats import Formats

LIKELIHOODS = (0.5, 0.8, 0.95)
_Offered = tuple[str, tuple[str, ...], float]
_IsOn = Callable[[tuple[str, ...], float], bool]


class LikelyMenu(QMenu):
    """Whose duplicates and how likely at least: `chosen` carries kinds and chance; `safe_wanted` asks to merge."""

    chosen = Signal(tuple, float)
    safe_wanted = Signal()

    def __init__(self, formats: Formats, kinds: Sequence[str], least: float, *, safe: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._kinds = tuple(kinds)
        self._least = least
        offered = ((MATCHED_KINDS, _("People and companies")), ((PERSON,), _("People")), ((COMPANY,), _("Companies")))
        self._offer([(title, each, least) for each, title in offered], lambda each, _least: each == self._kinds)
        self.addSeparator()
        words = _("{percent} likely and more")
        chances = [(words.format(percent=formats.percent(each)), self._kinds, each) for each in LIKELIHOODS]
        self._offer(chances, lambda _kinds, each: each == self._least)
        self.addSeparator()
        merge = self.addAction(_("Merge all safe ones…"))
        merge.setEnabled(safe)
        merge.triggered.connect(self.safe_wanted)

    def _offer(self, choices: Sequence[_Offered], is_on: _IsOn) -> None:
        group = QActionGroup(self)
        for title, kinds, least in choices:
            action = QAction(title, group)
            action.setCheckable(True)
            action.setChecked(is_on(kinds, least))
            action.triggered.connect(self._teller(kinds, least))
            self.addAction(action)

    def _teller(self, kinds: tuple[str, ...], least: float) -> Callable[[], None]:
        return lambda: self.chosen.emit(kinds, least)
