"""Tasks among the activities of another program become tasks, in the same import."""

import csv
from pathlib import Path

from crm_desktop.exchange.import_options import ImportOptions
from crm_desktop.exchange.import_report import ImportReport
from crm_desktop.exchange.run import import_files
from crm_desktop.exchange.source import Source
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.undo import undo_last
from crm_desktop.vault.driver import Row
from tests.exchange.shared_data import real_file

HEADER = (
    "Activity ID,Activity Type,Activity Date,Activity Owner,Notes/Description,Call/Meeting Title/Subject,"
    "Task Status,Task Due Date,Associated Contact Email\n"
)
MIXED = HEADER + (
    "A1,Call,2025-05-02,jim@example.com,Asked for a price.,First call,,,ana@example.com\n"
    "A2,Task,2025-05-03,jim@example.com,Before noon.,Send the offer,Waiting,2025-05-09,ana@example.com\n"
    "A3,Task,2025-05-04,jim@example.com,,Order samples,Completed,2025-05-06 14:30,ana@example.com\n"
)


def rows(journal: Journal, sql: str) -> list[Row]:
    with journal.store.reader() as reader:
        return reader.execute(sql).fetchall()


def imported(journal: Journal, path: Path, text: str, options: ImportOptions | None = None) -> ImportReport:
    path.write_text(text, encoding="utf-8")
    before = import_files(journal, [Source(path)], options, dry_run=True)
    report = import_files(journal, [Source(path)], options)
    assert before.kinds == report.kinds
    return report


def counts(report: ImportReport) -> dict[str, tuple[int, int, int, int]]:
    return {name: (each.read, each.created, each.unchanged, each.rejected) for name, each in report.kinds.items()}


def test_all_rows_of_a_real_file_come_in_as_activities_and_tasks(journal: Journal) -> None:
    source = Source(real_file("02_hubspot_dummy/hubspot_activities.csv"))
    with source.path.open(encoding="utf-8", newline="") as file:
        told = list(csv.DictReader(file))
    tasks = [each for each in told if each["Activity Type"] == "Task"]
    rehearsed = import_files(journal, [source], dry_run=True)
    report = import_files(journal, [source])
    assert rehearsed.kinds == report.kinds
    assert counts(report) == {"activities": (1615, 1615, 0, 0), "tasks": (385, 385, 0, 0)}
    assert (len(told), len(tasks)) == (2000, 385)
    done = sum(each["Task Status"] == "Completed" for each in tasks)
    due = sum(bool(each["Task Due Date"]) for each in tasks)
    assert rows(
        journal,
        "SELECT count(*), count(done_at), count(due_day), count(person), count(assignee), count(owner) FROM task",
    ) == [(385, done, due, 385, 385, 385)]
    again = import_files(journal, [source])
    assert counts(again) == {"activities": (1615, 0, 1615, 0), "tasks": (385, 0, 385, 0)}
    undo_last(journal)
    gone = "SELECT (SELECT count(*) FROM task WHERE removed_at IS NULL)"
    assert rows(journal, f"{gone}, (SELECT count(*) FROM interaction WHERE removed_at IS NULL)") == [(0, 0)]


def test_a_task_keeps_its_title_day_time_person_and_owner(journal: Journal, tmp_path: Path) -> None:
    imported(journal, tmp_path / "activities.csv", MIXED)
    assert rows(
        journal,
        "SELECT t.title, t.note, t.due_day, t.due_at IS NULL, t.done_at IS NULL, p.name, m.email, t.kind FROM task t "
        "JOIN contact p ON p.id = t.person JOIN member m ON m.id = t.assignee AND m.id = t.owner ORDER BY t.rid",
    ) == [
        ("Send the offer", "Before noon.", "2025-05-09", 1, 1, "ana@example.com", "jim@example.com", "todo"),
        ("Order samples", None, "2025-05-06", 0, 0, "ana@example.com", "jim@example.com", "todo"),
    ]
    assert rows(journal, "SELECT kind, subject FROM interaction") == [("call", "First call")]


def test_tasks_without_ids_come_in_once(journal: Journal, tmp_path: Path) -> None:
    text = "Activity Type,Date,Subject,Comment\nTask,2025-05-03,Send the offer,\nCall,2025-05-03,First call,\n"
    path = tmp_path / "activities.csv"
    assert counts(imported(journal, path, text)) == {"activities": (1, 1, 0, 0), "tasks": (1, 1, 0, 0)}
    assert rows(journal, "SELECT title, due_day FROM task") == [("Send the offer", "2025-05-03")]
    assert counts(imported(journal, path, text)) == {"activities": (1, 0, 1, 0), "tasks": (1, 0, 1, 0)}


