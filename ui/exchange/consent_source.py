"""Where the consent in a file comes from: asked where a column says whom we may write to."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from crm_desktop.words import _, in_quotes
from ui.exchange.chosen_files import FileGuess
from ui.kit.labels import IconText, Text
from ui.kit.layouts import column
from ui.kit.theme import Theme

PAUSE_MS = 600
CONSENT = "consent."


class ConsentSource(QWidget):
    """`told` carries the source, once the user has paused."""

    told = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        head = IconText(theme, "info", _("Consent needs a source"), "text", icon_role="warning", style="bodyStrong")
        self._words = Text(theme, "", "small", "text2", wrap=True)
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("Source, for example trade fair 2026"))
        self.line.setAccessibleName(_("Source of the consent"))
        self.setLayout(column(theme, head, self._words, self.line, gap=8))
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(lambda: self.told.emit(self.line.text().strip()))
        self.line.textEdited.connect(lambda _text: self._pause.start())
        self.hide()

    def show_files(self, files: Sequence[FileGuess], source: str) -> None:
        """Ask where a column of `files` sets consent; `source` is what was told, or what a template keeps."""
        if not self.line.hasFocus() and not self._pause.isActive():
            self.line.setText(source)
        names = [each.name for file in files for each in file.columns if (each.place or "").startswith(CONSENT)]
        self.setVisible(bool(names))
        told = _("Column {names} sets consent. Say where it comes from, or it is imported as “not asked”.")
        self._words.setText(told.format(names=", ".join(map(in_quotes, names))))

    def clear(self) -> None:
        """Ask anew, for other files."""
        self.line.clear()
        self.hide()
