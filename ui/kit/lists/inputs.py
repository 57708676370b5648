"""The input for a field of any record: links find records, texts and tags offer what is in use."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, QStringListModel, Qt
from PySide6.QtWidgets import QCompleter

from crm_desktop.schema.catalogue import Kind
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.store.known_values import values_in_use
from ui.kit.desk import Desk
from ui.kit.fields.base import FieldInput
from ui.kit.fields.make import make_input
from ui.kit.fields.named_link import NamedLink, found_records
from ui.kit.fields.tags import TagsInput
from ui.kit.fields.text import TextInput
from ui.kit.lists.group_words import SHARED_TEXTS
from ui.kit.offers import offer_below


def field_input(
    desk: Desk, owner: QObject, kind: Kind, field: Field, *, linked: str = "", currency: str = ""
) -> FieldInput:
    """Return the input for `field` of a record of `kind`; `linked` is what the record is called that a link leads to.

    What is asked for it is asked on behalf of `owner`.
    """
    if field.kind is FieldKind.LINK:
        return NamedLink(desk, field, found_records(desk, field, owner), linked)
    made = make_input(desk, field, currency=currency)
    if isinstance(made, TagsInput) and field.kind is FieldKind.TAGS:
        desk.read(values_in_use, kind, field, owner=made, then=made.offer)
    elif field.name in SHARED_TEXTS and isinstance(made, TextInput):
        desk.read(values_in_use, kind, field, owner=made, then=partial(offer_words, made))
    return made


def offer_words(made: TextInput, known: Sequence[str]) -> None:
    """Offer the words `known` while one types into `made`."""
    completer = QCompleter(QStringListModel(list(known), made), made)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    offer_below(made.line, completer)
