"""Passphrase and recovery key on the command line."""

from pathlib import Path

from tests.cli.conftest import Run
from tests.conftest import PASSPHRASE

NEW = "violet anchor mosaic 88 thicket"


def test_the_new_passphrase_opens_and_the_old_one_does_not(crm: Run) -> None:
    assert crm("passphrase", "--json", CRM_NEW_PASSPHRASE=NEW).document == {"changed": True}
    assert crm("list", "people").code == 4
    assert crm("list", "people", CRM_PASSPHRASE=NEW).code == 0


def test_a_weak_passphrase_is_refused(crm: Run) -> None:
    assert crm("passphrase", CRM_NEW_PASSPHRASE="password1").code == 1
    assert crm("list", "people").code == 0


def test_a_new_passphrase_that_is_not_given_is_wrong_usage_without_a_terminal(crm: Run) -> None:
    ended = crm("passphrase")
    assert ended.code == 2
    assert "CRM_NEW_PASSPHRASE" in ended.err


def test_a_lost_passphrase_is_replaced_by_the_recovery_key(crm: Run, workspace_key: str) -> None:
    assert crm("passphrase", CRM_RECOVERY_KEY=workspace_key, CRM_NEW_PASSPHRASE=NEW).code == 0
    assert crm("list", "people", CRM_RECOVERY_KEY="", CRM_PASSPHRASE=NEW).code == 0


def test_a_replaced_recovery_key_opens_and_the_old_one_does_not(crm: Run, workspace_key: str, tmp_path: Path) -> None:
    fresh = crm("recovery-key", "--recovery-kit", tmp_path / "kit.pdf", "--json").document["recovery_key"]
    assert fresh != workspace_key
    assert (tmp_path / "kit.pdf").read_bytes().startswith(b"%PDF-")
    assert crm("list", "people", CRM_PASSPHRASE="", CRM_RECOVERY_KEY=workspace_key).code == 4
    assert crm("list", "people", CRM_RECOVERY_KEY=fresh).code == 0
    assert crm("list", "people", CRM_RECOVERY_KEY="", CRM_PASSPHRASE=PASSPHRASE).code == 0
