"""What an import has to say about cells that it read in its own way: counted, with examples, one sentence each."""

from enum import StrEnum

from crm_desktop.values.counts import shown_number
from crm_desktop.values.money import currency_decimals
from crm_desktop.words import N_, _, in_quotes

EXAMPLES = 5
LONGEST_EXAMPLE = 40
SMALL_REVENUE = 100_000  # of a currency's whole units: a year's revenue below that is seldom meant


class Remark(StrEnum):
    """A sentence about the cells of a column; it reads well whatever their number."""

    EMPTY_WORD = N_("{column}: taken as empty: {examples} ({n}×).")
    ERROR_CELL = N_("{column}: errors of the spreadsheet, taken as empty: {examples} ({n}×).")
    PHONE_KEPT = N_("{column}: not complete phone numbers, kept as they are: {examples} ({n}×).")
    PHONE_FROM_ELSEWHERE = N_(
        "{column}: written as in North America and without a country, so kept as they are: {examples} ({n}×). "
        "With +1 before them, or a column for the country, they are read as whole numbers."
    )
    EMAIL_KEPT = N_("{column}: not e-mail addresses, kept as they are: {examples} ({n}×).")
    WEBSITE_KEPT = N_("{column}: not web addresses, kept as they are: {examples} ({n}×).")
    COUNTRY_READ = N_("{column}: countries read in spite of their spelling: {examples} ({n}×).")
    COUNTRY_UNKNOWN = N_("{column}: countries that are not known here, kept in the address: {examples} ({n}×).")
    ZERO_PUT_BACK = N_("{column}: postal codes got the zero back that they begin with: {examples} ({n}×).")
    ZERO_MISSING = N_("{column}: postal codes that may have lost a zero at their beginning, kept: {examples} ({n}×).")
    CHOICE_TAKEN = N_("{column}: read as {examples} ({n}×).")
    CHOICE_UNKNOWN = N_("{column}: not among the choices of the field, left empty: {examples} ({n}×).")
    KEPT_AS_WRITTEN = N_("{column}: perhaps a typing error, kept as it is written: {examples} ({n}×).")
    ROUNDED = N_("{column}: rounded to the decimals of the currency: {examples} ({n}×).")
    YEAR_OF_DAY = N_("{column}: only the year was taken, because the field holds no days: {examples} ({n}×).")
    UNLIKELY_BIRTHDAY = N_(
        "{column}: hardly birthdays, as programs write them where they know none; kept as they are: {examples} ({n}×)."
    )
    ITS_OWN_PARENT = N_("{column}: companies that would be below themselves are below none: {examples} ({n}×).")
    ITS_OWN_MANAGER = N_("{column}: members who would be their own managers have none: {examples} ({n}×).")
    NEVER_EMPTY = N_("{column}: empty cells left the field as it is, for no record can be without it ({n}×).")
    CONSENT_WITHOUT_SOURCE = N_("{column}: consent needs a source, and is taken as not asked ({n}×).")
    NO_NAME = N_("Rows without a name, where the e-mail address stands for it: {examples} ({n}×).")
    CLOSING_DAY_EXPECTED = N_("The closing day of open deals was taken as the day when they are expected ({n}×).")
    OTHER_CURRENCY = N_("Deals in another currency have no rate to the workspace's: {examples} ({n}×).")
    SOLVED_BEFORE_ANSWER = N_("Tickets solved before their first answer; both times were kept ({n}×).")
    NUMBER_TAKEN = N_("Tickets with a new number, because theirs was given already: {examples} ({n}×).")
    PHOTO_ELSEWHERE = N_("Photos that are somewhere on the web were not fetched ({n}×).")
    PHOTO_DAMAGED = N_("Photos whose data is damaged or cut off were left out: {examples} ({n}×).")
    FILE_LEFT_OUT = N_("Files that came along were left out: {examples} ({n}×).")
    FILE_TOO_LARGE = N_("Files that are larger than files may be here were left out: {examples} ({n}×).")
    ORDERS_COMPLETE = N_("Orders gave their lines the customer and the day ({n}×).")
    NO_CUSTOMER = N_("Purchases whose customer nobody knows, kept without one ({n}×).")
    NUMBERED_CUSTOMER = N_("Customers who are known by their number alone are called by it: {examples} ({n}×).")
    NOBODY = N_("Mails with people who are not here, kept without a contact ({n}×).")
    SEVERAL_IDS = N_("{column}: of several ids the first was taken: {examples} ({n}×).")
    NOT_HERE = N_("{column}: ids of records that are not here were left out: {examples} ({n}×).")
    DONE_WHEN_DUE = N_("Tasks whose row does not say when they were done: taken as done when they were due ({n}×).")
    DELETED_THERE = N_(
        "{column}: rows that are deleted in the other program were left out ({n}×). To take them along, let the column "
        "go nowhere (on the command line with --set -=COLUMN)."
    )
    GONE_THERE = N_(
        "{column}: records that are deleted in the other program; what names them came in without that link: "
        "{examples} ({n}×)."
    )
    NO_OPENING = N_("The file does not say when its tickets were opened, so that stays empty ({n}×).")


class Remarks:
    """The remarks of one file."""

    def __init__(self) -> None:
        self._counts: dict[tuple[Remark, str], int] = {}
        self._examples: dict[tuple[Remark, str], list[str]] = {}
        self._largest: dict[str, tuple[int, str]] = {}

    def note(self, remark: Remark, column: str = "", example: str = "") -> None:
        """Count one more cell of `column` for `remark`."""
        key = (remark, column)
        self._counts[key] = self._counts.get(key, 0) + 1
        examples = self._examples.setdefault(key, [])
        if example and len(examples) <= EXAMPLES and example not in examples:
            examples.append(example)

    def note_amount(self, column: str, amount_minor: int, currency: str) -> None:
        """Take in a yearly amount of `column`."""
        largest, _currency = self._largest.get(column, (0, ""))
        self._largest[column] = max(largest, amount_minor), currency

    def sentences(self) -> list[str]:
        """Return one sentence for each remark, with its number of cells and some examples."""
        sentences = [
            _(str(remark)).format(
                column=quoted(column), n=shown_number(count), examples=_listed(self._examples[remark, column])
            )
            for (remark, column), count in self._counts.items()
        ]
        for column, (largest, currency) in self._largest.items():
            if largest < SMALL_REVENUE * 10 ** currency_decimals(currency):
                sentences.append(
                    _(
                        "“{column}”: amounts were taken in {currency} as they are written. They are small for a year; "
                        "if the file means thousands or millions, say so for the column."
                    ).format(column=column, currency=currency)
                )
        return sentences


def quoted(text: str) -> str:
    """Return `text` in quotation marks, shortened where it is long."""
    cut = text if len(text) <= LONGEST_EXAMPLE else text[: LONGEST_EXAMPLE - 1] + "…"
    return in_quotes(cut)


def _listed(examples: list[str]) -> str:
    more = len(examples) > EXAMPLES
    return ", ".join(examples[:EXAMPLES]) + (" …" if more else "")
