"""Import templates on the command line: list, rename, remove; and how an import names, takes and keeps one."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from crm_desktop.cli.call import call_of
from crm_desktop.cli.guard import guarded
from crm_desktop.cli.opening import opened
from crm_desktop.cli.output import print_table, print_text
from crm_desktop.errors import UnreadableFile, WrongUsage
from crm_desktop.words import _
from crm_desktop.workspace import Workspace

if TYPE_CHECKING:
    from crm_desktop.exchange.import_options import ImportOptions
    from crm_desktop.exchange.import_report import ImportReport
    from crm_desktop.exchange.saved_mappings import Template
    from crm_desktop.exchange.source import Source

UPDATE = "update"
Name = Annotated[str, typer.Argument(metavar="NAME", help="The template.")]


class Named(NamedTuple):
    """The mapping that an import shall take, by the `--map` that was given, and the name to keep its own under."""

    given: str | None
    keep: str | None

    def checked(self, sources: Sequence[Path]) -> None:
        """Raise WrongUsage where no mapping could be kept of these `sources`."""
        if self.keep is not None and len(sources) != 1:
            raise WrongUsage(_("--save-map keeps the mapping of one file. Import the files one by one to keep theirs."))

    def given_to(self, sources: Sequence["Source"], workspace: Workspace) -> list["Source"]:
        """Return `sources` as they are mapped by a template of `workspace` or a file; raises CrmError."""
        from crm_desktop.exchange.saved_mappings import mapping_named

        if self.given is None:
            return list(sources)
        path = Path(self.given)
        if path.suffix == ".json" or path.is_file():
            mapping = mapping_in(path)
            return [each._replace(mapping=mapping) for each in sources]
        with workspace.reader() as reader:
            saved = mapping_named(reader, self.given)
        return [saved.given_to(each) for each in sources]

    def options(self, options: "ImportOptions", workspace: Workspace) -> "ImportOptions":
        """Return `options` with what the template keeps of them where nothing was said."""
        from crm_desktop.exchange.saved_mappings import Template, mapping_named

        told = Template("", {})
        if self.given is not None and Path(self.given).suffix != ".json" and not Path(self.given).is_file():
            with workspace.reader() as reader:
                told = mapping_named(reader, self.given).template
        return options._replace(
            on_match=options.on_match or told.on_match or UPDATE,
            consent_source=options.consent_source or told.consent_source,
        )

    def kept(self, report: "ImportReport", options: "ImportOptions", workspace: Workspace) -> str:
        """Keep the mapping and the `options` that the import took; return what there is to say."""
        from crm_desktop.exchange.saved_mappings import save_mapping

        if self.keep is None:
            return ""
        if len(report.detected) != 1 or not isinstance(report.detected[0].get("mapping"), dict):
            return _("No template was kept: the file holds several tables, or none. Name one with --sheet.")
        save_mapping(workspace.journal, self.keep, _template(report.detected[0], options))
        return _("The mapping is kept as “{name}”: --map takes it again.").format(name=self.keep)


def mapping_in(path: Path) -> Mapping[str, str | None]:
    """Return the mapping in the file `path`: of columns alone, or the report of an import that tells one."""
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise UnreadableFile(_("{path} holds no mapping that can be read as JSON.").format(path=path)) from error
    for inside in ("detected", "mapping"):
        if isinstance(found, dict) and isinstance(found.get(inside), dict):
            found = found[inside]
    if not isinstance(found, dict) or not all(each is None or isinstance(each, str) for each in found.values()):
        raise UnreadableFile(_('{path} holds no mapping. Write {{"column": "field"}}.').format(path=path))
    return found


def list_templates(context: typer.Context) -> None:
    """List the templates with what they import and where each column goes."""
    from crm_desktop.exchange.saved_mappings import saved_mappings

    call = call_of(context)
    with opened(call) as workspace, workspace.reader() as reader:
        saved = saved_mappings(reader)
    document = {"templates": [{"name": each.name, **each.template._asdict()} for each in saved]}
    rows = [[each.name, each.template.kind, ", ".join(each.template.columns)] for each in saved]
    call.output.result(document, lambda: print_table([_("Template"), _("Imports"), _("Columns")], rows))


def rename(
    context: typer.Context, name: Name, new: Annotated[str, typer.Argument(help="What it is called from now on.")]
) -> None:
    """Rename a template."""
    from crm_desktop.exchange.saved_mappings import mapping_named, rename_mapping

    call = call_of(context)
    with opened(call, writing=True) as workspace:
        with workspace.reader() as reader:
            saved = mapping_named(reader, name)
        rename_mapping(workspace.journal, saved.id, new)
    call.output.result({"template": new}, lambda: print_text(_("Renamed it.")))


def remove(context: typer.Context, name: Name) -> None:
    """Remove a template; what was imported with it stays."""
    from crm_desktop.exchange.saved_mappings import mapping_named, remove_mapping

    call = call_of(context)
    with opened(call, writing=True) as workspace:
        with workspace.reader() as reader:
            saved = mapping_named(reader, name)
        remove_mapping(workspace.journal, saved.id)
    call.output.result({"removed": saved.name}, lambda: print_text(_("Removed it.")))


def template_commands() -> typer.Typer:
    """Return the commands on templates, as one command with parts."""
    commands = typer.Typer(help="The templates of imports.", no_args_is_help=True)
    for name, command in (("list", list_templates), ("rename", rename), ("remove", remove)):
        commands.command(name)(guarded(command))
    return commands


def _template(detected: Mapping[str, object], options: "ImportOptions") -> "Template":
    from crm_desktop.exchange.saved_mappings import Template

    mapping, units, currencies = (detected.get(each) for each in ("mapping", "units", "currencies"))
    dates, decimal = detected.get("dates"), detected.get("decimal")
    return Template(
        str(detected["kind"]),
        {str(name): place for name, place in mapping.items()} if isinstance(mapping, dict) else {},
        str(dates) if dates else None,
        str(decimal) if decimal else None,
        options.on_match,
        options.consent_source,
        units if isinstance(units, dict) else {},
        currencies if isinstance(currencies, dict) else {},
        rounds=bool(detected.get("rounds")),
    )
