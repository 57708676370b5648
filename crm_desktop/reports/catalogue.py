"""The reports that there are, and how each is asked for."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from crm_desktop.errors import CrmError, InvalidField, WrongUsage
from crm_desktop.reports import pipeline_by_stage, sales_by_month, tickets_by_status, won_and_lost
from crm_desktop.reports.freshness import with_freshness
from crm_desktop.reports.own_split import with_own_splits
from crm_desktop.reports.report import Parameter, ParameterKind, ParameterValue, Report
from crm_desktop.reports.titles import TITLES
from crm_desktop.schema.forms import Place
from crm_desktop.schema.own import Kinds
from crm_desktop.values.day import day_from_text
from crm_desktop.vault.driver import Connection
from crm_desktop.words import N_, _

Make = Callable[[Connection, Mapping[str, ParameterValue], Place, date], Report]


class ReportKind(NamedTuple):
    """One report of the gallery: `make(reader, parameters, place, today)` makes it.

    `records` is the kind of what it counts, and of what its filter is about.
    """

    name: str
    records: str
    title: str
    about: str
    parameters: tuple[Parameter, ...]
    make: Make


REPORTS: tuple[ReportKind, ...] = (
    ReportKind(
        "sales_by_month",
        "deals",
        TITLES["sales_by_month"],
        N_("What was won, month by month, by product, team and customer."),
        sales_by_month.PARAMETERS,
        sales_by_month.make,
    ),
    ReportKind(
        "pipeline_by_stage",
        "deals",
        TITLES["pipeline_by_stage"],
        N_("How many deals stand in each stage, what they are worth, and how long they have been there."),
        pipeline_by_stage.PARAMETERS,
        pipeline_by_stage.make,
    ),
    ReportKind(
        "won_and_lost",
        "deals",
        TITLES["won_and_lost"],
        N_("Deals won and lost, win rate and days to close of each agent."),
        won_and_lost.PARAMETERS,
        won_and_lost.make,
    ),
    ReportKind(
        "tickets_by_status",
        "tickets",
        TITLES["tickets_by_status"],
        N_("Open and ended tickets by priority and channel, their age, and how satisfied customers were."),
        tickets_by_status.PARAMETERS,
        tickets_by_status.make,
    ),
)


def report_named(name: str) -> ReportKind:
    """Return the report called `name`, by name or by title; raises WrongUsage."""
    wanted = name.strip().lower().replace("-", "_").replace(" ", "_")
    for each in REPORTS:
        if wanted in (each.name, each.title.lower().replace(" ", "_")):
            return each
    known = ", ".join(each.name for each in REPORTS)
    raise WrongUsage(_("There is no report called “{name}”. Reports: {known}.").format(name=name, known=known))


def with_own_fields(kind: ReportKind, kinds: Kinds) -> ReportKind:
    """Return the report `kind` with all that a workspace of these `kinds` can ask for: splits by its own fields too."""
    return kind._replace(parameters=with_own_splits(kind.parameters, kinds, kinds.named(kind.records)))


def made_report(
    reader: Connection, kind: ReportKind, parameters: Mapping[str, ParameterValue], place: Place, today: date
) -> Report:
    """Make the report `kind`; what `parameters` leave out has its default."""
    whole = {each.name: each.default for each in kind.parameters} | dict(parameters)
    return with_freshness(reader, kind.make(reader, whole, place, today), place)


def typed_parameters(kind: ReportKind, typed: Mapping[str, str], place: Place) -> dict[str, ParameterValue]:
    """Return the `typed` parameters of `kind` as values; raises WrongUsage or InvalidField."""
    known = {each.name: each for each in kind.parameters}
    for name in typed:
        if name not in known:
            raise WrongUsage(
                _("{report} has no parameter “{name}”. Parameters: {known}.").format(
                    report=_(kind.title), name=name, known=", ".join(known)
                )
            )
    return {name: _typed(known[name], text.strip(), place) for name, text in typed.items()}


def _typed(parameter: Parameter, text: str, place: Place) -> ParameterValue:
    if not text:
        return parameter.default
    try:
        match parameter.kind:
            case ParameterKind.DAY:
                return day_from_text(text, place.date_order)
            case ParameterKind.COUNT:
                return int(text)
            case ParameterKind.CHOICE:
                return _choice(parameter, text)
            case ParameterKind.YES_NO:
                return text.lower() in ("yes", "true", "1")
            case _:
                return text
    except (ValueError, CrmError) as error:
        raise InvalidField(parameter.name, f"{parameter.name}: {error}") from error


def _choice(parameter: Parameter, text: str) -> str:
    for each in parameter.choices:
        if text.lower() in (each.value.lower(), each.label.lower()):
            return each.value
    raise InvalidField(
        parameter.name,
        _("“{text}” is not one of {choices}.").format(
            text=text, choices=", ".join(each.value for each in parameter.choices)
        ),
    )
