"""Language, theme and text size where no settings page can be reached."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.words import _
from ui.kit.boxes import cut_end, cut_start, is_mirrored
from ui.kit.device_choices import DeviceChoices, Look
from ui.kit.icons import paint_icon
from ui.kit.languages import SPOKEN, offered_languages
from ui.kit.layouts import row
from ui.kit.pressable import Pressable
from ui.kit.theme import Mode, Theme

ZOOMS = (90, 100, 110, 125, 150, 175, 200)


def theme_names() -> list[tuple[str, str]]:
    """Return the themes to choose from."""
    return [(Mode.SYSTEM, _("Same as system")), (Mode.LIGHT, _("Light")), (Mode.DARK, _("Dark"))]


LEAD = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading


class DropButton(Pressable):
    """Icon, words and a sign that something drops from here."""

    def __init__(self, theme: Theme, icon: str, text: str) -> None:
        super().__init__(theme, text)
        self._icon = icon

    def sizeHint(self) -> QSize:
        """Return the room for icon, words and sign."""
        width = self._theme.metrics("small").horizontalAdvance(self.text()) + self._theme.px(14 + 6 + 6 + 12)
        return QSize(width, self._theme.size("control.small"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint icon, words and sign."""
        theme, painter, mirrored = self._theme, QPainter(self), is_mirrored(self)
        role = "text" if self.underMouse() else "text2"
        part, box = cut_start(self.rect(), theme.size("icon.sm"), theme.px(6), mirrored=mirrored)
        paint_icon(painter, theme, self._icon, part, role, "sm")
        part, box = cut_end(box, theme.size("icon.xs"), theme.px(6), mirrored=mirrored)
        paint_icon(painter, theme, "expand", part, "text3", "xs")
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour(role))
        painter.drawText(box, LEAD, self.text())


class LookChoices(QWidget):
    """The three choices in one row; each takes effect at once, `language_chosen` asks to speak another language."""

    language_chosen = Signal(str)

    def __init__(self, theme: Theme, choices: DeviceChoices) -> None:
        super().__init__()
        self._theme = theme
        self._choices = choices
        look = choices.look
        languages = offered_languages()
        self._language = DropButton(theme, "language", dict(languages).get(look.language, languages[0][1]))
        self._mode = DropButton(theme, "theme", dict(theme_names()).get(Mode(theme.mode), ""))
        self._zoom = DropButton(theme, "text size", _("Text size"))
        self._language.clicked.connect(self._offer_languages)
        self._mode.clicked.connect(self._offer_modes)
        self._zoom.clicked.connect(self._offer_zooms)
        self.setLayout(row(theme, self._language, self._mode, self._zoom, None, gap=12))

    def _offer_languages(self) -> None:
        current = self._choices.look.language or SPOKEN[0]
        drop(self._language, offered_languages(), current, self._choose_language)

    def _offer_modes(self) -> None:
        drop(self._mode, theme_names(), self._theme.mode, self._choose_mode)

    def _offer_zooms(self) -> None:
        sizes = [(str(zoom), _("{n} %").format(n=zoom)) for zoom in ZOOMS]
        drop(self._zoom, sizes, str(round(self._theme.zoom * 100)), self._choose_zoom)

    def _choose_language(self, code: str) -> None:
        self._keep(replace(self._choices.look, language=code))
        self.language_chosen.emit(code)

    def _choose_mode(self, mode: str) -> None:
        self._keep(replace(self._choices.look, theme=mode))
        self._theme.set_mode(Mode(mode))
        self._mode.setText(dict(theme_names())[Mode(mode)])
        self._mode.updateGeometry()

    def _choose_zoom(self, zoom: str) -> None:
        self._keep(replace(self._choices.look, zoom=int(zoom)))
        self._theme.set_zoom(int(zoom) / 100)

    def _keep(self, look: Look) -> None:
        self._choices.set_look(look)


def drop(opener: QWidget, offered: Sequence[tuple[str, str]], current: str, choose: Callable[[str], None]) -> None:
    """Open a menu above or below `opener` with `offered` (value, label), `current` ticked."""
    menu = QMenu(opener)
    group = QActionGroup(menu)
    for value, label in offered:
        action = QAction(label, group, checkable=True, checked=value == current)
        action.triggered.connect(partial(choose, value))
        menu.addAction(action)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(opener.mapToGlobal(opener.rect().bottomLeft()))
