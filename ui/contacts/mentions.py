"""The text of the composer, in which “@” and the beginning of a name offer people, companies and deals."""

import re
from collections.abc import Sequence

from PySide6.QtCore import QRect, QStringListModel, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QCompleter, QListView, QWidget

from crm_desktop.search.mention_offers import MentionOffer, mention_offers
from ui.kit.desk import Desk
from ui.kit.growing_text import GrowingText

# A name that is being typed: names have spaces, but no more than a few.
_TYPED = re.compile(r"(?:^|(?<=[\s(]))@(?P<name>[^\s@](?:[^@\n]{0,38}))$")
_LEFT_TO_LIST = frozenset((Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape))
_WIDTH = 340


class MentioningText(GrowingText):
    """Text that links what is chosen from the offers; `mentions` are the records that it names still."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, parent)
        self._desk = desk
        self._chosen: tuple[MentionOffer, ...] = ()
        self._offers: dict[str, MentionOffer] = {}
        self._words = QStringListModel(self)
        self._completer = QCompleter(self._words, self)
        self._list = QListView(self)
        self._list.setProperty("popup", True)
        self._completer.setPopup(self._list)
        self._completer.setWidget(self)
        # the query has matched already
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.activated.connect(self._choose)
        self._quiet = QTimer(self, singleShot=True, interval=desk.theme.duration("searchDebounce"))
        self._quiet.timeout.connect(self._ask)
        self.textChanged.connect(self._on_changed)

    @property
    def mentions(self) -> tuple[MentionOffer, ...]:
        """The records that were chosen and whose names still stand in the text."""
        text = self.toPlainText()
        return tuple(each for each in self._chosen if f"@{each.title}" in text)

    def set_mentions(self, mentions: Sequence[MentionOffer]) -> None:
        """Go on with `mentions` that were chosen before."""
        self._chosen = tuple(mentions)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """While names are offered, Enter and Tab choose one and Escape closes the list."""
        if self._list.isVisible() and event.key() in _LEFT_TO_LIST:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Take the list of names, which belongs to the text that one writes in."""
        self._completer.setWidget(self)
        super().focusInEvent(event)

    def _typed(self) -> re.Match[str] | None:
        cursor = self.textCursor()
        block = cursor.block().text()[: cursor.positionInBlock()]
        return _TYPED.search(block)

    def _on_changed(self) -> None:
        if self._typed() is None:
            self._quiet.stop()
            self._list.hide()
        else:
            self._quiet.start()

    def _ask(self) -> None:
        typed = self._typed()
        if typed is not None:
            self._desk.read(mention_offers, typed["name"], owner=self, then=self._offer, key="mention")

    def _offer(self, offers: Sequence[MentionOffer]) -> None:
        typed = self._typed()
        if typed is None or not offers or not self.hasFocus():
            self._list.hide()
            return
        if any(each.title == typed["name"].strip() for each in self.mentions):
            self._list.hide()
            return
        self._offers = {f"{each.title} · {each.note}" if each.note else each.title: each for each in offers}
        self._words.setStringList(list(self._offers))
        box = self.cursorRect()
        self._completer.complete(QRect(box.x(), box.y(), self._theme.px(_WIDTH), box.height()))
        self._list.setCurrentIndex(self._completer.completionModel().index(0, 0))

    def _choose(self, shown: str) -> None:
        offer, typed = self._offers.get(shown), self._typed()
        if offer is None or typed is None:
            return
        cursor = self.textCursor()
        cursor.movePosition(
            QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, len(typed["name"]) + len("@")
        )
        self._chosen = (*self._chosen, offer)
        cursor.insertText(f"@{offer.title} ")
        self.setTextCursor(cursor)
