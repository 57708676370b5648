"""The button with the templates: take one, keep the columns as one, rename or delete one."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from crm_desktop.exchange.saved_mappings import SavedMapping, Template, remove_mapping, rename_mapping, save_mapping
from crm_desktop.words import _
from ui.exchange.chosen import Chosen
from ui.exchange.chosen_files import FileGuess, Rehearsal
from ui.exchange.name_form import NameForm
from ui.kit.buttons import Button
from ui.kit.desk import Desk
from ui.kit.icons import icon
from ui.kit.menus import drop


class TemplateButton(Button):
    """`chosen` carries the template to read the file by, or None for what the columns look like."""

    chosen = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.theme, _("Template"), size="small", icon="save")
        self._desk = desk
        self._templates: tuple[SavedMapping, ...] = ()
        self._file: FileGuess | None = None
        self._chosen = ("", "")
        self.clicked.connect(self.open_menu)

    def show_file(self, rehearsal: Rehearsal, file: FileGuess, chosen: Chosen) -> None:
        """Offer the templates of `rehearsal` for `file`, and keep what was `chosen` for all rows with a new one."""
        self._templates, self._file = rehearsal.templates, file
        self._chosen = chosen.on_match, chosen.consent_source
        used = self._used()
        self.setText(_("Template: {name}").format(name=used.name) if used is not None else _("Template"))
        self.setVisible(bool(file.columns))
        self.updateGeometry()

    def open_menu(self) -> None:
        """Open the menu of templates."""
        menu, theme, used = QMenu(self), self._desk.theme, self._used()
        group = QActionGroup(menu)
        for each in self._templates:
            act = menu.addAction(each.name)
            act.setCheckable(True)
            act.setChecked(each == used)
            group.addAction(act)
            act.triggered.connect(lambda _on=False, each=each: self.chosen.emit(each))
        plain = menu.addAction(_("As the columns look"))
        plain.setCheckable(True)
        plain.setChecked(used is None)
        group.addAction(plain)
        plain.triggered.connect(lambda: self.chosen.emit(None))
        menu.addSeparator()
        menu.addAction(icon(theme, "save"), _("Save as template…")).triggered.connect(self.save)
        if used is not None:
            menu.addAction(icon(theme, "edit"), _("Rename “{name}”…").format(name=used.name)).triggered.connect(
                lambda: self._rename(used)
            )
            menu.addAction(icon(theme, "delete"), _("Delete “{name}”").format(name=used.name)).triggered.connect(
                lambda: self._delete(used)
            )
        drop(menu, self)

    def save(self) -> None:
        """Ask for a name and keep the columns as they are now under it."""
        if self._file is not None:
            used = self._used()
            NameForm(self._desk, _("Save template"), self._keep, used.name if used else "", self).open_below(self)

    def _used(self) -> SavedMapping | None:
        name = self._file.source.mapping_name if self._file is not None else ""
        return next((each for each in self._templates if name and each.name == name), None)

    def _keep(self, name: str) -> None:
        file = self._file
        if file is None:
            return
        columns = {each.name: each.place for each in file.columns}
        template = Template(file.kind, columns, file.dates, file.decimal, *self._chosen, file.source.units)
        template = template._replace(currencies=file.source.currencies, rounds=file.source.read_as.rounds)
        told = _("Template “{name}” saved").format(name=name)

        def use(record: bytes) -> None:
            self.chosen.emit(SavedMapping(record, name, template))

        self._desk.act(save_mapping, name, template, owner=self, done=told, then=use)

    def _rename(self, used: SavedMapping) -> None:
        def rename(name: str) -> None:
            self._desk.act(
                rename_mapping,
                used.id,
                name,
                owner=self,
                done=_("Template renamed"),
                then=lambda _none: self.chosen.emit(used._replace(name=name)),
            )

        NameForm(self._desk, _("Rename template"), rename, used.name, self).open_below(self)

    def _delete(self, used: SavedMapping) -> None:
        told = _("Template “{name}” deleted").format(name=used.name)
        self._desk.act(remove_mapping, used.id, owner=self, done=told, then=lambda _none: self.chosen.emit(None))
