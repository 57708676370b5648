"""What a page says instead of content: banners, empty, nothing found, failed, not allowed, still loading."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.words import _, ngettext
from ui.kit.boxes import cut_start, is_mirrored
from ui.kit.buttons import Button, ButtonKind, IconButton, LinkButton
from ui.kit.icons import paint_icon
from ui.kit.labels import Text
from ui.kit.layouts import Stack, row
from ui.kit.skeleton import paint_skeleton
from ui.kit.theme import Theme, Tone, tone_colours

SENTENCE = 420


class Banner(QWidget):
    """A strip on a tint: icon, strong words, plain words, one link, and a way to close it."""

    link_clicked = Signal()
    closed = Signal()

    def __init__(
        self,
        theme: Theme,
        strong: str,
        text: str = "",
        link: str = "",
        *,
        tone: Tone = Tone.WARNING,
        icon: str = "warning",
        closable: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tone = tone
        self._icon = icon
        self.setAccessibleName(f"{strong} {text}".strip())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.link = LinkButton(theme, link)
        if not link:
            self.link.hide()
        self.link.clicked.connect(self.link_clicked)
        self.close_button = IconButton(theme, "close", _("Close"), icon_size="xs")
        if not closable:
            self.close_button.hide()
        self.close_button.clicked.connect(self._close)
        parts = (Text(theme, strong, "control"), Text(theme, text, role="text2"), None, self.link, self.close_button)
        self.setLayout(row(theme, *parts, gap=4, margins=(42, 6, 10, 6)))
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the tint and the icon."""
        theme = self._theme
        colours = tone_colours(self._tone)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(colours.tint))
        painter.drawRoundedRect(QRectF(self.rect()), theme.radius("md"), theme.radius("md"))
        inner = self.rect().adjusted(theme.px(16), 0, -theme.px(16), 0)
        box, _rest = cut_start(inner, theme.size("icon.md"), mirrored=is_mirrored(self))
        paint_icon(painter, theme, self._icon, box, colours.text)

    def _close(self) -> None:
        self.hide()
        self.closed.emit()


