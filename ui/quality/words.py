"""What the checks are called, and the lines of their list."""

from collections.abc import Sequence

from crm_desktop.quality.checks import GROUP_LABELS, Check
from crm_desktop.quality.counting import Found
from crm_desktop.schema.catalogue import kind_named
from crm_desktop.words import _
from ui.kit.formats import Formats
from ui.kit.two_line import Heading, Line


def check_title(check: Check, days: int) -> str:
    """Return what `check` looks for, where `days` of silence count."""
    return _(check.label).format(days=days)


def check_lines(found: Sequence[Found], days: int, formats: Formats) -> list[Line | Heading]:
    """Return the checks that found something as lines under their groups, and the others below."""
    lines: list[Line | Heading] = []
    group = None
    for each in (each for each in found if each.total):
        if each.check.group != group:
            group = each.check.group
            lines.append(Heading(_(GROUP_LABELS[each.check.group])))
        lines.append(_line(each, days, formats))
    clean = [each for each in found if not each.total]
    if clean:
        lines.append(Heading(_("Nothing to mend")))
        lines += [_line(each, days, formats) for each in clean]
    return lines


def _line(found: Found, days: int, formats: Formats) -> Line:
    check = found.check
    figure = formats.number(found.total) if found.total else ""
    about = _(kind_named(check.kind).label)
    return Line(check.name.encode(), check_title(check, days), about, figure=figure, strong=bool(found.total))
