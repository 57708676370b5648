"""Puts the theme on the application."""

from PySide6.QtWidgets import QApplication

from ui.kit.focus_ring import FocusRing
from ui.kit.style import CrmStyle
from ui.kit.style_sheet import style_sheet
from ui.kit.theme import Theme


def dress(app: QApplication, theme: Theme) -> None:
    """Show `app` in `theme`, now and whenever the theme changes."""
    app.setStyle(CrmStyle(theme))
    FocusRing(theme, app)

    def put_on() -> None:
        app.setPalette(theme.palette())
        app.setFont(theme.font("body"))
        app.setStyleSheet(style_sheet(theme))

    put_on()
    theme.changed.connect(put_on)