class Notice(QWidget):
    """One line in place of content: icon, what happened, why, and one action."""

    acted = Signal()
    link_clicked = Signal()

    def __init__(
        self,
        theme: Theme,
        icon: str,
        strong: str,
        text: str = "",
        action: str = "",
        *,
        role: str = "text2",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = icon
        self._role = role
        self.setAccessibleName(f"{strong} {text}".strip())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._strong = Text(theme, strong, "control")
        words = [self._strong, *([Text(theme, text, role="text2")] if text else [])]
        self._words = row(theme, *words, gap=4)
        button = Button(theme, action, size="small")
        if not action:
            button.hide()
        button.clicked.connect(self.acted)
        self.setLayout(row(theme, self._words, None, button, gap=8, margins=(46, 10, 14, 9)))
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Return the height of the line."""
        return QSize(super().sizeHint().width(), self._theme.px(48))

    def add_words(self, *parts: Text | LinkButton) -> None:
        """Add `parts` after the words."""
        for part in parts:
            self._words.addWidget(part)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the icon."""
        inner = self.rect().adjusted(self._theme.px(14), 0, -self._theme.px(14), 0)
        box, _rest = cut_start(inner, self._theme.size("icon.lg"), mirrored=is_mirrored(self))
        paint_icon(QPainter(self), self._theme, self._icon, box, self._role, "lg")


class NoResults(Notice):
    """Nothing was found: what was searched, the nearest spelling, how many filters are on.

    `acted` asks to clear the filters, `spelling_chosen` to search for the spelling offered.
    """

    spelling_chosen = Signal(str)

    def __init__(
        self, theme: Theme, searched: str = "", spelling: str = "", filters: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, "no results", "", "", _("Clear filters") if filters else "", parent=parent)
        self._nearest = LinkButton(theme, "", style="body")
        self._nearest.clicked.connect(lambda: self.spelling_chosen.emit(self._nearest.text()))
        self._offer = Text(theme, _("Did you mean"), role="text2")
        self.add_words(self._offer, self._nearest)
        self.search(searched, spelling)
        if filters:
            told = ngettext("{n} filter is on.", "{n} filters are on.", filters).format(n=filters)
            self.add_words(Text(theme, told, role="text2"))

    def search(self, searched: str, spelling: str = "") -> None:
        """Say that nothing fits `searched`, and offer the nearest `spelling`."""
        strong = _("No results for “{text}”.").format(text=searched) if searched else _("Nothing fits.")
        self._strong.setText(strong)
        self.setAccessibleName(strong)
        self._nearest.setText(spelling)
        for part in (self._offer, self._nearest):
            part.setVisible(bool(spelling))


class ErrorState(Notice):
    """Something failed: what, why, and one action."""

    def __init__(self, theme: Theme, what: str, why: str, action: str = "", parent: QWidget | None = None) -> None:
        super().__init__(theme, "error", what, why, action, role="danger", parent=parent)


class EmptyState(QWidget):
    """A place where nothing is yet: icon, title, one sentence at most `widest` wide, one button.

    It is `small` on a card beside others.
    """

    acted = Signal()

    def __init__(
        self,
        theme: Theme,
        icon: str,
        title: str,
        sentence: str,
        action: str = "",
        *,
        widest: int = SENTENCE,
        small: bool = False,
        icon_role: str = "text3",
    ) -> None:
        super().__init__()
        self.setAccessibleName(f"{title}. {sentence}")
        self.button = Button(theme, action, ButtonKind.PRIMARY, size="small" if small else "normal")
        if not action:
            self.button.hide()
        self.button.clicked.connect(self.acted)
        self.setFocusProxy(self.button)
        self._theme, self._widest = theme, widest
        self._sentence = Text(theme, sentence, role="text2", wrap=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._fit()
        theme.changed.connect(self._fit)
        middle = Qt.AlignmentFlag.AlignHCenter
        told = Stack(theme, gap=2)
        for part in (Text(theme, title, "subtitle" if small else "section"), self._sentence):
            told.addWidget(part, 0, middle)
        whole = Stack(theme, gap=10)
        whole.addStretch(1 if small else 2)
        whole.addWidget(_Mark(theme, icon, icon_role), 0, middle)
        whole.addLayout(told)
        whole.addWidget(self.button, 0, middle)
        whole.addStretch(1 if small else 3)
        self.setLayout(whole)

    def _fit(self) -> None:
        theme = self._theme
        width = min(theme.px(self._widest), theme.metrics().horizontalAdvance(self._sentence.text()) + theme.px(8))
        # a layout that centres a label gives it the width of an earlier zoom, and asks it for the height of one line
        self._sentence.setFixedWidth(width)
        self._sentence.setMinimumHeight(self._sentence.heightForWidth(width))


class SkeletonRows(QWidget):
    """Grey bars for `count` rows that are still being read."""

    def __init__(self, theme: Theme, count: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._count = count
        self.setAccessibleName(_("Loading"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return the height of the rows."""
        return QSize(self._theme.px(320), self._count * self._theme.size("row.normal"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bars."""
        painter = QPainter(self)
        height = self._theme.size("row.normal")
        for number in range(self._count):
            paint_skeleton(painter, self._theme, QRect(0, number * height, self.width(), height), number)


class Rule(QWidget):
    """A hairline."""

    def __init__(self, theme: Theme, role: str = "hairline", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._role = role
        self.setFixedHeight(1)
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line."""
        painter = QPainter(self)
        painter.setPen(QPen(self._theme.colour(self._role), 0))
        painter.drawLine(0, 0, self.width(), 0)


class _Mark(QWidget):
    def __init__(self, theme: Theme, icon: str, role: str) -> None:
        super().__init__()
        self._theme = theme
        self._icon, self._role = icon, role
        self._fit()
        theme.changed.connect(self._fit)

    def _fit(self) -> None:
        side = self._theme.size("icon.empty")
        self.setFixedSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_icon(QPainter(self), self._theme, self._icon, self.rect(), self._role, "empty")
