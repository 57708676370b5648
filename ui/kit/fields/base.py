"""What all inputs share: a field of the schema, a stored value in and out, an error below."""

from PySide6.QtCore import QEvent, QMetaMethod, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.schema.field import Field
from crm_desktop.schema.forms import Place, Stored, shown_value, stored_value
from crm_desktop.words import _
from ui.kit.labels import Text, breakable
from ui.kit.layouts import column
from ui.kit.theme import Theme


class FieldInput(QWidget):
    """An input for one field: `value` returns what is stored, or raises InvalidField.

    `changed` tells of each edit, `accepted` of Enter, `cancelled` of Esc. Subclasses give `_editor` and say what is
    typed; what that means is decided by the schema's forms, as on the command line and in imports.
    """

    changed = Signal()
    accepted = Signal()
    cancelled = Signal()

    def __init__(
        self, theme: Theme, field: Field, place: Place, editor: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self.field = field
        self.place = place
        self.editor = editor
        self._error = Text(theme, "", "small", "danger", wrap=True)
        self._error.hide()
        self._lasting = ""
        self.setLayout(column(theme, editor, self._error, gap=4))
        self.setFocusProxy(editor)
        self.setAccessibleName(_(field.label))
        editor.setAccessibleName(_(field.label))
        editor.installEventFilter(self)

    def value(self) -> Stored:
        """Return the stored form of what is typed; raises InvalidField."""
        return self.value_of(self.typed())

    def value_of(self, text: str) -> Stored:
        """Return the stored form of `text` in this field; raises InvalidField."""
        return stored_value(self.field, text, self.place, self.currency())

    def set_value(self, stored: Stored) -> None:
        """Show the stored value `stored`."""
        self.set_typed(shown_value(self.field, stored, self.place, self.currency()))
        self.show_error("")

    def typed(self) -> str:
        """Return what is typed."""
        raise NotImplementedError

    def set_typed(self, text: str) -> None:
        """Put `text` where one types."""
        raise NotImplementedError

    def draft(self) -> str:
        """Return what is to be kept of what is typed, in a form that is the same in each language."""
        return self.typed()

    def take_draft(self, text: str) -> None:
        """Put back what `draft` returned."""
        self.set_typed(text)

    def currency(self) -> str | None:
        """Return the currency that money is typed in; None for that of the workspace."""
        return None

    def select_all(self) -> None:
        """Select what is typed, so that typing replaces it."""

    def set_small(self) -> None:
        """Be as low as inputs in tables and tool bars are."""
        self.editor.setProperty("small", True)
        self._polish()

    def set_read_only(self) -> None:
        """Show the value without a way to change it."""
        self.editor.setProperty("readOnly", True)
        self._polish()

    def tell_lasting(self, text: str) -> None:
        """Show `text` below, also while one types on; an empty `text` takes it away."""
        self._lasting = text
        self.show_error("")

    def show_error(self, text: str) -> None:
        """Show `text` below, and a red edge; take both away where `text` is empty and nothing lasting was told."""
        text = text or self._lasting
        self._error.setText(breakable(text))
        self._error.setVisible(bool(text))
        self.editor.setAccessibleDescription(text)
        if bool(self.editor.property("wrong")) != bool(text):
            self.editor.setProperty("wrong", bool(text))
            self._polish()

    @property
    def is_wrong(self) -> bool:
        """Whether a reason is shown below."""
        return not self._error.isHidden()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter accepts, Esc cancels."""
        # the kind of event first: while an input is taken down its editor hides, and is no attribute any more
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and watched is self.editor:
            return self._on_key(event)
        return False

    def _polish(self) -> None:
        # the style sheet looks at properties only when a widget is polished
        self.editor.style().unpolish(self.editor)
        self.editor.style().polish(self.editor)

    def _on_key(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._enter_accepts(event):
            self.accepted.emit()
            return True
        if event.key() == Qt.Key.Key_Escape and self._cancels():
            self.cancelled.emit()
            return True
        return False

    def _enter_accepts(self, _event: QKeyEvent) -> bool:
        return True

    def _cancels(self) -> bool:
        # Where no one waits for it, Esc goes to the dialog around.
        return self.isSignalConnected(QMetaMethod.fromSignal(self.cancelled))


def written_meanwhile(shown: str) -> str:
    """Return that `shown` was written into a field while one types into it."""
    told = _("“{value}” was written here meanwhile.") if shown else _("This was emptied meanwhile.")
    return told.format(value=shown)
