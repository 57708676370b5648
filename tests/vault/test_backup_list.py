"""Old backups are thinned out, and the good ones that matter stay."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.jobs import Progress
from crm_desktop.vault.archive import Manifest, add_manifest, pack
from crm_desktop.vault.backup_list import LEAST_GOOD, list_backups, thin_out
from crm_desktop.vault.steps import Steps

NOW = datetime(2026, 11, 22, 18, 2, tzinfo=UTC)


def put(folder: Path, made_at: datetime, workspace: str = "Hartwell") -> Path:
    """Make what looks like a backup from outside."""
    path = folder / f"{workspace}-{made_at:%Y-%m-%d-%H%M}.crmbackup"
    pack(path, [], made_at, Steps(Progress(), 0))
    add_manifest(path, Manifest(made_at, bytes(16), "0001", {}, ()))
    return path


def put_daily(folder: Path, days: int) -> list[Path]:
    """Make a backup on each of the last `days` days, the newest first."""
    return [put(folder, NOW - timedelta(days=day)) for day in range(days)]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_backups_are_listed_newest_first_and_nothing_else(tmp_path: Path) -> None:
    made = put_daily(tmp_path, 3)
    (tmp_path / "notes.txt").write_text("")
    (tmp_path / "Hartwell-2026-11-22-1802.crmbackup.part").write_text("")
    (tmp_path / "my own name.crmbackup").write_text("")
    listed = list_backups(tmp_path)
    assert [backup.path for backup in listed] == made
    assert all(backup.good and backup.workspace == "Hartwell" for backup in listed)
    assert listed[0].made_at == NOW


def test_a_folder_that_does_not_exist_has_no_backups(tmp_path: Path) -> None:
    assert list_backups(tmp_path / "nowhere") == []


def test_a_backup_that_was_cut_off_is_listed_as_not_good(tmp_path: Path) -> None:
    path = put(tmp_path, NOW)
    os.truncate(path, 60)
    assert [(backup.path, backup.good) for backup in list_backups(tmp_path)] == [(path, False)]


def test_days_then_weeks_then_months_are_kept(tmp_path: Path) -> None:
    put_daily(tmp_path, 500)
    removed = thin_out(tmp_path, NOW)
    kept = [backup.made_at for backup in list_backups(tmp_path)]
    assert len(kept) + len(removed) == 500
    assert kept[:7] == [NOW - timedelta(days=day) for day in range(7)]
    assert len(kept) <= 7 + 4 + 12
    assert len({(made.year, made.month) for made in kept}) == 12
    assert len({made.isocalendar()[:2] for made in kept[:9]}) >= 3


def test_thinning_out_twice_removes_nothing_more(tmp_path: Path) -> None:
    put_daily(tmp_path, 100)
    thin_out(tmp_path, NOW)
    assert thin_out(tmp_path, NOW) == []


def test_all_of_the_last_day_stay(tmp_path: Path) -> None:
    for hour in range(24):
        put(tmp_path, NOW - timedelta(hours=hour))
    assert thin_out(tmp_path, NOW) == []


def test_three_good_ones_stay_however_old(tmp_path: Path) -> None:
    for minute in range(6):
        put(tmp_path, datetime(2020, 1, 1, 12, minute, tzinfo=UTC))
    thin_out(tmp_path, NOW)
    assert len(list_backups(tmp_path)) == 3


def test_damaged_backups_do_not_count_and_push_no_good_one_out(tmp_path: Path) -> None:
    made = put_daily(tmp_path, 8)
    for path in made[:5]:
        os.truncate(path, 60)
    thin_out(tmp_path, NOW)
    assert [backup.path for backup in list_backups(tmp_path) if backup.good] == made[5:]
    assert all(path.exists() for path in made[:5]), "with three good ones, but older, a damaged one may still be of use"


def test_damaged_backups_go_once_three_good_ones_are_newer(tmp_path: Path) -> None:
    made = put_daily(tmp_path, 5)
    os.truncate(made[4], 60)
    assert thin_out(tmp_path, NOW) == [made[4]]


def test_backups_of_other_workspaces_are_thinned_out_on_their_own(tmp_path: Path) -> None:
    put_daily(tmp_path, 30)
    other = put(tmp_path, NOW - timedelta(days=1000), "Trade fair")
    thin_out(tmp_path, NOW)
    assert other.exists()


def test_files_with_other_names_are_never_removed(tmp_path: Path) -> None:
    put_daily(tmp_path, 30)
    own = put(tmp_path, NOW - timedelta(days=900)).rename(tmp_path / "before the fair.crmbackup")
    thin_out(tmp_path, NOW)
    assert own.exists()


@settings(max_examples=25)
@given(st.lists(st.integers(0, 60 * 24 * 800), unique=True, max_size=25))
def test_the_newest_and_three_good_ones_always_stay(
    tmp_path_factory: pytest.TempPathFactory, ages_min: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("backups")
    made = [put(folder, NOW - timedelta(minutes=age)) for age in sorted(ages_min)]
    thin_out(folder, NOW)
    left = [backup.path for backup in list_backups(folder)]
    assert left[:1] == made[:1]
    assert len(left) >= min(LEAST_GOOD, len(made))


def test_where_a_number_of_days_was_chosen_the_newest_of_each_of_them_stays(tmp_path: Path) -> None:
    put_daily(tmp_path, 60)
    thin_out(tmp_path, NOW, days=14)
    assert [backup.made_at for backup in list_backups(tmp_path)] == [NOW - timedelta(days=day) for day in range(14)]


def test_three_good_ones_stay_beyond_the_chosen_days(tmp_path: Path) -> None:
    for day in range(100, 110):
        put(tmp_path, NOW - timedelta(days=day))
    thin_out(tmp_path, NOW, days=7)
    assert len(list_backups(tmp_path)) == 3
