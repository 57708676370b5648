"""Making a workspace on the command line."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.conftest import PASSPHRASE


def test_a_new_workspace_is_as_it_was_asked_for(run: Run, tmp_path: Path) -> None:
    folder, kit = tmp_path / "Nordlicht.crm", tmp_path / "kit.pdf"
    made = run(
        *("new", "-w", folder, "--currency", "eur", "--country", "Germany", "--language", "de"),
        *("--zone", "Europe/Berlin", "--recovery-kit", kit, "--as-member", "Anna", "--json"),
        CRM_PASSPHRASE=PASSPHRASE,
    ).document
    assert (made["workspace"], made["name"]) == (str(folder), "Nordlicht")
    assert kit.read_bytes().startswith(b"%PDF-")
    company = run("add", "companies", "name=Acme", "phone=030 123456", "-w", folder, "--json").document
    assert company["currency"] == "EUR"
    assert run("list", "members", "-w", folder, "--json").document["rows"][0]["name"] == "Anna"
    assert run("list", "people", "-w", folder, CRM_RECOVERY_KEY=made["recovery_key"]).code == 0


def test_what_is_made_is_told_in_its_language(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "Nordlicht.crm"
    told = run("new", "-w", folder, "--language", "de-AT", CRM_PASSPHRASE=PASSPHRASE).out
    assert "Wiederherstellungsschlüssel" in told
    refused = run("add", "people", "name=", "-w", folder, CRM_PASSPHRASE=PASSPHRASE)
    assert (refused.code, refused.err) == (1, "Name darf nicht leer sein.\n")


def test_the_recovery_key_is_shown_once_where_no_kit_is_written(run: Run, tmp_path: Path) -> None:
    shown = run("new", "-w", tmp_path / "One.crm", CRM_PASSPHRASE=PASSPHRASE).out
    assert "Recovery key" in shown


@pytest.mark.parametrize(
    ("options", "code"),
    [(("--currency", "euros"), 1), (("--country", "Atlantis"), 1), (("--zone", "Mars/Olympus"), 2)],
)
def test_settings_that_make_no_sense_are_refused(run: Run, tmp_path: Path, options: tuple[str, ...], code: int) -> None:
    folder = tmp_path / "One.crm"
    assert run("new", "-w", folder, *options, CRM_PASSPHRASE=PASSPHRASE).code == code
    assert not folder.exists()


def test_a_workspace_never_takes_the_place_of_another(crm: Run, folder: Path) -> None:
    assert crm("new").code == 1
    assert crm("demo").code == 1
    assert crm("list", "people").code == 0


def test_a_weak_passphrase_makes_nothing(run: Run, tmp_path: Path) -> None:
    assert run("new", "-w", tmp_path / "One.crm", CRM_PASSPHRASE="secret").code == 1
    assert not (tmp_path / "One.crm").exists()


def test_the_sample_is_full_of_records(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "Sample.crm"
    assert run("demo", "-w", folder, "--size", "huge", CRM_PASSPHRASE=PASSPHRASE).code == 2
    made = run("demo", "-w", folder, "--json").document
    assert made["counts"]["contact"] > 100
    assert run("list", "deals", "-w", folder, "--limit", "1", "--json").document["count"] == made["counts"]["deal"]
