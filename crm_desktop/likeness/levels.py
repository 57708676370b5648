"""The sorts of traits that contacts are compared by, and the levels of likeness of each."""

from typing import NamedTuple

# A trait that one of the two lacks says nothing.
SILENT = -1
Levels = tuple[int, ...]


class Comparison(NamedTuple):
    """A sort of trait: its levels from the lowest to the highest, each with how often it is met by default.

    `same` is the chance of each level for two records of the same contact, `other` for records of different ones:
    what the estimation starts from, and what few records cannot talk it out of. What is `shared` in a family or an
    office says nothing for two whose names differ, and what the branches of a company share says half as much for two
    at different addresses.
    """

    name: str
    same: tuple[float, ...]
    other: tuple[float, ...]
    shared: bool = False


# Of names: different, one part, as far as known, both alike, family alike, given alike, the other way round, same.
PERSON = (
    Comparison(
        "name",
        (0.02, 0.05, 0.08, 0.06, 0.06, 0.13, 0.03, 0.57),
        (0.967, 0.03, 5e-4, 7e-4, 3e-4, 3e-4, 2e-5, 1e-4),
    ),
    Comparison("email", (0.36, 0.06, 0.08, 0.5), (0.9995, 2e-4, 2e-4, 1e-5)),
    Comparison("phone", (0.4, 0.05, 0.55), (0.9996, 1e-4, 3e-4), shared=True),
    Comparison("birthday", (0.05, 0.1, 0.85), (0.994, 0.005, 0.001)),
    Comparison("address", (0.15, 0.08, 0.12, 0.05, 0.15, 0.45), (0.95, 0.04, 0.008, 5e-4, 5e-4, 1e-3), shared=True),
    Comparison("work", (0.25, 0.15, 0.6), (0.989, 0.001, 0.01), shared=True),
)
PERSON_BIRTHDAY, SAME_DAY = 3, 2
COMPANY_ADDRESS = 4
COMPANY = (
    Comparison("name", (0.03, 0.05, 0.08, 0.1, 0.14, 0.6), (0.97, 0.02, 0.006, 0.003, 5e-4, 5e-4)),
    Comparison("vat_id", (0.03, 0.97), (0.9999, 1e-4)),
    Comparison("email", (0.25, 0.35, 0.4), (0.999, 8e-4, 2e-4), shared=True),
    Comparison("phone", (0.35, 0.05, 0.6), (0.9994, 2e-4, 4e-4), shared=True),
    Comparison("address", (0.12, 0.08, 0.1, 0.05, 0.2, 0.45), (0.95, 0.04, 0.008, 5e-4, 5e-4, 1e-3)),
)


def comparisons(kind: str) -> tuple[Comparison, ...]:
    """Return what contacts of `kind` are compared by, in the order of their levels."""
    return COMPANY if kind == "company" else PERSON
