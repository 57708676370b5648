"""One own field in the settings."""

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.schema.ours import CUSTOM_FIELD
from crm_desktop.store.own_field_rows import OwnFieldRow
from crm_desktop.words import _
from ui.kit.buttons import Button, IconButton
from ui.kit.icons import icon
from ui.kit.labels import BadgeLabel, Text
from ui.kit.layouts import column, row
from ui.kit.painting import Badge
from ui.kit.theme import Theme, Tone


class FieldLine(QWidget):
    """Shows `field`; the signals say what is wanted of it, `moved` by how many places."""

    edit_wanted = Signal()
    moved = Signal(int)
    remove_wanted = Signal()
    restore_wanted = Signal()
    copy_wanted = Signal()

    def __init__(self, theme: Theme, field: OwnFieldRow) -> None:
        super().__init__()
        self.field = field
        self._theme = theme
        types = {each.value: _(each.label) for each in CUSTOM_FIELD.by_name["kind"].choices}
        self.words = f"{field.label} {field.name} {types.get(field.kind, field.kind)} {field.help}"
        head = row(theme, Text(theme, field.label, "control"), *self._badges(types), None, gap=8)
        told = field.formula if field.kind == "formula" else ", ".join(each.label for each in field.choices)
        note = " · ".join(each for each in (field.name, told, field.help) if each)
        words = column(theme, head, Text(theme, note, "small", "text2"), gap=2)
        whole = row(theme, words, *self._controls(), gap=4, margins=(16, 10, 12, 10))
        whole.setStretch(0, 1)
        self.setLayout(whole)

    def _badges(self, types: dict[str, str]) -> list[QWidget]:
        badges = [Badge(types.get(self.field.kind, self.field.kind), Tone.NEUTRAL)]
        if self.field.required:
            badges.append(Badge(_("Required"), Tone.ACCENT))
        if self.field.personal:
            badges.append(Badge(_("Personal"), Tone.INFO))
        return [BadgeLabel(self._theme, each) for each in badges]

    def _controls(self) -> list[QWidget]:
        theme, label = self._theme, self.field.label
        if self.field.removed:
            restore = Button(theme, _("Restore"), size="small", icon="restore")
            restore.setAccessibleName(_("Restore {field}").format(field=label))
            restore.clicked.connect(self.restore_wanted)
            return [restore]
        self.up = IconButton(theme, "up", _("Move {name} up").format(name=label))
        self.down = IconButton(theme, "down", _("Move {name} down").format(name=label))
        self.edit = IconButton(theme, "edit", _("Change {name}").format(name=label))
        self.more = IconButton(theme, "more", _("More about {name}").format(name=label))
        self.up.clicked.connect(lambda: self.moved.emit(-1))
        self.down.clicked.connect(lambda: self.moved.emit(1))
        self.edit.clicked.connect(self.edit_wanted)
        self.more.clicked.connect(self._open_menu)
        return [self.up, self.down, self.edit, self.more]

    def _open_menu(self) -> None:
        menu = QMenu(self)
        copy = menu.addAction(icon(self._theme, "copy"), _("Copy the values into another field…"))
        copy.triggered.connect(self.copy_wanted)
        away = menu.addAction(icon(self._theme, "archive"), _("Put the field away"))
        away.triggered.connect(self.remove_wanted)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height() + 2)))
