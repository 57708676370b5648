"""Amounts behind dots."""

import pytest

from crm_desktop.values.veil import hidden_amounts, unveiled, veiled


@pytest.mark.parametrize("shown", ["$1,250", "1.250,50 €", "‏1٬250 ر.س", "0"])
def test_a_hidden_amount_shows_dots_and_nothing_of_itself_until_it_is_looked_at(shown: str) -> None:
    hidden = f"Won {veiled(shown)} this month"
    assert "".join(each for each in hidden if not "\ufe00" <= each <= "\ufe0f") == "Won •••• this month"
    assert (unveiled(hidden), hidden_amounts(hidden)) == (f"Won {shown} this month", [shown])


def test_an_amount_that_was_cut_stays_hidden() -> None:
    hidden = veiled("€ 5")[:7]
    assert hidden_amounts(hidden) == []
    assert unveiled(hidden) == "••••"
    assert unveiled("•••• written by hand") == "•••• written by hand"
