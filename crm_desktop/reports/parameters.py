"""The parameters that several reports share."""

from collections.abc import Mapping
from datetime import date

from crm_desktop.reports.narrowing import Narrowed
from crm_desktop.reports.report import Choice, Parameter, ParameterKind, ParameterValue
from crm_desktop.reports.sold import Span
from crm_desktop.values.day_shown import shown_day
from crm_desktop.words import N_, _

PERIODS = (
    Choice("all", N_("All time")),
    Choice("last_12_months", N_("Last 12 months")),
    Choice("this_year", N_("This year")),
    Choice("last_year", N_("Last year")),
)
PERIOD = Parameter("period", N_("Period"), ParameterKind.CHOICE, "all", PERIODS)
FROM = Parameter("from", N_("From"), ParameterKind.DAY)
TO = Parameter("to", N_("Until"), ParameterKind.DAY)
OWNER = Parameter("owner", N_("Owner"), ParameterKind.TEXT)
TEAM = Parameter("team", N_("Team"), ParameterKind.TEXT)


def span_words(span: Span, language: str) -> str:
    """Return `span` in words, as below a report's title."""
    if span.first is None and span.last is None:
        return _("All time")
    if span.last is None:
        return _("Since {day}").format(day=shown_day(span.first or date.min, language))
    if span.first is None:
        return _("Until {day}").format(day=shown_day(span.last, language))
    return _("{first} to {last}").format(first=shown_day(span.first, language), last=shown_day(span.last, language))


def shown_filters(
    parameters: Mapping[str, ParameterValue], currency: str, narrowed: Narrowed
) -> tuple[tuple[str, str], ...]:
    """Return the line of filters: of which deals, whose, and in which currency."""
    return (
        *narrowed.line,
        (_("Team"), str(parameters.get("team") or _("all"))),
        (_("Owner"), str(parameters.get("owner") or _("everyone"))),
        (_("Currency"), currency),
    )


def label_of(parameter: Parameter, value: ParameterValue) -> str:
    """Return the label of the choice `value` of `parameter`."""
    return next((_(each.label) for each in parameter.choices if each.value == value), str(value))
