"""Facts that are edited in place."""

from collections.abc import Callable
from functools import partial
from typing import cast

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QWidget

from crm_desktop.errors import ChangedMeanwhile, CrmError, InvalidField
from crm_desktop.schema.field import FieldKind
from crm_desktop.schema.forms import Stored
from crm_desktop.words import _, pgettext
from ui.kit.buttons import IconButton
from ui.kit.drafts import Drafts
from ui.kit.fields.base import FieldInput, written_meanwhile
from ui.kit.fields.fact_dots import FactDots
from ui.kit.kept_note import KeptNote
from ui.kit.labels import Text
from ui.kit.layouts import Row, Stack
from ui.kit.theme import Theme
from ui.kit.zoomed import fix_width

LABEL_WIDTH = 92
_MARGINS = (16, 5, 16, 5)
# The text of most e-mail addresses, and what an input has beside its text.
_ADDRESS_WIDTH, _PADDING = 180, 20

Save = Callable[[Stored, Callable[[], None], Callable[[CrmError], None]], None]


class FactRow(QWidget):
    """A label and a value that becomes an input on click, F2 or Enter.

    `save(value, saved, failed)` stores what was typed and calls one of the two; while it has not, the input stays.
    Enter saves, Esc restores, and what does not fit keeps the input open with the reason below. `seen` is the stored
    value that the user had before the eyes. What is typed and not saved is kept in `drafts`: with it the input is open
    again when the fact of the same record is shown next, to be read alone where it is `read_only`. What is written
    elsewhere meanwhile is told below the input. Where more can be done, `menu_wanted` tells where its menu is to open.
    `review_wanted` tells that the mark of a clash was pressed, `unsaved` what was typed and does not fit.
    """

    menu_wanted = Signal(QPoint)
    review_wanted = Signal()
    unsaved = Signal(str)

    def __init__(
        self,
        theme: Theme,
        label: str,
        make: Callable[[], FieldInput],
        save: Save,
        *,
        read_only: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._make = make
        self._save = save
        self._read_only = read_only
        self._stored: Stored = None
        self.seen: Stored = None
        self._input: FieldInput | None = None
        self._begun = ""
        self._copied: str | None = None
        self._told_meanwhile = self._saving = False
        self._drafts: Drafts | None = None
        self._place = self._of = ""
        self._note: KeptNote | None = None
        self._more: FactDots | None = None
        self._value = Text(theme, "", "body")
        self._label = Text(theme, label, "small", "text2")
        self._room = Stack(theme, gap=0)
        self._room.addWidget(self._value)
        above = theme.metrics("small").horizontalAdvance(label) > theme.px(LABEL_WIDTH)
        whole: Row | Stack = Stack(theme, gap=2, margins=_MARGINS) if above else Row(theme, gap=8, margins=_MARGINS)
        if not above:
            fix_width(theme, self._label, LABEL_WIDTH)
        whole.addWidget(self._label, alignment=Qt.AlignmentFlag.AlignLeading)
        whole.addLayout(self._room, 1)
        self._whole = whole
        self._usual = whole.direction()
        self._clash: IconButton | None = None
        self.setLayout(whole)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setProperty("focusRing", True)
        self.setToolTip(read_only)
        self._spoken_label = label
        self.show_value(None, "")

    def show_value(self, stored: Stored, shown: str) -> None:
        """Show `shown` for the stored value `stored`; an input that is open keeps what is typed."""
        self._stored = stored
        told = shown or pgettext("fact", "None")
        self._value.setText(told)
        self._value.set_role("text" if shown else "text3")
        self.setAccessibleName(_("{label}: {value}").format(label=self._spoken_label, value=told))
        if self._input is not None and not self._read_only and not self._saving:
            self._go_along(self._input, shown)

    def cut_middle(self) -> None:
        """Cut what is too long in the middle: both ends of an address tell whose it is."""
        self._value.elide = Qt.TextElideMode.ElideMiddle

    def offer_menu(self, name: str) -> None:
        """Show dots called `name` while the mouse or the focus is here; they and the menu key ask for the menu."""
        self._more = FactDots(self._theme, self, name, self._may_offer, _MARGINS[2])
        self._more.button.clicked.connect(lambda: self._ask_menu())
        self.setAccessibleDescription(name)

    def set_clash(self, *, on: bool) -> None:
        """Show a mark while two values of the field wait for a decision."""
        if self._clash is None and on:
            name = _("{label}: changed on two computers, review").format(label=self._spoken_label)
            self._clash = IconButton(self._theme, "conflict", name, size="small", role="warning")
            self._clash.clicked.connect(self.review_wanted)
            self._whole.addWidget(self._clash)
        if self._clash is not None:
            self._clash.setVisible(on)

    @property
    def editing(self) -> bool:
        """Whether the input is open."""
        return self._input is not None

    def keep_in(self, drafts: Drafts, place: str, of: str = "") -> None:
        """Keep what is typed and not saved at `place` of `drafts`; open the input where something is kept there.

        The record is called `of`.
        """
        self._of = of
        if self._drafts is None:
            drafts.changed.connect(self._on_draft)
        elsewhere, self._place = place != self._place, place
        self._drafts = drafts
        if (elsewhere or self._read_only) and drafts.typed(place):
            self._open()

    def edit(self) -> None:
        """Open the input, or go to it where it is open."""
        if self._read_only:
            self.setFocus()
            return
        opened = self._open()
        if self._input is not None:
            self._input.setFocus()
            if opened:
                self._input.select_all()

    def _open(self) -> bool:
        """Open the input with what is kept for it; return whether it was closed."""
        if self._input is not None:
            return False
        self.seen = self._stored
        self._input = self._make()
        self._input.set_small()
        self._input.set_value(self._stored)
        self._begun = self._input.draft()
        self._make_room(self._input)
        self._value.hide()
        self._room.addWidget(self._input)
        self._input.accepted.connect(self._commit)
        self._input.cancelled.connect(self._cancel)
        kept = self._drafts.typed(self._place) if self._drafts is not None else {}
        self._copied = kept.get("typed")
        if self._copied is not None:
            self._input.take_draft(self._copied)
            self._tell_kept()
        if self._read_only:
            self._input.set_read_only()
        self._input.changed.connect(self._keep_draft)
        return True

    def _make_room(self, opened: FieldInput) -> None:
        """Give what is `opened` the whole line, below its label, where an address would be seen in part alone."""
        least = _ADDRESS_WIDTH if opened.field.kind in (FieldKind.EMAIL, FieldKind.URL) else 0
        shown = self._theme.metrics("body").horizontalAdvance(opened.typed().partition("\n")[0])
        if max(shown, self._theme.px(least)) + self._theme.px(_PADDING) > self._value.width():
            self._whole.setDirection(QBoxLayout.Direction.TopToBottom)

    def keep(self) -> None:
        """Save what is typed and close the input, for another record is shown next; tell of what does not fit."""
        opened = self._input
        if opened is None or self._read_only:
            self._close()
            return
        typed = opened.typed()

        def failed(error: CrmError) -> None:
            told = _("“{typed}” was not saved as {label}. {reason}")
            self.unsaved.emit(told.format(typed=typed, label=self._spoken_label, reason=error))

        place = self._place
        try:
            value = opened.value()
        except InvalidField as error:
            # it stays a draft: the input is open again once this record is shown again
            self._close()
            failed(error)
            return
        self._close()
        if value != self._stored:
            self._save(value, lambda: self._drop(place), failed)
        else:
            self._drop(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F2 and Enter open the input, arrows go to the fact above or below."""
        if self._input is not None:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.window().setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click opens the input."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.edit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu where there is one."""
        if self._more is None or self._input is not None:
            super().contextMenuEvent(event)
        elif event.reason() is QContextMenuEvent.Reason.Mouse:
            self.menu_wanted.emit(event.globalPos())
        else:
            self._ask_menu()

    def _may_offer(self) -> bool:
        return self._input is None and not self._read_only

    def _ask_menu(self) -> None:
        if self._more is not None:
            self.menu_wanted.emit(self._more.foot)

    def _commit(self) -> None:
        opened = self._input
        if opened is None or self._read_only:
            return
        try:
            value = opened.value()
        except InvalidField as error:
            opened.show_error(str(error))
            return
        if value == self._stored:
            self._end(self._place)
        else:
            self._saving = True
            self._save(value, partial(self._end, self._place), self._fail)

    def _keep_draft(self) -> None:
        if self._drafts is not None and self._input is not None:
            typed = self._input.draft()
            told = _("{field} of {name}").format(field=self._spoken_label, name=self._of) if self._of else ""
            draft = {} if typed == self._begun else {"typed": typed}
            self._drafts.keep(self._place, draft, told or self._spoken_label)

    def _on_draft(self, place: str) -> None:
        """Go along with the draft of the same field elsewhere, unless something else is typed here: that stays kept."""
        opened = self._input
        if place != self._place or opened is None or self._drafts is None:
            return
        typed = self._drafts.typed(place).get("typed")
        if opened.draft() == self._copied:
            self._copy(opened, typed)
        elif typed is None:
            self._keep_draft()

    def _copy(self, opened: FieldInput, typed: str | None) -> None:
        """Show what is `typed` elsewhere; None where that is saved, or not wanted."""
        if typed is None:
            self._close()
        elif typed != self._copied:
            self._copied = typed
            opened.take_draft(typed)

    def _go_along(self, opened: FieldInput, shown: str) -> None:
        """Show in the open input what was written elsewhere, where nothing else is typed; else tell of it."""
        typed = opened.draft() != self._begun
        if typed and not self._is_stored(opened):
            self._tell_meanwhile(opened, shown)
        elif typed or self._stored != self.seen:
            self._begin_anew(opened)

    def _begin_anew(self, opened: FieldInput) -> None:
        """Go on with what is stored now where one is about to type; else there is nothing left to do."""
        # also in a window that is not the active one: who comes back to it types on
        here = cast("QWidget | None", self.window().focusWidget())
        led_here = here is not None and (opened is here or opened.isAncestorOf(here))
        self._end(self._place)
        if led_here:
            self.edit()

    def _is_stored(self, opened: FieldInput) -> bool:
        try:
            return opened.value() == self._stored
        except InvalidField:
            return False

    def _tell_meanwhile(self, opened: FieldInput, shown: str) -> None:
        """Tell below the input that `shown` was written while one types."""
        there, seen = (each if each != "" else None for each in (self._stored, self.seen))
        if there != seen and shown != opened.typed():
            opened.tell_lasting(written_meanwhile(shown))
            self._told_meanwhile = True
        elif self._told_meanwhile:
            opened.tell_lasting("")
            self._told_meanwhile = False

    def _tell_kept(self) -> None:
        if self._note is None:
            # few facts are ever left half-typed
            self._note = KeptNote(self._theme, short=True)
            self._note.discarded.connect(self._discard)
        self._room.addWidget(self._note)
        self._note.tell()

    def _drop(self, place: str) -> None:
        if self._drafts is not None:
            self._drafts.drop(place)

    def _end(self, place: str) -> None:
        """Close the input: what was typed at `place` is saved, or not wanted."""
        if place == self._place:
            # first, for an open input keeps what is typed
            self._close()
        self._drop(place)

    def _discard(self) -> None:
        self._end(self._place)

    def _cancel(self) -> None:
        """Show the value again; a long text, which nobody types twice, is there when the input is opened next."""
        if self._input is not None and self._input.field.kind is FieldKind.LONG_TEXT:
            self._close()
        else:
            self._end(self._place)

    def _fail(self, error: CrmError) -> None:
        self._saving = False
        if self._input is None:
            return
        if isinstance(error, ChangedMeanwhile):
            # it is told below the input now, so the next Enter writes over it knowingly
            self.seen = error.now
            self._told_meanwhile = False
            self._input.tell_lasting(str(error))
        else:
            self._input.show_error(str(error))

    def _close(self) -> None:
        opened, self._input, self._copied = self._input, None, None
        self._told_meanwhile = self._saving = False
        if self._note is not None:
            self._note.hide()
        if opened is not None:
            focused = QApplication.focusWidget()
            led_here = focused is None or opened is focused or opened.isAncestorOf(focused)
            self._room.removeWidget(opened)
            opened.hide()
            opened.deleteLater()
            self._value.show()
            self._whole.setDirection(self._usual)
            # what was saved late must not take the focus from where one is by now
            if led_here:
                self.setFocus()
