"""Filters short, as they are written, and spread out, as forms edit them."""

import pytest

from crm_desktop.filters.parsing import conditions_from_text
from crm_desktop.filters.printing import filter_text
from crm_desktop.filters.shapes import shortened, spread
from crm_desktop.schema.catalogue import kind_named
from crm_desktop.schema.forms import Place


@pytest.mark.parametrize(
    ("short", "wide"),
    [
        ("company.sector = retail", "has company (sector = retail)"),
        ("company.sector != retail", "no company (sector = retail)"),
        ("company.sector empty", "no company (sector notempty)"),
        ("company.owner.name starts A", "has company (has owner (name starts A))"),
        ("rating = A or company.city = Rome", "rating = A or has company (city = Rome)"),
        ("not company.city = Rome", "no company (city = Rome)"),
        ("has deals (company.city = Rome)", "has deals (has company (city = Rome))"),
    ],
)
def test_a_path_is_spread_as_a_condition_on_the_related_record(place: Place, short: str, wide: str) -> None:
    (wanted,) = conditions_from_text(short, kind_named("people"), place)
    assert filter_text(spread(wanted)) == wide


@pytest.mark.parametrize(
    ("wide", "short"),
    [
        ("has company (sector = retail)", "company.sector = retail"),
        ("has company (sector != retail)", "has company (sector != retail)"),
        ("has company (sector empty)", "has company (sector empty)"),
        ("no company (sector = retail)", "company.sector != retail"),
        ("no company (sector notempty)", "company.sector empty"),
        ("no company (employees < 5)", "no company (employees < 5)"),
        ("has deals (amount > 5 and has company (sector = x))", "has deals (amount > 5 and company.sector = x)"),
        ("has 2 deals (amount > 5)", "has 2 deals (amount > 5)"),
        ("rating = A or has owner (name = Anna)", "rating = A or owner.name = Anna"),
    ],
)
def test_only_what_means_the_same_is_shortened(place: Place, wide: str, short: str) -> None:
    (wanted,) = conditions_from_text(wide, kind_named("people"), place)
    assert filter_text(shortened(wanted, kind_named("people"))) == short
