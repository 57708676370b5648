"""What a command says while it works."""

import signal

import pytest

from crm_desktop.cli.output import Output, print_table
from crm_desktop.vault.driver import Connection
from crm_desktop.workspace import Workspace


def interrupted_inside(connection: Connection) -> None:
    """Press Ctrl+C within a function that SQLite calls."""
    connection.create_function("pressed", 0, lambda: signal.raise_signal(signal.SIGINT))
    connection.execute("SELECT pressed()").fetchall()


def test_ctrl_c_within_a_function_of_a_query_is_no_error_of_the_program(workspace: Workspace) -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with (
            workspace.reader() as reader,
            pytest.raises(KeyboardInterrupt),
            Output(quiet=True).progress("Importing"),
        ):
            interrupted_inside(reader)
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)


class Going:
    """Presses Ctrl+C as it goes; Python drops what is raised there."""

    def __del__(self) -> None:
        signal.raise_signal(signal.SIGINT)


def interrupted_unseen(dropped: list[object]) -> None:
    """Press Ctrl+C where Python drops it, and go on with the work."""
    with Output(quiet=True).progress("Importing") as progress:
        Going()
        assert dropped == [KeyboardInterrupt]
        progress.report(1, 3)


def test_ctrl_c_that_python_drops_ends_the_work_at_its_next_report(monkeypatch: pytest.MonkeyPatch) -> None:
    dropped: list[object] = []
    monkeypatch.setattr("sys.unraisablehook", lambda told: dropped.append(told.exc_type))
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            interrupted_unseen(dropped)
    finally:
        signal.signal(signal.SIGINT, before)


def test_other_errors_stay_what_they_are() -> None:
    with pytest.raises(ValueError, match="wrong"), Output(quiet=True).progress("Importing"):
        raise ValueError("wrong")


def test_who_ignores_ctrl_c_goes_on_ignoring_it() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with Output(quiet=True).progress("Importing") as progress:
            signal.raise_signal(signal.SIGINT)
            progress.report(1, 3)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


def printed_name(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *, terminal: bool) -> str:
    """Return what a brief table says of a name of 10,000 characters."""
    monkeypatch.setattr("sys.stdout.isatty", lambda: terminal)
    print_table(["Name", "id"], [["x" * 10_000, "01936e7c"]], brief=True)
    return capsys.readouterr().out


def test_a_terminal_shows_the_beginning_of_a_name_that_would_fill_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = printed_name(monkeypatch, capsys, terminal=True)
    assert (shown.count("x"), shown.count("…")) == (119, 1)
    assert "01936e7c" in shown


def test_a_file_or_a_pipe_takes_the_whole_of_a_long_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert printed_name(monkeypatch, capsys, terminal=False).count("x") == 10_000


def test_bytes_are_told_as_sizes_are(capsys: pytest.CaptureFixture[str]) -> None:
    with Output().progress("Backing up") as progress:
        progress.report(1_500_000, 24_000_000, in_bytes=True)
        progress.report(5, 6)
    assert capsys.readouterr().err == "Backing up: 1.4 MB/23 MB\nBacking up: 5/6\n"
