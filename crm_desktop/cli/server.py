"""The office server: set it up, upgrade it, add, change and stop members, and see how it stands."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crm_desktop.cli.call import call_of
from crm_desktop.cli.guard import guarded
from crm_desktop.cli.opening import asked, opened
from crm_desktop.cli.output import print_table, print_text
from crm_desktop.cli.sharing import PASSWORD_VARIABLE
from crm_desktop.errors import NoMember, WrongUsage
from crm_desktop.sync.server.versions import Age, age_words
from crm_desktop.words import _

if TYPE_CHECKING:
    # the driver of the server is needed by few commands
    from crm_desktop.sync.connection import Address
    from crm_desktop.sync.server.members import Credentials

_Login = Annotated[str | None, typer.Option(help="The name of the login, where it is not made of the member's.")]


def init(
    context: typer.Context,
    dsn: Annotated[str, typer.Argument(metavar="DSN", help="An empty database: postgresql://ROLE@HOST/DATABASE.")],
    member: Annotated[str, typer.Option(help="Who becomes the owner.")],
    login: _Login = None,
) -> None:
    """Prepare an empty PostgreSQL database for this workspace, and bind the workspace to it."""
    call = call_of(context)
    # the driver of the server is needed by few commands
    from crm_desktop.sync.connection import address_from
    from crm_desktop.sync.server.members import prepare_server, server_status

    admin = address_from(dsn)
    with opened(call, writing=True) as workspace:
        admin = _let_in(admin)
        made = prepare_server(workspace.journal, admin, member, login)
        hardened = bool(server_status(workspace.journal)["hardened"])

    def show() -> None:
        print_text(_("The server is ready, and {member} owns the workspace there.").format(member=made.member))
        _print_login(made)
        if not hardened:
            print_text(
                _("The role is no superuser, so members can still store large objects and run code on the server.")
            )

    document = {
        "login": made.address.user,
        "password": made.password,
        "member": made.member,
        "role": "owner",
        "host": made.address.host,
        "database": made.address.database,
        "hardened": hardened,
    }
    call.output.result(document, show)


def upgrade(
    context: typer.Context,
    dsn: Annotated[
        str | None,
        typer.Argument(metavar="DSN", help="The role that set the server up: postgresql://ROLE@HOST/DATABASE."),
    ] = None,
) -> None:
    """Bring the server to what this program knows; nothing that it holds goes, and laptops may go on meanwhile."""
    call = call_of(context)
    from crm_desktop.sync.connection import address_from
    from crm_desktop.sync.server.members import server_address, upgrade_server

    with opened(call, writing=True) as workspace:
        own = server_address(workspace.journal)
        admin = own if dsn is None else address_from(dsn)
        admin = _let_in(admin._replace(authority=admin.authority or own.authority))
        done = upgrade_server(workspace.journal, admin)
    changed = done.before != done.after
    told = _("The server was brought up to date.") if changed else _("The server is up to date; nothing was changed.")
    document = {"upgraded": changed, "before": done.before.version, "version": done.after.version}
    call.output.result(document, lambda: print_text(told))


def add_member(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The member's name; the record is made where there is none.")],
    *,
    role: Annotated[str, typer.Option(help="owner, manager, sales, service, marketing, read_only, or reporting.")],
    sees: Annotated[str, typer.Option(help="Which records: me (own ones), team, all.")] = "all",
    invite: Annotated[Path | None, typer.Option(help="Write an invite that the member's laptop opens.")] = None,
    host: Annotated[
        str | None, typer.Option(help="The server's name as other laptops reach it, for the invite.")
    ] = None,
    authority: Annotated[
        Path | None, typer.Option(help="The certificate of the authority that vouches for the server.")
    ] = None,
    login: _Login = None,
) -> None:
    """Add a member to the server, and print the first password once."""
    call = call_of(context)
    from crm_desktop.sync.connection import certificate
    from crm_desktop.sync.invite import Invite, leads_nowhere, write_invite
    from crm_desktop.sync.server.members import Wanted
    from crm_desktop.sync.server.members import add_member as added

    root = certificate(authority) if authority else None
    with opened(call, writing=True) as workspace:
        made = added(workspace.journal, Wanted(name, role, sees), login)
        name_of_workspace = workspace.name
    address = made.address._replace(host=host or made.address.host, authority=root or made.address.authority)
    if invite is not None:
        write_invite(invite, Invite(name_of_workspace, made.member, address))

    def show() -> None:
        print_text(_("{member} can join now.").format(member=made.member))
        _print_login(made)
        if invite is not None:
            print_text(_("The invite is at {path}; it holds no password.").format(path=invite))
            if leads_nowhere(address):
                print_text(f"{leads_nowhere(address)} {_('Give them with --host NAME and --authority FILE.')}")

    document = {
        "login": made.address.user,
        "password": made.password,
        "member": made.member,
        "role": role,
        "sees": sees,
        "invite": None if invite is None else str(invite),
    }
    call.output.result(document, show)


def set_member(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The member's name, or the login.")],
    *,
    role: Annotated[str | None, typer.Option(help="owner, manager, sales, service, marketing, or read_only.")] = None,
    sees: Annotated[str | None, typer.Option(help="Which records: me (own ones), team, all.")] = None,
) -> None:
    """Change what a member may do or sees; what leaves their sight leaves their laptops with the next exchange."""
    call = call_of(context)
    from crm_desktop.sync.server.members import change_member

    if role is None and sees is None:
        raise WrongUsage(_("Say what is to change: --role, --sees, or both."))
    with opened(call, writing=True) as workspace:
        done = change_member(workspace.journal, name, role, sees)
    told = _("The login {login} has the role {role} and sees: {sees}.").format(**done)
    call.output.result(done, lambda: print_text(told))


def new_password(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The member's name, or the login.")],
) -> None:
    """Give a member another password, and print it once; their laptops take it with `join` and the invite."""
    call = call_of(context)
    from crm_desktop.sync.server.members import renew_password

    with opened(call, writing=True) as workspace:
        made = renew_password(workspace.journal, name)
    document = {"login": made.address.user, "password": made.password, "member": made.member}
    call.output.result(document, lambda: _print_login(made))


def remove_member(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The member's name, or the login.")],
) -> None:
    """Stop a member's login at once; what the member owns stays."""
    call = call_of(context)
    from crm_desktop.sync.server.members import remove_member as removed

    with opened(call, writing=True) as workspace:
        done = removed(workspace.journal, name)
    told = _("The login {login} is stopped; {n} of its connections were ended.").format(
        login=done["login"], n=done["ended"]
    )
    call.output.result(done, lambda: print_text(told))


