"""Numbers of reports on the screen: hidden amounts can be looked at, which on paper they cannot."""

from crm_desktop.reports.number_words import NumberWords
from crm_desktop.values.veil import veiled
from ui.kit.desk import Desk


class ScreenNumbers(NumberWords):
    """Writes numbers as the user of `desk` does."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.place.language, desk.place.zone, hides_amounts=desk.place.hides_amounts)
        self._plain = NumberWords(desk.place.language, desk.place.zone)

    def money(self, minor: int, currency: str, *, whole: bool = False) -> str:
        """Return `minor` units of `currency`, behind dots where amounts are hidden."""
        shown = self._plain.money(minor, currency, whole=whole)
        return veiled(shown) if self.hides_amounts else shown
