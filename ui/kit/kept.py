"""Keeps what is typed into a dialog or a popover until it is saved, however it is closed."""

from collections.abc import Mapping
from typing import NamedTuple, Protocol

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QDialog, QWidget

from crm_desktop.words import _
from ui.kit.desk import Desk
from ui.kit.dialogs import Dialog
from ui.kit.drafts import place_of
from ui.kit.kept_note import KeptNote
from ui.kit.popover import Popover
from ui.kit.typed_in import type_into, typed_in

# Inputs come and go while a form is open, so that it is looked at instead of listened to.
LOOK_MS = 250


class Typed(Protocol):
    """What tells all that is typed in a form."""

    def all_typed(self) -> dict[str, str]:
        """Return what stands in each input."""

    def type_all(self, typed: Mapping[str, str]) -> None:
        """Put back what stood in them."""


class Inputs(NamedTuple):
    """All inputs that are in a form."""

    form: QWidget

    def all_typed(self) -> dict[str, str]:
        """Return what stands in each input."""
        return typed_in(self.form)

    def type_all(self, typed: Mapping[str, str]) -> None:
        """Put back what stood in them."""
        type_into(self.form, typed)


class Kept(QObject):
    """Keeps what is typed into `form`; it stands there again when a form for the same place is opened.

    The form begins when it is first shown, with what stands in it then; one that is filled later says so by `begin`.
    """

    def __init__(
        self,
        desk: Desk,
        form: Dialog | Popover,
        kind: str,
        *about: bytes | str,
        label: str = "",
        filled_later: bool = False,
        typed: Typed | None = None,
    ) -> None:
        super().__init__(form)
        self._desk = desk
        self._form = form
        self.place = place_of(kind, *about)
        self._label = label or form.windowTitle()
        self._inputs: Typed = typed or Inputs(form)
        self._begun: dict[str, str] | None = None
        self._missing: Mapping[str, str] = {}
        self._waits = filled_later
        self._ended = False
        self.note = KeptNote(desk.theme)
        form.body.insertWidget(0, self.note)
        self.note.discarded.connect(self._discard)
        self._looking = QTimer(self, interval=LOOK_MS)
        self._looking.timeout.connect(self.look)
        form.installEventFilter(self)
        if isinstance(form, Dialog):
            form.finished.connect(self._on_finished)
        else:
            form.closed.connect(self._on_closed)

    def begin(self) -> None:
        """Take what stands in the form for what it begins with, and put back what was kept from before."""
        self._waits = False
        self._begun = self._inputs.all_typed()
        kept = self._desk.drafts.typed(self.place)
        if kept:
            self._take(kept)
            self.note.tell()
            self.note.wanted_back.connect(lambda: self._take(kept))
            QTimer.singleShot(0, self, self._fit)
        self._looking.start()

    def filled(self, *names: str) -> None:
        """Take what stands in the inputs of the fields `names` for what they begin with: it was filled in just now."""
        if self._begun is not None:
            now = self._inputs.all_typed()
            self._begun |= {key: text for key, text in now.items() if key.partition("#")[0] in names}

    def typed(self) -> dict[str, str]:
        """Return what stands in the form and did not when it began."""
        if self._begun is None:
            return {}
        now = self._inputs.all_typed()
        return {name: text for name, text in now.items() if text != self._begun.get(name, "")}

    def look(self) -> None:
        """Keep what is typed now."""
        if self._begun is None or self._ended:
            return
        if self._missing:
            self._take(self._missing)
        self._desk.drafts.keep(self.place, {**self._missing, **self.typed()}, self._label)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begin when the form is shown, and look once more before it is hidden."""
        if watched is self._form:
            if event.type() is QEvent.Type.Show and self._begun is None and not self._waits:
                self.begin()
            elif event.type() is QEvent.Type.Hide:
                self.look()
                self._looking.stop()
            elif event.type() is QEvent.Type.Show and self._begun is not None:
                self._looking.start()
        return False

    def _take(self, typed: Mapping[str, str]) -> None:
        """Put back what was `typed`; what is not offered yet is tried again, unless something else was chosen."""
        self._inputs.type_all(typed)
        now, begun = self._inputs.all_typed(), self._begun or {}
        self._missing = {name: text for name, text in typed.items() if now.get(name, "") == begun.get(name, "") != text}

    def _fit(self) -> None:
        if isinstance(self._form, Popover):
            self._form.fit()
        else:
            self._form.adjustSize()

    def _discard(self) -> None:
        self._missing = {}
        self._inputs.type_all(self._begun or {})
        self._desk.drafts.drop(self.place)

    def _on_finished(self, result: int) -> None:
        self._end(taken=result == QDialog.DialogCode.Accepted)

    def _on_closed(self) -> None:
        self._end(taken=isinstance(self._form, Popover) and self._form.taken)

    def _end(self, *, taken: bool) -> None:
        self._looking.stop()
        if not taken:
            self.look()
            if self._desk.drafts.typed(self.place):
                self._desk.say(_("What you typed is kept for the next time."))
        else:
            self._desk.drafts.drop(self.place)
        self._ended = True