def status(context: typer.Context) -> None:
    """Tell how the server stands: version, size, members and when their devices were last heard of."""
    call = call_of(context)
    from crm_desktop.sync.server.members import server_address, server_status

    with opened(call) as workspace:
        found = server_status(workspace.journal)
        address = server_address(workspace.journal)
        with workspace.reader() as reader:
            names = {row[0].hex(): str(row[1]) for row in reader.execute("SELECT id, name FROM member")}
    for each in found["members"] or ():
        each["name"] = names.get(each["id"], "")
        for device in each["devices"]:
            device["last_seen"] = _instant(device["last_seen"])
    found["now"] = _instant(found["now"])
    document = {"host": address.host, "port": address.port, "database": address.database, **found}
    call.output.result(document, lambda: _print(document))


def server_commands() -> typer.Typer:
    """Return the commands `server …`."""
    group = typer.Typer(
        help="The office server: set it up, upgrade it, add, change and stop members.", no_args_is_help=True
    )
    commands = (
        ("init", init),
        ("add-member", add_member),
        ("set-member", set_member),
        ("new-password", new_password),
        ("remove-member", remove_member),
        ("status", status),
        ("upgrade", upgrade),
    )
    for name, command in commands:
        group.command(name)(guarded(command))
    return group


def _print_login(made: "Credentials") -> None:
    print_text(_("Login: {login}").format(login=made.address.user))
    print_text(_("Password, shown this once: {password}").format(password=made.password))


def _let_in(admin: "Address") -> "Address":
    """Return `admin` with the password that the server wants, which is asked for where nothing gives it."""
    from crm_desktop.sync.connection import connect

    admin = admin._replace(password=admin.password or os.environ.get(PASSWORD_VARIABLE, ""))
    if admin.password:
        return admin
    try:
        connect(admin, setting_up=True).close()
    except NoMember:
        question = _("Password of {role} on the server: ").format(role=admin.user or _("the role"))
        return admin._replace(password=asked(question, PASSWORD_VARIABLE))
    return admin


def _instant(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _print(found: dict[str, Any]) -> None:
    print_text(
        _("PostgreSQL {version} on {host}, database {database}, {megabytes} MB.").format(
            version=found["server_version"],
            host=found["host"],
            database=found["database"],
            megabytes=found["database_bytes"] // 1_000_000,
        )
    )
    print_text(_("The way there is encrypted.") if found["tls"] else _("The way there is not encrypted."))
    told = age_words(Age(found["age"]))
    if told:
        print_text(told)
    rows = [
        [
            each["name"] or each["login"],
            each["login"],
            each["rights"] if each["active"] else _("stopped"),
            each["sees"],
            ", ".join(f"{device['device']} ({device['last_seen'][:16]})" for device in each["devices"]),
        ]
        for each in found["members"]
    ]
    print_table([_("Member"), _("Login"), _("Role"), _("Sees"), _("Computers, last heard of")], rows)
