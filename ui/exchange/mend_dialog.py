"""Mend a refused row: its cells can be edited, the one to blame first; the file itself stays as it is."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QFrame, QLineEdit, QScrollArea, QWidget

from crm_desktop.exchange.import_report import RefusedCells
from crm_desktop.words import _
from ui.kit.desk import Desk
from ui.kit.dialogs import Dialog
from ui.kit.kept import Kept
from ui.kit.labels import Text

HEIGHT = 320


class MendDialog(Dialog):
    """Shows why the row was refused and its cells; `mended` holds them as they are now."""

    def __init__(self, desk: Desk, refused: RefusedCells, parent: QWidget) -> None:
        told = refused.rejection
        title = _("Mend row {row} of {file}").format(row=desk.formats.number(told.row), file=told.source)
        super().__init__(desk.theme, title, _("Check again"), "medium", parent=parent)
        self.body.addWidget(Text(desk.theme, told.reason, "body", "danger", wrap=True))
        if refused.surplus:
            surplus = _("Cells that no column has, and that are left out: {cells}").format(
                cells=", ".join(refused.surplus)
            )
            self.body.addWidget(Text(desk.theme, surplus, "small", "text2", wrap=True))
        self.lines: dict[str, QLineEdit] = {}
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for column in sorted(refused.cells, key=lambda name: name != told.column):
            line = QLineEdit(refused.cells[column])
            line.setAccessibleName(column)
            line.setCursorPosition(0)
            self.lines[column] = line
            form.addRow(Text(desk.theme, column, "small", "text2"), line)
        inner = QWidget()
        inner.setLayout(form)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(inner)
        area.setFixedHeight(min(desk.theme.px(HEIGHT), inner.sizeHint().height() + desk.theme.px(8)))
        self.body.addWidget(area)
        said = _("Only this import takes the row so. Nothing is written to your file.")
        self.body.addWidget(Text(desk.theme, said, "small", "text2", wrap=True))
        if self.lines:
            first = next(iter(self.lines.values()))
            first.selectAll()
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.kept = Kept(desk, self, "mend", told.source, str(told.row), typed=self)

    @property
    def mended(self) -> dict[str, str]:
        """The cells of all columns, as they are now."""
        return self.all_typed()

    def all_typed(self) -> dict[str, str]:
        """Return the cells of all columns."""
        return {column: line.text() for column, line in self.lines.items()}

    def type_all(self, typed: Mapping[str, str]) -> None:
        """Put back the cells of `typed`."""
        for column, text in typed.items():
            if column in self.lines:
                self.lines[column].setText(text)
