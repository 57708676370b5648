"""What is typed and chosen in all inputs of a form, whatever they are; secrets are none of it."""

from collections.abc import Iterator, Mapping
from typing import Protocol, runtime_checkable

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QSpinBox, QWidget

from ui.kit.fields.base import FieldInput
from ui.kit.fields.fact_row import FactRow
from ui.kit.fields.passphrase import is_secret


@runtime_checkable
class Drafting(Protocol):
    """An input of several parts that tells itself what is typed in it."""

    def draft(self) -> str:
        """Return what is to be kept."""

    def take_draft(self, text: str) -> None:
        """Put back what `draft` returned."""


Bare = QLineEdit | QPlainTextEdit | QComboBox | QSpinBox | QCheckBox
Input = FieldInput | Bare | Drafting


def inputs_in(form: QWidget) -> dict[str, Input]:
    """Return the inputs of `form` by the names of their fields, others by their sort; those alike are numbered.

    Facts that are edited in place keep what is typed themselves; popups over the form are no part of it.
    """
    found: dict[str, Input] = {}
    for each in _outermost(form):
        name = each.field.name if isinstance(each, FieldInput) else type(each).__name__
        alike = sum(known.partition("#")[0] == name for known in found)
        found[f"{name}#{alike}" if alike else name] = each
    return found


def typed_in(form: QWidget) -> dict[str, str]:
    """Return what stands in each input of `form`, fitting or not."""
    return {name: _read(each) for name, each in inputs_in(form).items()}


def type_into(form: QWidget, typed: Mapping[str, str]) -> None:
    """Put back what was `typed`; what is chosen in one input may bring others, so it is done twice.

    What a box does not offer is left out: it may do so once that is read.
    """
    for _turn in range(2):
        for name, each in inputs_in(form).items():
            if name in typed and _read(each) != typed[name]:
                _write(each, typed[name])


def _outermost(part: QWidget) -> Iterator[Input]:
    for each in part.children():
        if not isinstance(each, QWidget) or each.isWindow() or isinstance(each, FactRow):
            continue
        if isinstance(each, FieldInput | Drafting):
            yield each
        elif isinstance(each, QLineEdit | QPlainTextEdit | QComboBox | QSpinBox | QCheckBox):
            if not is_secret(each) and not _is_read_only(each):
                yield each
        elif not isinstance(each, QAbstractItemView):
            yield from _outermost(each)


def _is_read_only(each: QWidget) -> bool:
    return isinstance(each, QLineEdit | QPlainTextEdit) and each.isReadOnly()


def _read(each: Input) -> str:
    match each:
        case QLineEdit():
            return each.text()
        case QPlainTextEdit():
            return each.toPlainText()
        case QComboBox():
            return each.currentText()
        case QSpinBox():
            return str(each.value())
        case QCheckBox():
            return str(int(each.isChecked()))
        case _:
            return each.draft()


def _write(each: Input, text: str) -> None:
    match each:
        case QLineEdit():
            each.setText(text)
            each.textEdited.emit(text)
        case QPlainTextEdit():
            each.setPlainText(text)
            each.moveCursor(QTextCursor.MoveOperation.End)
        case QComboBox():
            each.setCurrentText(text)
        case QSpinBox():
            each.setValue(int(text))
        case QCheckBox():
            each.setChecked(text == "1")
        case _:
            each.take_draft(text)
