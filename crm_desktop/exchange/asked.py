"""What nothing in a file settles and nobody has said: where nobody can be asked, nothing of it is imported."""

from crm_desktop.errors import CrmError
from crm_desktop.exchange.column_forms import OpenDay
from crm_desktop.exchange.number_forms import OpenNumber
from crm_desktop.exchange.opened import Opened
from crm_desktop.values.day import DateOrder, day_from_text
from crm_desktop.values.numbers import read_both_ways
from crm_desktop.words import _


def check_asked(opened: Opened) -> None:
    """Raise CrmError where days or numbers can be read in two ways and nobody said which."""
    for table in opened.tables:
        for day in table.settled.open_days:
            raise CrmError(_about_days(day, table.table.name))
        for number in table.settled.open_numbers:
            raise CrmError(_about_numbers(number, table.table.name))


def _about_days(open_day: OpenDay, file: str) -> str:
    return _(
        "“{day}” in column “{column}” of “{file}” can be read in two ways, as “{day_first}” or as "
        "“{month_first}”. Nothing was imported. Say which with --dates dmy or --dates mdy."
    ).format(
        day=open_day.cell,
        column=open_day.column,
        file=file,
        day_first=day_from_text(open_day.cell, DateOrder.DMY).isoformat(),
        month_first=day_from_text(open_day.cell, DateOrder.MDY).isoformat(),
    )


def _about_numbers(open_number: OpenNumber, file: str) -> str:
    told = _(
        "“{number}” in column “{column}” of “{file}” can be read in two ways, as {point} (--decimal point) or as "
        "{comma} (--decimal comma). Nothing was imported. Say which."
    )
    ways = {mark: f"{number.normalize():f}" for mark, number in read_both_ways(open_number.cell).items()}
    return told.format(number=open_number.cell, column=open_number.column, file=file, **ways)
