"""What is told of an error of the program itself."""

from datetime import UTC, datetime
from pathlib import Path

from crm_desktop.crash_report import crash_report, keep_report


def failing() -> BaseException:
    secret = "Dana Whitfield"
    try:
        raise KeyError(secret)
    except KeyError as error:
        try:
            raise ValueError(f"cannot show {secret}") from error
        except ValueError as outer:
            return outer


def test_the_report_names_places_in_the_program_and_no_values() -> None:
    report = crash_report(failing(), "Qt 6")

    assert "ValueError" in report
    assert "KeyError" in report
    assert "test_crash_report.py" in report
    assert "failing" in report
    assert "Dana" not in report


def test_the_report_names_no_folder_of_this_computer() -> None:
    assert str(Path(__file__).parent) not in crash_report(failing(), "Qt 6")


def test_only_the_newest_reports_are_kept(tmp_path: Path) -> None:
    for second in range(25):
        keep_report("report", tmp_path, datetime(2026, 5, 14, 12, 0, second, tzinfo=UTC))

    kept = sorted(path.name for path in tmp_path.iterdir())
    assert len(kept) == 20
    assert kept[-1] == "crash-2026-05-14-120024.txt"


def test_an_error_that_is_its_own_cause_is_told_once() -> None:
    error = failing()
    error.__cause__ = error
    assert crash_report(error).count("ValueError") == 1
