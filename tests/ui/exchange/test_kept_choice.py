"""What was chosen for an import outlives the program: it is there again at the next start, until it is let go."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from crm_desktop.exchange.readers.files import Stamp
from crm_desktop.exchange.row_choices import RowAt, RowChoice, RowKey
from crm_desktop.exchange.seen import Noted, Seen
from crm_desktop.exchange.source import ReadAs, Source
from crm_desktop.journal.drafts import kept_drafts
from crm_desktop.workspace import Workspace
from ui.exchange import kept_choice
from ui.exchange.chosen import Chosen
from ui.exchange.import_page import ImportPage
from ui.exchange.kept_choice import RowTexts, choice_text, take_choice
from ui.kit.desk import Desk, Place
from ui.kit.drafts import IMPORT

WORDS = st.text(max_size=6)
PATHS = st.sampled_from(["a.csv", "ü b.xlsx", "c/d.vcf"]).map(Path)
ROWS = st.builds(
    RowChoice, st.dictionaries(WORDS, WORDS, max_size=2), st.booleans(), WORDS, st.none() | st.binary(max_size=16)
)
SOURCES = st.builds(
    Source,
    PATHS,
    WORDS,
    st.none() | st.dictionaries(WORDS, st.none() | WORDS, max_size=2),
    st.dictionaries(WORDS, WORDS, max_size=2),
    st.builds(ReadAs, st.none() | WORDS, st.none() | WORDS, st.none() | WORDS, st.none() | WORDS, st.none() | WORDS),
    st.booleans(),
    st.lists(PATHS, max_size=2).map(tuple),
    WORDS,
    st.dictionaries(WORDS, st.none() | WORDS, max_size=2),
    st.booleans(),
    st.dictionaries(st.builds(RowKey, WORDS, st.integers(1, 9)), ROWS, max_size=2),
    st.dictionaries(WORDS, WORDS, max_size=2),
    st.dictionaries(WORDS, WORDS, max_size=2),
)
SEEN = st.builds(
    Seen,
    st.builds(Noted, st.builds(Stamp, st.integers(0), st.integers(0)), st.integers(0), st.booleans()),
    st.text("0123456789abcdef", max_size=8),
)


@given(st.lists(SOURCES, max_size=3), WORDS, WORDS, st.booleans(), st.dictionaries(PATHS, SEEN, max_size=2))
def test_whatever_is_chosen_is_chosen_again(
    sources: list[Source], on_match: str, consent_source: str, empties: bool, seen: dict[Path, Seen]
) -> None:
    before, after = Chosen(), Chosen()
    before.settle(sources)
    before.on_match, before.consent_source, before.empties, before.seen = on_match, consent_source, empties, seen
    take_choice(after, choice_text(before, RowTexts()))
    assert vars(after) == vars(before)


@given(st.lists(st.lists(SOURCES, max_size=3), min_size=1, max_size=4))
def test_what_was_written_before_is_written_again_as_it_is_now(choices: list[list[Source]]) -> None:
    rows = RowTexts()
    for sources in choices:
        chosen = Chosen()
        chosen.settle(sources)
        assert choice_text(chosen, rows) == choice_text(chosen, RowTexts())


def test_one_decision_among_many_is_written_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen, rows = Chosen(), RowTexts()
    decided = {RowKey("", number): RowChoice(on_match="fill") for number in range(1000)}
    chosen.settle([Source(Path("a.csv"), rows=decided)])
    choice_text(chosen, rows)
    written: list[object] = []

    def noted(plain: object) -> str:
        written.append(plain)
        return json.dumps(plain)

    monkeypatch.setattr(kept_choice, "_text", noted)
    chosen.decide(RowAt(Path("a.csv"), None, RowKey("", 7)), "skip")
    assert '["", 7, {}, false, "skip", null]' in choice_text(chosen, rows)
    assert [each for each in written if isinstance(each, list)] == [["", 7, {}, False, "skip", None]]


def kept_text(workspace: Workspace) -> str:
    with workspace.reader() as reader:
        found = kept_drafts(reader).get(IMPORT)
    return "" if found is None else found.typed["choice"]


def kept(workspace: Workspace) -> bool:
    return bool(kept_text(workspace))


def started_again(screen: Desk, workspace: Workspace, qtbot: QtBot) -> ImportPage:
    """Return the page of a program that was started on what the file holds."""
    desk = Desk(workspace, screen.theme, screen.tasks, screen.now, place=workspace.place)
    with workspace.reader() as reader:
        desk.drafts.begin(kept_drafts(reader))
    page = ImportPage(desk)
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show()
    page.arrive(Place("import"))
    return page


def test_what_was_decided_is_there_after_a_kill_and_gone_once_it_is_let_go(
    page: ImportPage, qtbot: QtBot, files: list[Path], workspace: Workspace, screen: Desk
) -> None:
    page.take_files(files[:1])
    qtbot.waitUntil(lambda: page.rehearsal is not None)
    first = page.rehearsal
    page.wizard.columns.changed.emit("colour", "source")
    qtbot.waitUntil(lambda: page.rehearsal is not first and page.trial.fresh)
    qtbot.waitUntil(lambda: kept_text(workspace) == choice_text(page.chosen, RowTexts()))
    again = started_again(screen, workspace, qtbot)
    qtbot.waitUntil(lambda: again.rehearsal is not None)
    assert again.chosen.sources == page.chosen.sources
    assert again.rehearsal is not None
    assert {each.name: each.place for each in again.rehearsal.files[0].columns}["colour"] == "source"
    again.give_up()
    qtbot.waitUntil(lambda: not kept(workspace))
    assert started_again(screen, workspace, qtbot).chosen.sources == []


def test_what_is_imported_is_not_offered_again(
    page: ImportPage, qtbot: QtBot, files: list[Path], workspace: Workspace
) -> None:
    page.take_files(files[:1])
    qtbot.waitUntil(lambda: page.trial.fresh)
    page.go_on()
    page.go_on()
    qtbot.waitUntil(lambda: page.wizard.foot.undo.isVisible())
    qtbot.waitUntil(lambda: not kept(workspace))


def test_a_file_that_is_gone_since_is_told_and_let_go(
    page: ImportPage, qtbot: QtBot, files: list[Path], workspace: Workspace, screen: Desk
) -> None:
    page.take_files(files[:1])
    qtbot.waitUntil(lambda: page.trial.fresh and kept(workspace))
    files[0].unlink()
    again = started_again(screen, workspace, qtbot)
    qtbot.waitUntil(lambda: again.chosen.sources == [])
    qtbot.waitUntil(lambda: not kept(workspace))
