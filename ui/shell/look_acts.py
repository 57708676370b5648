"""How everything looks, changed from any page: text size, light or dark, amounts shown or hidden."""

from PySide6.QtCore import QObject

from crm_desktop.journal.setting_actions import save_setting
from ui.kit.desk import Desk
from ui.kit.theme import LEAST_ZOOM, MOST_ZOOM, Mode

ZOOM_STEP = 0.1


class LookActs(QObject):
    """Changes the look at once and keeps it, unless the workspace is open for reading only."""

    def __init__(self, desk: Desk, *, read_only: bool, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._read_only = read_only

    def zoom(self, step: int) -> None:
        """Make text larger or smaller by a step, or normal again where `step` is 0."""
        theme = self._desk.theme
        zoom = theme.zoom + step * ZOOM_STEP if step else 1.0
        theme.set_zoom(min(max(round(zoom, 2), LEAST_ZOOM), MOST_ZOOM))
        self._keep("zoom", str(round(theme.zoom * 100)))

    def toggle_dark(self) -> None:
        """Show light colours in the stead of dark ones, or the other way round."""
        self._desk.theme.set_mode(Mode.LIGHT if self._desk.theme.dark else Mode.DARK)
        self._keep("theme", self._desk.theme.mode)

    def toggle_presentation(self) -> None:
        """Hide all amounts of money, or show them again."""
        self._keep("presentation", "off" if self._desk.place.hides_amounts else "on")

    def _keep(self, name: str, value: str) -> None:
        def tell(_saved: None) -> None:
            self._desk.settings_changed.emit(name)

        if not self._read_only:
            self._desk.act(save_setting, name, value, owner=self, then=tell)
