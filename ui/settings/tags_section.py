"""The tags of all records: renamed, merged and taken away everywhere."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from crm_desktop.contacts.tags import TAGGED, Tag, all_tags, remove_tag, rename_tag
from crm_desktop.errors import CrmError
from crm_desktop.journal.journal import Journal
from crm_desktop.values.counts import shown_number
from crm_desktop.values.names import fold
from crm_desktop.words import _, ngettext
from ui.kit.buttons import IconButton
from ui.kit.cards import Card
from ui.kit.core import Commit
from ui.kit.desk import Desk, touches
from ui.kit.drafts import SETTING, place_of
from ui.kit.kept_line import KeptLine
from ui.kit.labels import BadgeLabel, Text
from ui.kit.layouts import row
from ui.kit.notices import EmptyState, Rule
from ui.kit.painting import Badge
from ui.kit.theme import Tone
from ui.kit.zoomed import fix_width
from ui.settings.section import Section

COUNT_WIDTH, SIGN_WIDTH = 92, 150


class TagLine(QWidget):
    """One tag: its name, changed where it stands; how many records have it; `renamed` carries the new name."""

    renamed = Signal(str)
    remove_wanted = Signal()

    def __init__(self, desk: Desk, tag: Tag) -> None:
        super().__init__()
        theme = desk.theme
        self.tag = tag
        self.line = QLineEdit(tag.name)
        self._kept = KeptLine(desk, self.line, place_of(SETTING, "tags", tag.name), _("Tag {tag}").format(tag=tag.name))
        self._kept.show(tag.name)
        self.line.setProperty("small", True)
        self.line.setAccessibleName(_("Tag {tag}").format(tag=tag.name))
        self.line.editingFinished.connect(self._on_finished)
        uses = ngettext("{n} record", "{n} records", tag.uses).format(n=shown_number(tag.uses))
        self.away = IconButton(theme, "delete", _("Remove {tag} everywhere").format(tag=tag.name))
        self.away.clicked.connect(self.remove_wanted)
        count = Text(theme, uses, "small", "text2")
        fix_width(theme, count, COUNT_WIDTH)
        sign = QWidget()
        sign.setLayout(row(theme, BadgeLabel(theme, Badge(tag.name, Tone.TAG, "tag")), None))
        fix_width(theme, sign, SIGN_WIDTH)
        whole = row(theme, sign, self.line, count, self.away, gap=12, margins=(16, 7, 12, 7))
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def _on_finished(self) -> None:
        typed = self.line.text().strip()
        self._kept.taken()
        if typed and typed != self.tag.name:
            self.renamed.emit(typed)
        else:
            self.line.setText(self.tag.name)


class TagsSection(Section):
    """A line for each tag."""

    def __init__(self, desk: Desk) -> None:
        lead = _(
            "Change a tag where it stands, and it changes on every record and in every view. "
            "Give it the name of another tag, and the two become one."
        )
        super().__init__(desk, _("Tags"), lead)
        self.lines: list[TagLine] = []
        self._all = QWidget()
        self._stack = QVBoxLayout(self._all)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self.add_part(self._all)
        desk.committed.connect(self._on_committed)

    @property
    def words(self) -> str:
        """All that the search looks through."""
        return " ".join([_("Rename, merge and remove tags"), *(line.tag.name for line in self.lines)])

    def refresh(self) -> None:
        """Read the tags again."""
        self.desk.read(all_tags, owner=self, then=self._show, key="tags")

    def _show(self, tags: list[Tag]) -> None:
        while (item := self._stack.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        theme = self.desk.theme
        self.lines = [TagLine(self.desk, each) for each in tags]
        card = Card(theme)
        if not tags:
            told = _("Give one to a contact, a deal, a ticket or a product, and it is listed here.")
            empty = EmptyState(theme, "tag", _("No tags yet"), told)
            empty.setContentsMargins(0, theme.px(20), 0, theme.px(20))
            card.body.addWidget(empty)
        for place, line in enumerate(self.lines):
            if place:
                card.body.addWidget(Rule(theme))
            line.renamed.connect(partial(self._rename, line.tag))
            line.remove_wanted.connect(partial(self._remove, line.tag))
            card.body.addWidget(line)
        self._stack.addWidget(card)

    def _rename(self, tag: Tag, name: str) -> None:
        there = next((line.tag for line in self.lines if fold(line.tag.name) == fold(name) and line.tag != tag), None)
        if there is None:
            told = _("Tag renamed to “{name}”").format(name=name)
        else:
            name = there.name
            told = _("“{tag}” and “{name}” are one now").format(tag=tag.name, name=name)
        self.desk.act(rename_tag, tag.name, name, owner=self, on_error=self._refuse, done=told)

    def _remove(self, tag: Tag) -> None:
        def remove(journal: Journal) -> int:
            return remove_tag(journal, tag.name)

        told = _("“{tag}” removed everywhere").format(tag=tag.name)
        self.desk.act(remove, owner=self, on_error=self._refuse, done=told)

    def _refuse(self, error: CrmError) -> None:
        self.desk.warn(str(error))
        self.refresh()

    def _on_committed(self, commit: Commit) -> None:
        if touches(commit, *TAGGED) and self.isVisible():
            self.refresh()
