"""Puts the theme on the application."""

from PySide6.QtCore import QLoggingCategory, Qt
from PySide6.QtWidgets import QApplication

from ui.kit.focus_ring import FocusRing
from ui.kit.style import CrmStyle
from ui.kit.style_sheet import style_sheet
from ui.kit.theme import Mode, Theme

_SCHEMES = {
    Mode.SYSTEM: Qt.ColorScheme.Unknown,
    Mode.LIGHT: Qt.ColorScheme.Light,
    Mode.DARK: Qt.ColorScheme.Dark,
}


def dress(app: QApplication, theme: Theme) -> None:
    """Show `app` in `theme`, now and whenever the theme changes."""
    # Qt warns when a font lacks a script and it takes the next; which is what the next is there for.
    QLoggingCategory.setFilterRules("qt.text.font.db=false")
    app.setStyle(CrmStyle(theme))
    ring = app.findChild(FocusRing)
    if isinstance(ring, FocusRing):
        ring.wear(theme)
    else:
        FocusRing(theme, app)

    def put_on() -> None:
        # title bars and the system's own dialogs follow
        app.styleHints().setColorScheme(_SCHEMES[theme.mode])
        app.setPalette(theme.palette())
        app.setFont(theme.font("body"))
        app.setStyleSheet(style_sheet(theme))

    put_on()
    theme.changed.connect(put_on)
