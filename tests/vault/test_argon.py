"""Guessing a passphrase is made as dear as this computer allows."""

import pytest

from crm_desktop.vault import argon
from crm_desktop.vault.argon import CEILING_KIB, FLOOR_KIB, Argon, calibrate

DERIVED = "9c6fa9e8743da4e495a112d62b91fb4909c03f48f11784ee046c8411bb818b61"
SLOW, QUICK = 30.0, 0.001


def test_the_derivation_never_changes_between_versions() -> None:
    key = Argon(memory_kib=64, iterations=3, lanes=4).derive("passphrase", bytes(range(16)))
    assert key.hex() == DERIVED


@pytest.mark.parametrize("seconds_per_64_mib", [SLOW, 0.7, 0.1, QUICK])
def test_the_cost_stays_between_its_bounds_on_any_computer(
    monkeypatch: pytest.MonkeyPatch, seconds_per_64_mib: float
) -> None:
    monkeypatch.setattr(argon, "_seconds", lambda cost: seconds_per_64_mib * cost.memory_kib / FLOOR_KIB)
    cost = calibrate()
    assert FLOOR_KIB <= cost.memory_kib <= CEILING_KIB
    assert (cost.iterations, cost.lanes) == (3, 4)
    if FLOOR_KIB < cost.memory_kib < CEILING_KIB:
        assert 0.5 <= seconds_per_64_mib * cost.memory_kib / FLOOR_KIB <= 1


def test_a_slow_computer_still_gets_64_mib(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(argon, "_seconds", lambda _cost: SLOW)
    assert calibrate().memory_kib == FLOOR_KIB


def test_this_computer_is_measured() -> None:
    assert calibrate().memory_kib >= FLOOR_KIB
