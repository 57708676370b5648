"""The foot of the import: what can be done next, and that all of it can be undone."""

from typing import NamedTuple

from crm_desktop.words import _
from ui.kit.buttons import Button, ButtonKind, LinkButton
from ui.kit.desk import Desk
from ui.kit.labels import IconText
from ui.kit.panels import Bar

HEIGHT = 56


class FootState(NamedTuple):
    """What the foot shows: whether the import is done or busy, whether a step lies behind, and what comes next.

    One that is `done` may have changed nothing that could be `undoable`.
    """

    done: bool
    busy: bool
    behind: bool
    next_label: str
    why_not: str
    undoable: bool = False


class WizardFoot(Bar):
    """Cancel, Back and Next while the wizard runs; Undo and Show when it is done."""

    def __init__(self, desk: Desk) -> None:
        theme = desk.theme
        self.undo = Button(theme, _("Undo the whole import"), size="small", icon="undo")
        self.show_records = LinkButton(theme, _("Show the records"))
        self.next = Button(theme, "", ButtonKind.PRIMARY, keys=_("Ctrl ↵"))
        self.back = Button(theme, _("Back"))
        self.cancel = Button(theme, _("Cancel"), ButtonKind.QUIET)
        undone = IconText(theme, "undo", _("The whole import can be undone in one step later"))
        doing = (self.show_records, self.undo, self.cancel, self.back, self.next)
        super().__init__(theme, undone, None, *doing, height=HEIGHT, gap=8, margins=(24, 0, 24, 0), line_above=True)

    def show_state(self, state: FootState) -> None:
        """Show the buttons that fit `state`."""
        self.show_records.setVisible(state.done)
        self.undo.setVisible(state.done and state.undoable)
        self.cancel.setVisible(not (state.done or state.busy))
        self.next.setVisible(not state.done)
        self.back.setVisible(state.behind and not (state.done or state.busy))
        self.next.setText(state.next_label)
        self.next.setEnabled(not state.why_not)
        self.next.setToolTip(state.why_not)
        self.next.updateGeometry()
