"""The control that fits a declared setting."""

from collections.abc import Sequence
from pathlib import Path
from zoneinfo import available_timezones

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from crm_desktop.settings import Setting
from crm_desktop.values.duration import shown_minutes
from crm_desktop.values.regions import countries, currencies
from crm_desktop.words import _, ngettext
from ui.kit.buttons import Button, Switch
from ui.kit.desk import Desk
from ui.kit.drafts import SETTING, place_of
from ui.kit.fields.choice import ComboBox
from ui.kit.kept_line import KeptLine
from ui.kit.labels import Text
from ui.kit.languages import offered_languages
from ui.kit.layouts import row
from ui.kit.theme import Contrast, Mode, Theme
from ui.kit.zoomed import ZoomedWidth, fix_width

ZOOMS = (90, 100, 110, 125, 150, 175, 200)
MINUTES = (0, 1, 2, 5, 10, 15, 30, 60)
DAYS = (1, 2, 7)
RHYTHMS = (0, 14, 30, 60, 90, 180, 365)
BEFORE = (0, 5, 10, 15, 30, 60, 120, 1440)
LEAST_BOX, MOST_BOX, LINE_WIDTH = 150, 250, 300


class SettingControl(QWidget):
    """Shows the value of a setting; `chosen` carries a new one at once."""

    chosen = Signal(str)

    def show_value(self, value: str) -> None:
        """Show `value`, without telling."""
        raise NotImplementedError


class BoxControl(SettingControl):
    """One of several values."""

    def __init__(self, theme: Theme, offered: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.box = ComboBox(theme)
        for value, label in offered:
            self.box.addItem(label, value)
        # as wide as its longest choice, between the two
        self.box.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToContents)
        ZoomedWidth(theme, self.box, LEAST_BOX, MOST_BOX)
        self.box.activated.connect(lambda: self.chosen.emit(str(self.box.currentData())))
        self.setLayout(row(theme, self.box))
        self.setFocusProxy(self.box)

    def show_value(self, value: str) -> None:
        """Show `value`; one that is not offered is added."""
        place = self.box.findData(value)
        if place < 0:
            # a language without its country stands for the first that has one
            codes = [str(self.box.itemData(place)) for place in range(self.box.count())]
            place = next((place for place, code in enumerate(codes) if code.startswith(f"{value}_")), -1)
        if place < 0:
            self.box.addItem(value, value)
            place = self.box.count() - 1
        self.box.setCurrentIndex(place)


class SwitchControl(SettingControl):
    """On or off."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.switch = Switch(theme, name)
        self.switch.clicked.connect(lambda: self.chosen.emit("on" if self.switch.isChecked() else "off"))
        self.setLayout(row(theme, self.switch))
        self.setFocusProxy(self.switch)

    def show_value(self, value: str) -> None:
        """Show whether it is on."""
        self.switch.setChecked(value == "on")


class LineControl(SettingControl):
    """The line of the setting `name` in `section`, called `label`: taken when it is left or Enter is pressed."""

    def __init__(self, desk: Desk, section: str, name: str, label: str) -> None:
        super().__init__()
        self.line = QLineEdit()
        fix_width(desk.theme, self.line, LINE_WIDTH)
        self._shown = ""
        self._kept = KeptLine(desk, self.line, place_of(SETTING, section, name), label)
        self.line.editingFinished.connect(self._on_finished)
        self.setLayout(row(desk.theme, self.line))
        self.setFocusProxy(self.line)

    def show_value(self, value: str) -> None:
        """Show `value`."""
        self._shown = value
        self._kept.show(value)

    def _on_finished(self) -> None:
        typed = self.line.text().strip()
        self._kept.taken()
        if typed != self._shown:
            self._shown = typed
            self.chosen.emit(typed)


class FolderControl(SettingControl):
    """A folder, chosen in the system's dialog."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._path = ""
        self._where = Text(theme, "", "small", "text2")
        choose = Button(theme, _("Choose…"), size="small")
        choose.clicked.connect(self._choose)
        self.setLayout(row(theme, self._where, choose))
        self.setFocusProxy(choose)

    def show_value(self, value: str) -> None:
        """Show the folder `value`."""
        self._path = value
        self._where.setText(value or _("Inside the workspace"))

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Where to keep backups"), self._path or str(Path.home()))
        if chosen:
            self.show_value(chosen)
            self.chosen.emit(chosen)


def declared_control(desk: Desk, setting: Setting) -> SettingControl:
    """Return the control for `setting`: its choices decide, else what the value names."""
    theme = desk.theme
    if {value for value, _label in setting.choices} == {"on", "off"}:
        return SwitchControl(theme, _(setting.label))
    if setting.name.endswith("_folder"):
        return FolderControl(theme)
    offered = _offered(desk, setting)
    if not offered:
        return LineControl(desk, setting.section, setting.name, _(setting.label))
    control = BoxControl(theme, offered)
    if setting.name == "theme":
        control.chosen.connect(lambda value: theme.set_mode(Mode(value)))
    if setting.name == "contrast":
        control.chosen.connect(lambda value: theme.set_contrast(Contrast(value)))
    if setting.name == "zoom":
        control.chosen.connect(lambda value: theme.set_zoom(int(value) / 100))
    return control


def _offered(desk: Desk, setting: Setting) -> list[tuple[str, str]]:
    language = desk.place.language
    match setting.name:
        case "currency":
            return [(each.code, f"{each.code} · {each.name}") for each in currencies(language)]
        case "region":
            return [(each.code, each.name) for each in countries(language)]
        case "zone":
            return [(zone, zone) for zone in sorted(available_timezones())]
        case "language":
            return offered_languages()
        case "zoom":
            return [(str(zoom), _("{n} %").format(n=zoom)) for zoom in ZOOMS]
        case "idle_minutes":
            return [(str(minutes), _minutes(minutes)) for minutes in MINUTES]
        case "keep_in_touch_a" | "keep_in_touch_b" | "keep_in_touch_c":
            return [(str(days), _rhythm(days)) for days in RHYTHMS]
        case "remind_before":
            return [("", _("Without a reminder")), *((str(minutes), _before(minutes)) for minutes in BEFORE)]
        case "backup_days":
            return [(str(days), ngettext("{n} day", "{n} days", days).format(n=days)) for days in DAYS]
        case _:
            return [(value, _(label)) for value, label in setting.choices]


def _rhythm(days: int) -> str:
    if not days:
        return _("Never")
    return ngettext("Every {n} day", "Every {n} days", days).format(n=days)


def _before(minutes: int) -> str:
    if not minutes:
        return _("At its time")
    return _("{length} before").format(length=shown_minutes(minutes))


def _minutes(minutes: int) -> str:
    if not minutes:
        return _("Never")
    return ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes)
