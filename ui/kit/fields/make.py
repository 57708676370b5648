"""The input that fits a field of the schema."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from crm_desktop.schema.field import Field, FieldKind
from ui.kit.desk import Desk
from ui.kit.fields.base import FieldInput
from ui.kit.fields.choice import ChoiceInput
from ui.kit.fields.day import DayInput
from ui.kit.fields.link import Find, LinkInput
from ui.kit.fields.long_text import LongTextInput
from ui.kit.fields.money import MoneyInput
from ui.kit.fields.number import NumberInput
from ui.kit.fields.phone import PhoneInput
from ui.kit.fields.recurrence import RecurrenceInput
from ui.kit.fields.tags import TagsInput
from ui.kit.fields.text import TextInput
from ui.kit.fields.yes_no import YesNoInput


def make_input(
    desk: Desk,
    field: Field,
    *,
    find: Find | None = None,
    known: Sequence[str] = (),
    currency: str = "",
    parent: QWidget | None = None,
) -> FieldInput:
    """Return the input for `field`: links need `find`, tags may be offered from `known`, money is in `currency`."""
    theme, place = desk.theme, desk.place
    match field.kind:
        case FieldKind.LONG_TEXT:
            return LongTextInput(theme, field, place, parent=parent)
        case FieldKind.MONEY:
            return MoneyInput(theme, field, place, currency, parent)
        case FieldKind.NUMBER | FieldKind.DECIMAL | FieldKind.PERCENT:
            return NumberInput(theme, field, place, parent=parent)
        case FieldKind.DAY:
            return DayInput(theme, field, place, desk.today, parent)
        case FieldKind.YES_NO:
            return YesNoInput(theme, field, place, parent)
        case FieldKind.CHOICE:
            return ChoiceInput(theme, field, place, parent=parent)
        case FieldKind.CHOICES | FieldKind.TAGS:
            return TagsInput(theme, field, place, known, parent)
        case FieldKind.PHONE:
            return PhoneInput(theme, field, place, parent=parent)
        case FieldKind.RECURRENCE:
            return RecurrenceInput(theme, field, place, lambda: None, parent)
        case FieldKind.LINK if find is not None:
            return LinkInput(theme, field, place, find, parent=parent)
        case _:
            return TextInput(theme, field, place, parent=parent)
