"""What is missing, invalid, stale or contradictory in the records."""

from collections.abc import Sequence
from typing import Annotated

import typer

from crm_desktop.cli.call import call_of
from crm_desktop.cli.opening import opened
from crm_desktop.cli.output import print_table
from crm_desktop.cli.record_words import shown_cell
from crm_desktop.errors import WrongUsage
from crm_desktop.journal.clock import milliseconds
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.store.record_query import Row, View, plain_record, rows_by_rid, view_fields
from crm_desktop.words import _
from crm_desktop.workspace import Workspace

USUAL_DAYS = 180
_MOST = 1000


def quality(
    context: typer.Context,
    check: Annotated[str | None, typer.Argument(metavar="[CHECK]", help="One check; else how many each finds.")] = None,
    days: Annotated[int, typer.Option(min=1, help="After how many days silence is stale.")] = USUAL_DAYS,
) -> None:
    """Count what is to be mended, or list what one check finds."""
    # checking values needs libraries that other commands do not
    from crm_desktop.quality.checks import BY_NAME, GROUP_LABELS
    from crm_desktop.quality.counting import Asked, found_by, found_by_all

    call = call_of(context)
    if check is not None and check not in BY_NAME:
        known = ", ".join(BY_NAME)
        raise WrongUsage(_("There is no check called “{name}”. Checks: {known}.").format(name=check, known=known))
    with opened(call) as workspace, workspace.reader() as reader:
        now = workspace.journal.clock()
        asked = Asked(workspace.place, now.astimezone(workspace.place.zone).date(), milliseconds(now), days)
        if check is None:
            with call.output.progress(_("Checking")) as progress:
                found = found_by_all(reader, asked, progress)
        else:
            one = found_by(reader, BY_NAME[check], asked)
            view = View(workspace_kinds(reader).named(one.check.kind), (), (), one.check.columns)
            rows = rows_by_rid(reader, view, workspace.place, one.rids[:_MOST])
    if check is not None:
        found_rows = [plain_record(view, row, workspace.place) for row in rows]
        document = {"check": check, "count": one.total, "rows": found_rows}
        call.output.result(document, lambda: _print_rows(workspace, view, rows))
        return
    counts = [
        {"name": each.check.name, "group": each.check.group.value, "kind": each.check.kind, "count": each.total}
        for each in found
    ]
    lines = [
        [_(GROUP_LABELS[each.check.group]), _(each.check.label).format(days=days), each.check.name, str(each.total)]
        for each in found
        if each.total
    ]
    call.output.result(
        {"checks": counts}, lambda: print_table([_("Group"), _("What"), _("Check"), _("Records")], lines, right=(3,))
    )


def _print_rows(workspace: Workspace, view: View, rows: Sequence[Row]) -> None:
    fields = view_fields(view)
    cells = [
        [
            shown_cell(field, value, name, workspace.place, row)
            for field, value, name in zip(fields, row.values, row.called, strict=True)
        ]
        for row in rows
    ]
    print_table([_(field.label) for field in fields], cells)
