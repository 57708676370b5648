"""Dialogs of parcels: the card of another computer before it is trusted, and what a parcel brought."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.sync.parcel import Taken
from crm_desktop.sync.parcel_devices import ParcelDevice
from crm_desktop.sync.parcel_files import left_out_words
from crm_desktop.words import _, ngettext
from ui.kit.desk import Desk
from ui.kit.dialogs import Dialog
from ui.kit.labels import IconText, Text
from ui.kit.layouts import column


class CardDialog(Dialog):
    """Asks whether `device`, whose card was read, is to be trusted."""

    def __init__(self, desk: Desk, device: ParcelDevice, parent: QWidget) -> None:
        title = _("Trust {device}?").format(device=device.name)
        super().__init__(desk.theme, title, _("Trust"), "medium", parent=parent)
        theme = desk.theme
        lead = _(
            "Parcels can go there and come from there then. Compare the fingerprint with the one that is shown "
            "on that computer, in Settings, Sharing: by telephone, not by the way that the card came."
        )
        self.fingerprint = Text(theme, device.keys.fingerprint, "subtitle", wrap=True)
        self.fingerprint.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.fingerprint.setAccessibleName(_("Fingerprint {text}").format(text=device.keys.fingerprint))
        self.body.addWidget(Text(theme, lead, wrap=True))
        label = Text(theme, _("Fingerprint"), "small", "text2")
        self.body.addLayout(column(theme, label, self.fingerprint, gap=4))


class TakenDialog(Dialog):
    """Tells what a parcel brought; `review_wanted` asks for the conflicts that it made."""

    review_wanted = Signal()

    def __init__(self, desk: Desk, taken: Taken, parent: QWidget) -> None:
        title = _("Parcel from {device}").format(device=taken.sender.name)
        super().__init__(
            desk.theme, title, _("Review") if taken.conflicts else _("Done"), cancel=_("Later"), parent=parent
        )
        theme, number = desk.theme, desk.formats.number
        self.reject_button.setVisible(bool(taken.conflicts))
        self.lines: list[str] = []
        if not taken.steps and not taken.files and not taken.left_out:
            self.lines.append(_("Nothing new: all that is in it was here already."))
        elif taken.steps:
            steps = ngettext("{n} change that was not here", "{n} changes that were not here", taken.steps)
            rows = ngettext("{n} record was brought up to date", "{n} records were brought up to date", taken.rows)
            self.lines += [steps.format(n=number(taken.steps)), rows.format(n=number(taken.rows))]
        if taken.files:
            contents = ngettext(
                "The content of {n} file is here now", "The contents of {n} files are here now", taken.files
            )
            self.lines.append(contents.format(n=number(taken.files)))
        for line in self.lines:
            self.body.addWidget(IconText(theme, "check", line, "text", icon_role="success", style="body"))
        if taken.left_out:
            self.lines.append(left_out_words(taken))
            self.body.addWidget(IconText(theme, "lock", self.lines[-1], "text", style="body"))
        if taken.conflicts:
            told = ngettext("{n} conflict to review", "{n} conflicts to review", taken.conflicts)
            self.lines.append(told.format(n=number(taken.conflicts)))
            self.body.addWidget(IconText(theme, "conflict", self.lines[-1], "warning", style="body"))
            self.accepted.connect(self.review_wanted)
