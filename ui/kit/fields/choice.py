"""One of a few choices."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from crm_desktop.errors import InvalidField
from crm_desktop.schema.field import Choice, Field
from crm_desktop.schema.forms import Place, Stored
from crm_desktop.words import _
from ui.kit.boxes import cut_end, is_mirrored
from ui.kit.fields.base import FieldInput
from ui.kit.icons import paint_icon
from ui.kit.theme import Theme


class ComboBox(QComboBox):
    """A box that drops a list, with our arrow."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the arrow over what the style paints."""
        if self.isEditable():
            super().paintEvent(event)
        else:
            self._paint_choice()
        room = self._theme.px(8)
        box, _rest = cut_end(self.rect().adjusted(room, 0, -room, 0), self._theme.px(12), mirrored=is_mirrored(self))
        paint_icon(QPainter(self), self._theme, "expand", box, "text2" if self.isEnabled() else "textDisabled", "xs")

    def sizeHint(self) -> QSize:
        """Return the room in which the longest choice can be read whole."""
        hint = super().sizeHint()
        option = self._option()
        option.rect = QRect(0, 0, hint.width(), hint.height())
        words = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        widest = max((option.fontMetrics.horizontalAdvance(self.itemText(at)) for at in range(self.count())), default=0)
        # the style leaves a pixel on both sides
        return QSize(hint.width() + max(widest + 4 - words.width(), 0), hint.height())

    def shown_text(self) -> str:
        """Return what can be read of the choice: its end is left out where the box is too narrow."""
        option = self._option()
        place = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        # the style leaves a pixel on both sides
        return option.fontMetrics.elidedText(option.currentText, Qt.TextElideMode.ElideRight, place.width() - 2)

    def _paint_choice(self) -> None:
        option = self._option()
        option.currentText = self.shown_text()
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def _option(self) -> QStyleOptionComboBox:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        return option


class ChoiceInput(FieldInput):
    """A list to choose one value from; the choices are those of the field unless others are given.

    `nothing` is what stands for no choice where none is required.
    """

    def __init__(
        self,
        theme: Theme,
        field: Field,
        place: Place,
        choices: tuple[Choice, ...] = (),
        parent: QWidget | None = None,
        *,
        nothing: str = "",
    ) -> None:
        self._nothing = nothing
        self.box = ComboBox(theme)
        super().__init__(theme, field, place, self.box, parent)
        self.offer(choices or field.choices)
        self.box.currentIndexChanged.connect(self._on_chosen)

    def offer(self, choices: tuple[Choice, ...]) -> None:
        """Offer `choices` in the stead of those before; what was chosen stays so where it is among them."""
        chosen = self.box.currentData()
        self.box.clear()
        if not self.field.required:
            self.box.addItem(self._nothing, None)
        for choice in choices:
            self.box.addItem(_(choice.label), choice.value)
        place = self.box.findData(chosen)
        if place >= 0:
            self.box.setCurrentIndex(place)

    def value(self) -> Stored:
        """Return the chosen value; raises InvalidField where one is required and none is chosen."""
        chosen = self.box.currentData()
        if chosen is None:
            if self.field.required:
                raise InvalidField(self.field.name, _("{field} may not be empty.").format(field=_(self.field.label)))
            return None
        return str(chosen)

    def set_value(self, stored: Stored) -> None:
        """Choose `stored`; a value that is offered no more is shown all the same."""
        place = self.box.findData(stored) if stored is not None else self.box.findText(self._nothing)
        if place < 0 and stored is not None:
            self.box.addItem(str(stored), stored)
            place = self.box.count() - 1
        self.box.setCurrentIndex(place)
        self.show_error("")

    def typed(self) -> str:
        """Return the label that is shown."""
        return self.box.currentText()

    def set_typed(self, text: str) -> None:
        """Choose the label `text`."""
        self.box.setCurrentText(text)

    def draft(self) -> str:
        """Return the chosen value."""
        return str(self.box.currentData() or "")

    def take_draft(self, text: str) -> None:
        """Choose the value `text` where it is offered."""
        place = self.box.findData(text) if text else self.box.findText(self._nothing)
        if place >= 0:
            self.box.setCurrentIndex(place)

    def _on_chosen(self) -> None:
        self.show_error("")
        self.changed.emit()
