"""The naughty strings typed into every kind of input: taken or refused beside it, and never wider than its place."""

import json
from contextlib import suppress

import pytest
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from crm_desktop.errors import InvalidField
from crm_desktop.schema.field import Choice, Field, FieldKind
from crm_desktop.values.names import clean_text
from tests.conftest import SHARED_DATA
from ui.kit.desk import Desk
from ui.kit.fields.base import FieldInput
from ui.kit.fields.make import make_input

NAUGHTY = SHARED_DATA / "09_lists" / "blns.json"
# What is read from other fields or written by the program is not typed.
TYPED = [each for each in FieldKind if each not in (FieldKind.FORMULA, FieldKind.JSON)]
AS_TYPED = (FieldKind.TEXT, FieldKind.LONG_TEXT)
CHOICES = (Choice("gold", "Gold"), Choice("silver", "Silver"))
WIDTH = 320


def put(made: FieldInput, text: str) -> None:
    """Put `text` where one types, as a paste does; where one only chooses, choose by it."""
    editor = made.editor
    if isinstance(editor, QPlainTextEdit):
        editor.selectAll()
        editor.insertPlainText(text)
        editor.moveCursor(QTextCursor.MoveOperation.End)
    elif isinstance(editor, QLineEdit):
        editor.selectAll()
        editor.insert(text)
    else:
        made.set_typed(text)


@pytest.mark.skipif(not NAUGHTY.exists(), reason="the list of naughty strings is not here")
@pytest.mark.parametrize("kind", TYPED)
def test_each_naughty_string_is_taken_or_refused_beside_its_input(desk: Desk, qtbot: QtBot, kind: FieldKind) -> None:
    made = make_input(desk, Field(1, "odd", "Odd", kind, choices=CHOICES if "choice" in kind else ()))
    qtbot.addWidget(made)
    made.resize(WIDTH, 200)
    refusals: list[str] = []
    for text in json.loads(NAUGHTY.read_text("utf-8")):
        put(made, text)
        try:
            stored = made.value()
        except InvalidField as refused:
            refusals.append(str(refused))
            continue
        if kind in AS_TYPED:
            expected = clean_text(text if kind is FieldKind.LONG_TEXT else made.typed())
            assert stored == (expected or None), text
    assert all(refusals)
    for refusal in sorted(refusals, key=len)[-5:]:
        made.show_error(refusal)
        assert made.minimumSizeHint().width() <= WIDTH, refusal


@pytest.mark.parametrize("text", ["x" * 10_000, "Würzburger Maschinenbau und Handel " * 286], ids=["word", "words"])
@pytest.mark.parametrize("kind", TYPED)
def test_ten_thousand_characters_make_no_input_wider(desk: Desk, qtbot: QtBot, kind: FieldKind, text: str) -> None:
    made = make_input(desk, Field(1, "odd", "Odd", kind, choices=CHOICES if "choice" in kind else ()))
    qtbot.addWidget(made)
    put(made, text)
    with suppress(InvalidField):
        made.value()
    assert made.minimumSizeHint().width() <= WIDTH
