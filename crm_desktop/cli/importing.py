"""Import files."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crm_desktop.cli.call import call_of
from crm_desktop.cli.opening import opened
from crm_desktop.cli.output import print_table, print_text
from crm_desktop.cli.templates import Named
from crm_desktop.errors import WrongUsage
from crm_desktop.values.money import is_currency
from crm_desktop.words import _, ngettext

if TYPE_CHECKING:
    from crm_desktop.exchange.import_report import ImportReport

DONE_IN_PART = 3
NOWHERE = "-"
PLAIN = "plain"  # amounts as they are written
_SHOWN_REJECTIONS = 20


class OnMatch(StrEnum):
    """What happens to a record that a row fits."""

    UPDATE = "update"
    FILL = "fill"
    SKIP = "skip"
    CREATE = "create"


class Dates(StrEnum):
    """The order in which days are written."""

    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"


class Decimal(StrEnum):
    """The sign before decimals."""

    COMMA = "comma"
    POINT = "point"


def import_(
    context: typer.Context,
    sources: Annotated[list[Path], typer.Argument(metavar="SOURCE…", help="Files and folders.")],
    kind: Annotated[
        str,
        typer.Option(
            "--as",
            metavar="KIND",
            help="people, companies, contacts, products, categories, deals, purchases (or orders), tickets, "
            "activities, tasks, members or auto.",
        ),
    ] = "auto",
    mapping: Annotated[
        str | None,
        typer.Option("--map", metavar="NAME|FILE", help='A template, or a JSON file {"column": "field" or null}.'),
    ] = None,
    save_map: Annotated[
        str | None, typer.Option("--save-map", metavar="NAME", help="Keep the mapping as a template.")
    ] = None,
    assigned: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="FIELD=COLUMN", help="Where one column goes; -=COLUMN lets it go nowhere."),
    ] = None,
    unit: Annotated[
        list[str] | None,
        typer.Option("--unit", metavar="COLUMN=UNIT", help="Amounts are thousands, millions, billions or plain."),
    ] = None,
    currency: Annotated[
        list[str] | None,
        typer.Option(
            "--currency", metavar="COLUMN=CODE", help="Amounts whose cells name no currency, or $ alone, are in it."
        ),
    ] = None,
    match: Annotated[str | None, typer.Option(help="FIELD[,FIELD]: what says that it is the same record.")] = None,
    on_match: Annotated[
        OnMatch | None,
        typer.Option(help="What happens to the record that a row fits: update, or what a template keeps."),
    ] = None,
    dates: Annotated[Dates | None, typer.Option(help="How days are written.")] = None,
    decimal: Annotated[
        Decimal | None, typer.Option(help="The sign before decimals; asked where 2,500 may be 2.5.")
    ] = None,
    encoding: Annotated[str | None, typer.Option(help="Such as utf-8 or cp1252.")] = None,
    delimiter: Annotated[str | None, typer.Option(help="What parts the cells.")] = None,
    sheet: Annotated[str | None, typer.Option(help="The sheet of a workbook; without it all that are shown.")] = None,
    rejects: Annotated[Path | None, typer.Option(help="Write refused rows with the reason to this CSV.")] = None,
    consent_source: Annotated[
        str, typer.Option("--consent-source", help="How consent in the file is known, such as “Trade fair 2026”.")
    ] = "",
    fingerprint: Annotated[
        str, typer.Option("--fingerprint", help="Import only the files that a --dry-run looked at, as it told them.")
    ] = "",
    *,
    part_rows: Annotated[
        bool | None,
        typer.Option("--part-rows/--keep-rows", help="Rows that are quoted as a whole hold cells, or one text each."),
    ] = None,
    rounds: Annotated[
        bool, typer.Option("--round", help="Round amounts with more decimals than their currency has.")
    ] = False,
    allow_empty: Annotated[bool, typer.Option("--allow-empty", help="Let empty cells empty filled fields.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Report the same and change nothing.")] = False,
) -> None:
    """Import files: columns are found by their names and content."""
    # reading and matching rows needs much that other commands do not
    from crm_desktop.exchange.import_options import ImportOptions
    from crm_desktop.exchange.run import import_files
    from crm_desktop.exchange.source import ReadAs, Source
    from crm_desktop.safe_import import import_safely

    call = call_of(context)
    read_as = ReadAs(encoding, delimiter, _value(dates), _value(decimal), sheet, rounds=rounds, parts_rows=part_rows)
    named = Named(mapping, save_map)
    named.checked(sources)
    pairs, nowhere = _pairs(assigned or ())
    source = Source(
        Path(),
        kind,
        None,
        pairs,
        read_as,
        chosen=nowhere,
        units=_units(unit or ()),
        currencies=_currencies(currency or ()),
    )
    files = [source._replace(path=path) for path in sources]
    options = ImportOptions(
        tuple(_names(match)),
        _value(on_match) or "",
        rejects,
        keeps_files=True,
        empties=allow_empty,
        consent_source=consent_source,
        fingerprint=fingerprint,
        guessed=False,
    )
    with opened(call, writing=not dry_run) as workspace, call.output.progress(_("Importing")) as progress:
        wanted, options = named.given_to(files, workspace), named.options(options, workspace)
        if dry_run:
            report = import_files(workspace.journal, wanted, options, progress, dry_run=True)
        else:
            report = import_safely(workspace, wanted, options, progress)
            kept = named.kept(report, options, workspace)
            report.warnings += [kept] if kept else []
    if report.rejections:
        call.exit_code = DONE_IN_PART
        _say_rejected(call.output.say, report, rejects)
    for warning in report.warnings:
        call.output.say(warning)
    if report.backup is not None:
        call.output.say(_("What was there before is in the backup {path}.").format(path=report.backup))
    call.output.result(report.plain(), lambda: _print(report, dry_run=dry_run))


def _value(choice: StrEnum | None) -> str | None:
    return None if choice is None else choice.value


def _names(text: str | None) -> list[str]:
    return [each.strip() for each in (text or "").split(",") if each.strip()]


def _pairs(assigned: Sequence[str]) -> tuple[dict[str, str], dict[str, str | None]]:
    """Return the columns by the fields that they go into, and those that go nowhere."""
    pairs, nowhere = dict[str, str](), dict[str, str | None]()
    for text in assigned:
        field, sign, column = text.partition("=")
        if not sign or not field.strip() or not column.strip():
            raise WrongUsage(_("“{text}” is not FIELD=COLUMN, such as name=Customer.").format(text=text))
        if field.strip() == NOWHERE:
            nowhere[column.strip()] = None
        else:
            pairs[field.strip()] = column.strip()
    return pairs, nowhere


def _units(told: Sequence[str]) -> dict[str, str]:
    from crm_desktop.exchange.amount_units import UNITS

    units: dict[str, str] = {}
    for text in told:
        column, sign, unit = text.rpartition("=")
        if not sign or not column.strip() or unit not in (*UNITS, PLAIN):
            raise WrongUsage(_("“{text}” is not COLUMN=UNIT, such as Revenue=millions.").format(text=text))
        units[column.strip()] = "" if unit == PLAIN else unit
    return units


def _currencies(told: Sequence[str]) -> dict[str, str]:
    currencies: dict[str, str] = {}
    for text in told:
        column, sign, code = text.rpartition("=")
        if not sign or not column.strip() or not is_currency(code):
            raise WrongUsage(_("“{text}” is not COLUMN=CODE, such as Amount=USD.").format(text=text))
        currencies[column.strip()] = code.upper()
    return currencies


def _say_rejected(say: Callable[[str], None], report: "ImportReport", rejects: Path | None) -> None:
    count = report.total.rejected
    if rejects is None:
        told = ngettext("{n} row was refused.", "{n} rows were refused.", count)
        say(_("{told} --rejects FILE keeps them with the reason.").format(told=told.format(n=count)))
    else:
        told = ngettext("{n} row was refused; it is in {path}.", "{n} rows were refused; they are in {path}.", count)
        say(told.format(n=count, path=", ".join(map(str, report.rejects))))


def _print(report: "ImportReport", *, dry_run: bool) -> None:
    names = ("read", "created", "updated", "unchanged", "skipped", "rejected", "duplicates")
    columns = [_("Kind"), _("Read"), _("Created"), _("Updated"), _("Unchanged"), _("Skipped"), _("Refused"), _("Alike")]
    rows = [[kind, *(str(getattr(counts, name)) for name in names)] for kind, counts in report.kinds.items()]
    print_table(columns, rows, right=range(1, len(columns)))
    refused = [[each.source, str(each.row), each.column, each.value, each.reason] for each in report.rejections]
    if refused:
        print_table([_("File"), _("Row"), _("Column"), _("Value"), _("Reason")], refused[:_SHOWN_REJECTIONS])
    changed = [
        [each.source, str(each.row), each.record, each.field, each.before, each.after]
        for each in report.changes[:_SHOWN_REJECTIONS]
    ]
    if changed and dry_run:
        print_table([_("File"), _("Row"), _("Record"), _("Field"), _("Before"), _("After")], changed)
    against = [
        [each.source, str(each.row), each.record, each.field, each.earlier, each.later, each.stands]
        for each in report.contradictions[:_SHOWN_REJECTIONS]
    ]
    if against:
        columns = [_("File"), _("Row"), _("Record"), _("Field"), _("Earlier row"), _("This row"), _("Stands")]
        print_table(columns, against)
    alike = [
        [each.source, str(each.row), each.name, each.other, f"{each.score:.0%}", ", ".join(each.reasons)]
        for each in report.likely[:_SHOWN_REJECTIONS]
    ]
    if alike:
        columns = [_("File"), _("Row"), _("New"), _("Looks like"), _("Likely"), _("Why")]
        print_table(columns, alike)
    if dry_run:
        print_text(_("This was a rehearsal: nothing was changed."))
        told = _("To import these files only as they are now, add --fingerprint {fingerprint}")
        print_text(told.format(fingerprint=report.plain()["fingerprint"]))
