"""The two short dialogs that close a deal: won for how much and when, lost for what reason."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from PySide6.QtWidgets import QCompleter, QDialog, QWidget

from crm_desktop.pipeline.queries import Card
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.words import N_, _
from ui.kit.desk import Desk
from ui.kit.dialogs import Dialog
from ui.kit.fields.form import Form
from ui.kit.fields.make import make_input
from ui.kit.fields.text import TextInput
from ui.kit.kept import Kept
from ui.kit.labels import Text
from ui.kit.offers import offer_below

_AMOUNT = Field(0, "amount", N_("Amount"), FieldKind.MONEY)
_DAY = Field(0, "closed_on", N_("Closed on"), FieldKind.DAY, required=True)
_REASON = Field(0, "lost_reason", N_("Reason"), required=True)
# Offered while a workspace has no reasons of its own yet.
_FIRST_REASONS = (N_("Price"), N_("No budget"), N_("Competitor"), N_("No answer"), N_("Timing"))


class Won(NamedTuple):
    """What was confirmed of a deal that is won."""

    amount_minor: int | None
    day: date


class Lost(NamedTuple):
    """What was told of a deal that is lost."""

    reason: str
    day: date


class _ClosingDialog(Dialog):
    """A dialog with a form that closes only when all in it fits."""

    def __init__(self, desk: Desk, title: str, verb: str, card: Card, form: Form, parent: QWidget) -> None:
        super().__init__(desk.theme, title, verb, parent=parent)
        name = ", ".join(part for part in (card.company_name or card.person_name, card.title) if part)
        self.body.addWidget(Text(desk.theme, name, role="text2"))
        self.body.addWidget(form)
        self.form = form
        form.submitted.connect(self.accept)
        first = next(iter(form.inputs.values()))
        first.setFocus()
        first.select_all()
        self.kept = Kept(desk, self, "close", card.id, verb)

    def accept(self) -> None:
        """Close, unless something does not fit."""
        if self.form.values() is not None:
            super().accept()


def won_dialog(desk: Desk, card: Card, parent: QWidget) -> _ClosingDialog:
    """Return the dialog that asks for amount and day of a deal that is won."""
    inputs = [make_input(desk, _AMOUNT, currency=card.currency), make_input(desk, _DAY)]
    form = Form(desk.theme, inputs, columns=2)
    form.set_values({"amount": card.amount, "closed_on": desk.today().isoformat()})
    return _ClosingDialog(desk, _("Win this deal"), _("Mark as won"), card, form, parent)


def lost_dialog(desk: Desk, card: Card, reasons: Sequence[str], parent: QWidget) -> _ClosingDialog:
    """Return the dialog that asks why a deal is lost, offering `reasons`."""
    reason = make_input(desk, _REASON)
    known = [*reasons, *(_(each) for each in _FIRST_REASONS if _(each) not in reasons)]
    if isinstance(reason, TextInput):
        completer = QCompleter(known, reason)
        completer.setCaseSensitivity(completer.caseSensitivity().CaseInsensitive)
        offer_below(reason.line, completer)
        reason.line.setPlaceholderText(_("For example {reason}").format(reason=", ".join(known[:2])))
    form = Form(desk.theme, [reason, make_input(desk, _DAY)])
    form.set_values({"closed_on": desk.today().isoformat()})
    return _ClosingDialog(desk, _("Close as lost"), _("Mark as lost"), card, form, parent)


def ask_won(desk: Desk, card: Card, parent: QWidget) -> Won | None:
    """Ask for amount and day; None where the user thought better of it."""
    dialog = won_dialog(desk, card, parent)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return None
    values = dialog.form.values() or {}
    amount = values.get("amount")
    return Won(amount if isinstance(amount, int) else None, date.fromisoformat(str(values["closed_on"])))


def ask_lost(desk: Desk, card: Card, reasons: Sequence[str], parent: QWidget) -> Lost | None:
    """Ask for the reason; None where the user thought better of it."""
    dialog = lost_dialog(desk, card, reasons, parent)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return None
    values = dialog.form.values() or {}
    return Lost(str(values["lost_reason"]), date.fromisoformat(str(values["closed_on"])))
