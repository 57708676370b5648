"""Merge all that is as good as certain, after a look at what that is."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from crm_desktop.contacts.matching import Cluster
from crm_desktop.words import _, ngettext
from ui.duplicates.likely import line_of
from ui.kit.desk import Desk
from ui.kit.dialogs import Dialog
from ui.kit.labels import Text
from ui.kit.lines import LinesModel, LinesView

LIST_HEIGHT = 320


class SafeDialog(Dialog):
    """Shows the groups that would be merged; accepted, the page merges them as one step."""

    def __init__(self, desk: Desk, clusters: Sequence[Cluster], parent: QWidget) -> None:
        n = len(clusters)
        verb = ngettext("Merge {n} group", "Merge {n} groups", n).format(n=desk.formats.number(n))
        super().__init__(desk.theme, _("Merge all safe ones"), verb, "medium", parent=parent)
        told = _(
            "In each group all names agree, and so does an e-mail, phone, VAT id or birthday; nothing speaks against "
            "it. The contact on which most hangs stays, empty fields are filled from the others, and lists are put "
            "together. Two of one name that share all of this would be merged too, so look through them. It is one "
            "step: Undo gives all of them back."
        )
        self.body.addWidget(Text(desk.theme, told, role="text2", wrap=True))
        model = LinesModel(self)
        model.show_rows([line_of(each, desk.formats) for each in clusters])
        listed = LinesView(desk.theme, model, height=52)
        listed.setAccessibleName(_("Groups to merge"))
        listed.setFixedHeight(desk.theme.px(LIST_HEIGHT))
        self.body.addWidget(listed)
