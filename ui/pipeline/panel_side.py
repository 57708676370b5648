"""The side of the page where the panel of a deal opens and closes."""

from PySide6.QtCore import QObject, QTimer, Signal

from crm_desktop.pipeline.queries import Card
from ui.kit.desk import Desk
from ui.kit.panel_splitter import PanelSplitter
from ui.pipeline.deal_panel import DealPanel


class PanelSide(QObject):
    """Makes the panel when it is first wanted. `changed` carries the id of the deal that it shows, or None."""

    changed = Signal(object)
    closed = Signal()
    won = Signal(bytes)
    lost = Signal(bytes)
    remove_wanted = Signal(bytes)

    def __init__(self, desk: Desk, splitter: PanelSplitter) -> None:
        super().__init__(splitter)
        self._desk = desk
        self._splitter = splitter
        self._panel: DealPanel | None = None
        self._next: bytes | None = None
        # the panel follows the focus once it rests
        self._rest = QTimer(self, singleShot=True, interval=desk.theme.duration("searchDebounce"))
        self._rest.timeout.connect(self._open_next)

    @property
    def deal(self) -> bytes | None:
        """The deal that is shown, or None while the panel is closed."""
        return self._panel.deal if self._panel is not None and not self._panel.isHidden() else None

    @property
    def panel(self) -> DealPanel | None:
        """The panel, once it was made."""
        return self._panel

    def open_deal(self, deal: bytes, *, focus: bool = False, edit: bool = False) -> None:
        """Show `deal`; go into the panel with `focus`, or open the input of the title with `edit`."""
        panel = self._made_panel()
        was_open = not panel.isHidden()
        panel.open_deal(deal)
        panel.show()
        if not was_open:
            self._splitter.share()
        panel.facts.edit_first(deal if edit else None)
        if not edit and (focus or self._splitter.narrow):
            panel.focus_first()
        self.changed.emit(deal)

    def toggle(self, card: Card) -> None:
        """Show the deal of `card`, or close the panel where it shows that."""
        if self.deal == card.id:
            self.close()
        else:
            self.open_deal(card.id)

    def follow(self, card: Card) -> None:
        """Show the deal of `card` where the panel is open and no fact of another deal is being edited."""
        if self.deal is not None and self.deal != card.id:
            self._next = card.id
            self._rest.start()

    def ask(self) -> None:
        """Read the deal that is shown once more."""
        if self._panel is not None and self.deal is not None:
            self._panel.ask()

    def close(self) -> None:
        """Close the panel."""
        if self._panel is not None and not self._panel.isHidden():
            self._rest.stop()
            self._panel.hide()
            self._splitter.share()
            self.changed.emit(None)
            self.closed.emit()

    def _open_next(self) -> None:
        if self._next is not None and self.deal is not None:
            self.open_deal(self._next)

    def _made_panel(self) -> DealPanel:
        if self._panel is None:
            self._panel = panel = DealPanel(self._desk)
            panel.hide()
            self._splitter.set_panel(panel)
            panel.closed.connect(self.close)
            panel.won.connect(self.won)
            panel.lost.connect(self.lost)
            panel.remove_wanted.connect(self.remove_wanted)
        return self._panel
