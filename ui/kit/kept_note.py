"""The line that says that something stands here from before, with a way to be rid of it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.words import _
from ui.kit.buttons import LinkButton
from ui.kit.labels import IconText, Text
from ui.kit.layouts import row
from ui.kit.theme import Theme


class KeptNote(QWidget):
    """Hidden until `tell`, in few words where it is `short`.

    `discarded` asks to take away what was kept, `wanted_back` to put it back after that.
    """

    discarded = Signal()
    wanted_back = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, short: bool = False) -> None:
        super().__init__(parent)
        self._short = short
        self._words = Text(theme, "", "small", "text2") if short else IconText(theme, "clock", "")
        self.link = LinkButton(theme, "", style="small")
        self._there = True
        self.link.clicked.connect(self._turn)
        self.setLayout(row(theme, self._words, self.link, None, gap=4 if short else 8))
        self.hide()

    def tell(self) -> None:
        """Say that what stands here was typed before."""
        self._say(there=True)
        self.show()

    def _say(self, *, there: bool) -> None:
        self._there = there
        kept = _("Not saved") if self._short else _("Kept from before, not saved yet")
        told = kept if there else _("Discarded")
        if isinstance(self._words, IconText):
            self._words.show_words("clock", told)
        else:
            self._words.setText(told)
        self.link.setText(_("Discard") if there else _("Bring back"))
        self.link.setAccessibleName(
            _("Discard what was kept from before") if there else _("Bring back what was discarded")
        )
        self.link.updateGeometry()

    def _turn(self) -> None:
        there = self._there
        self._say(there=not there)
        (self.discarded if there else self.wanted_back).emit()