def test_refused_activities_and_tasks_are_in_one_file_that_comes_in_mended(journal: Journal, tmp_path: Path) -> None:
    wrong = HEADER + (
        "A1,Call,someday,,,First call,,,ana@example.com\nA2,Task,2025-05-03,,,Send the offer,,never,ana@example.com\n"
    )
    rejects = tmp_path / "rejects.csv"
    report = imported(journal, tmp_path / "activities.csv", wrong, ImportOptions(rejects=rejects))
    assert counts(report) == {"activities": (1, 0, 0, 1), "tasks": (1, 0, 0, 1)}
    assert [(each.row, each.column) for each in report.rejections] == [(2, "Activity Date"), (3, "Task Due Date")]
    assert report.rejects == [rejects]
    mended = rejects.read_text(encoding="utf-8").replace("someday", "2025-05-02").replace("never", "2025-05-09")
    again = imported(journal, tmp_path / "mended.csv", mended)
    assert counts(again) == {"activities": (1, 1, 0, 0), "tasks": (1, 1, 0, 0)}


def test_a_file_without_tasks_counts_none(journal: Journal, tmp_path: Path) -> None:
    text = "".join(line for line in MIXED.splitlines(keepends=True) if ",Task," not in line)
    assert set(imported(journal, tmp_path / "activities.csv", text).kinds) == {"activities"}


def test_what_was_cancelled_says_so_in_words(journal: Journal, tmp_path: Path) -> None:
    text = (
        "Activity Type,Date,Status,Subject,Comment\n"
        "Task,2025-05-03,Cancelled,Send the offer,Budget is gone.\n"
        "Task,2025-05-04,Completed,Order samples,\n"
        "Meeting,2025-05-05,No show,Demo,\n"
    )
    path = tmp_path / "activities.csv"
    imported(journal, path, text)
    assert rows(journal, "SELECT title, note, done_at IS NULL FROM task ORDER BY rid") == [
        ("Send the offer", "Cancelled\nBudget is gone.", 0),
        ("Order samples", None, 0),
    ]
    assert rows(journal, "SELECT subject, outcome, planned FROM interaction") == [("Demo", "No show", 0)]
    assert counts(imported(journal, path, text)) == {"activities": (1, 0, 1, 0), "tasks": (2, 0, 2, 0)}


TASKS = (
    "Task name,Due date,Completed,Date completed,Priority,Assigned to,Contact email,Company,Notes\n"
    "Send the offer,2025-05-09,No,,High,jim@example.com,ana@example.com,Acme,Before noon.\n"
    "Order samples,2025-05-06 14:30,Yes,2025-05-05,Low,jim@example.com,,Acme,\n"
    "Call back,2025-05-07,Yes,,,,ana@example.com,,\n"
    "Clean up,,Yes,,,,,,\n"
)


def test_a_list_of_tasks_alone_is_known_and_imported(journal: Journal, tmp_path: Path) -> None:
    report = imported(journal, tmp_path / "tasks.csv", TASKS)
    assert counts(report) == {"tasks": (4, 3, 0, 1)}
    assert [each.row for each in report.rejections] == [5]
    found = rows(
        journal,
        "SELECT title, due_day, due_at IS NOT NULL, done_at IS NOT NULL, priority, assignee IS NOT NULL, "
        "person IS NOT NULL, company IS NOT NULL, note FROM task ORDER BY rid",
    )
    assert found == [
        ("Send the offer", "2025-05-09", 0, 0, "high", 1, 1, 1, "Before noon."),
        ("Order samples", "2025-05-06", 1, 1, "low", 1, 0, 1, None),
        ("Call back", "2025-05-07", 0, 1, None, 0, 1, 0, None),
    ]
    assert any("when they were due (1×)" in each for each in report.warnings)
    again = import_files(journal, [Source(tmp_path / "tasks.csv")])
    assert counts(again) == {"tasks": (4, 0, 3, 1)}


def test_tasks_can_be_said_to_be_tasks_in_german(journal: Journal, tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("Betreff;Fällig am;Status;Priorität\nAngebot;09.05.2025;offen;hoch\n", encoding="utf-8")
    report = import_files(journal, [Source(path, "tasks")])
    assert counts(report) == {"tasks": (1, 1, 0, 0)}
    assert rows(journal, "SELECT title, due_day, priority, done_at FROM task") == [
        ("Angebot", "2025-05-09", "high", None)
    ]
