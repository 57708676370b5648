"""What an import has to say about cells that it read in its own way: counted, with examples, one sentence each."""

from enum import StrEnum

from crm_desktop.words import N_, _

EXAMPLES = 5
LONGEST_EXAMPLE = 40


class Remark(StrEnum):
    """A sentence about the cells of a column."""

    EMPTY_WORD = N_("{column}: {examples} was taken as empty ({n} times).")
    PHONE_KEPT = N_("{column}: not complete phone numbers, kept as they are ({n} times): {examples}.")
    WEBSITE_KEPT = N_("{column}: not web addresses, kept as they are ({n} times): {examples}.")
    COUNTRY_READ = N_("{column}: countries read in spite of their spelling ({n} times): {examples}.")
    COUNTRY_UNKNOWN = N_("{column}: countries that are not known here, kept in the address ({n} times): {examples}.")
    CHOICE_TAKEN = N_("{column}: {examples}.")
    CHOICE_UNKNOWN = N_("{column}: no choices of the field, left empty ({n} times): {examples}.")
    WORD_AS_IN_FILE = N_("{column}: {examples}.")
    NO_NAME = N_("{n} people have no name; their e-mail address stands for it: {examples}.")
    CLOSING_DAY_EXPECTED = N_("The closing day of {n} open deals was taken as the day when they are expected.")
    OTHER_CURRENCY = N_("{n} deals are in another currency and have no rate to the workspace's: {examples}.")
    SOLVED_BEFORE_ANSWER = N_("{n} tickets were solved before their first answer; both times were kept: {examples}.")
    NUMBER_TAKEN = N_("{n} tickets got a new number, because theirs was given already: {examples}.")
    NO_OPENING = N_("The file does not say when {n} tickets were opened, so that stays empty.")


class Remarks:
    """The remarks of one file."""

    def __init__(self) -> None:
        self._counts: dict[tuple[Remark, str], int] = {}
        self._examples: dict[tuple[Remark, str], list[str]] = {}

    def note(self, remark: Remark, column: str = "", example: str = "") -> None:
        """Count one more cell of `column` for `remark`."""
        key = (remark, column)
        self._counts[key] = self._counts.get(key, 0) + 1
        examples = self._examples.setdefault(key, [])
        if example and len(examples) <= EXAMPLES and example not in examples:
            examples.append(example)

    def sentences(self) -> list[str]:
        """Return one sentence for each remark, with its number of cells and some examples."""
        return [
            _(str(remark)).format(column=f"“{column}”", n=count, examples=_listed(self._examples[remark, column]))
            for (remark, column), count in self._counts.items()
        ]


def quoted(text: str) -> str:
    """Return `text` in quotation marks, shortened where it is long."""
    return f"“{text if len(text) <= LONGEST_EXAMPLE else text[: LONGEST_EXAMPLE - 1] + '…'}”"


def _listed(examples: list[str]) -> str:
    more = len(examples) > EXAMPLES
    return ", ".join(examples[:EXAMPLES]) + (" …" if more else "")
