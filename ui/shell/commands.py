"""All that the shell can do: each act is named once, with its keys, for menus, palette and sheet of keys."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from crm_desktop.words import _
from ui.kit.desk import Place
from ui.kit.page import Action
from ui.shell.pages import PAGES


class Menu(NamedTuple):
    """The actions that stand together under one title; None draws a line."""

    name: str
    title: str
    actions: Sequence[Action | None]


Act = Callable[[], object]


class Shell(NamedTuple):
    """What the acts are done by."""

    go: Callable[[Place], object]
    back: Act
    forward: Act
    toggle_favourite: Act
    toggle_pin: Act
    undo: Act
    redo: Act
    new: Callable[[str], object]
    show_new: Act
    quick_entry: Act
    incoming_call: Act
    show_palette: Act
    show_history: Act
    show_bin: Act
    show_left_over: Act
    show_reminders: Act
    show_keys: Act
    back_up: Act
    sync_now: Act
    toggle_offline: Act
    export_all: Act
    lock: Act
    leave_workspace: Act
    toggle_rail: Act
    next_area: Act
    previous_area: Act
    zoom: Callable[[int], object]
    toggle_dark: Act
    toggle_presentation: Act
    quit: Act


class NewKind(NamedTuple):
    """A kind of record that can be made from anywhere."""

    kind: str
    letter: str
    icon: str


NEW_KINDS = (
    NewKind("person", "P", "person"),
    NewKind("company", "C", "company"),
    NewKind("deal", "D", "deal"),
    NewKind("ticket", "T", "ticket"),
    NewKind("activity", "A", "log"),
    NewKind("task", "S", "task"),
    NewKind("product", "R", "product"),
    NewKind("purchase", "U", "purchase"),
)


def new_label(kind: str) -> str:
    """Return what making a record of `kind` is called."""
    return {
        "person": _("New person…"),
        "company": _("New company…"),
        "deal": _("New deal…"),
        "ticket": _("New ticket…"),
        "activity": _("Log an activity…"),
        "task": _("New task…"),
        "product": _("New product…"),
        "purchase": _("New purchase…"),
    }[kind]


def shell_menus(shell: Shell, *, read_only: bool) -> list[Menu]:
    """Return the menus of the shell; what changes records is refused with its reason where `read_only`."""
    why_not = _("This workspace is open for reading only.") if read_only else ""
    return [
        Menu("workspace", _("Workspace"), _workspace(shell, why_not)),
        Menu("new", _("New"), _new(shell, why_not)),
        Menu("edit", _("Edit"), _edit(shell, why_not)),
        Menu("go", _("Go"), _go(shell, why_not)),
        Menu("view", _("View"), _view(shell, why_not)),
        Menu("help", _("Help"), _help(shell)),
    ]


def _workspace(shell: Shell, why_not: str) -> list[Action | None]:
    names = {entry.name for entry in PAGES}
    imports = Action("import", _("Import…"), lambda: shell.go(Place("import")), "Ctrl+I", "import", why_not)
    settings = Action("settings", _("Settings"), lambda: shell.go(Place("settings")), "Ctrl+,", "settings")
    return [
        *([imports] if "import" in names else []),
        Action("back_up", _("Back up now"), shell.back_up, "", "backup", why_not),
        Action("sync", _("Sync now"), shell.sync_now, "", "sync", why_not),
        Action("offline", _("Work offline, or online again"), shell.toggle_offline, "", "offline", why_not),
        Action("conflicts", _("Sync and conflicts"), lambda: shell.go(Place("conflicts")), "", "conflict"),
        Action("parcels", _("Parcels: share by files"), lambda: shell.go(_sharing("parcels")), "", "product"),
        Action(
            "read_parcel", _("Read a parcel…"), lambda: shell.go(_sharing("read parcel")), "", "open folder", why_not
        ),
        Action("export_all", _("Export everything…"), shell.export_all, "", "export"),
        *([settings] if "settings" in names else []),
        None,
        Action("lock", _("Lock now"), shell.lock, "Ctrl+L", "lock"),
        Action("leave", _("Open another workspace…"), shell.leave_workspace, "Ctrl+O", "open folder"),
        Action("quit", _("Quit"), shell.quit, "Ctrl+Q", "sign out"),
    ]


def _new(shell: Shell, why_not: str) -> list[Action | None]:
    return [
        Action("new", _("New…"), shell.show_new, "N", "new", why_not),
        Action("quick_entry", _("Quick entry…"), shell.quick_entry, "Ctrl+Shift+L", "log", why_not),
        Action("incoming_call", _("Incoming call…"), shell.incoming_call, "Ctrl+Shift+K", "call"),
        None,
        *(
            Action(f"new.{each.kind}", new_label(each.kind), _making(shell, each.kind), "", each.icon, why_not)
            for each in NEW_KINDS
        ),
    ]


def _edit(shell: Shell, why_not: str) -> list[Action | None]:
    return [
        Action("undo", _("Undo"), shell.undo, "Ctrl+Z", "undo", why_not),
        Action("redo", _("Redo"), shell.redo, "Ctrl+Shift+Z|Ctrl+Y", "redo", why_not),
        None,
        Action("history", _("History"), shell.show_history, "Ctrl+Shift+Y", "history"),
        Action("bin", _("Bin"), shell.show_bin, "", "bin"),
        Action("left over", _("What you typed and did not save…"), shell.show_left_over, "", "clock"),
    ]


def _go(shell: Shell, why_not: str) -> list[Action | None]:
    places = [entry for entry in PAGES if entry.rail]
    return [
        Action("palette", _("Search or run a command"), shell.show_palette, "Ctrl+K", "search"),
        None,
        *(Action(f"go.{each.name}", _(each.title), _going(shell, each.name), each.keys, each.icon) for each in places),
        Action("go.calendar", _("Calendar"), _going(shell, "calendar"), "Ctrl+7", "calendar"),
        Action("go.quality", _("Data quality"), _going(shell, "quality"), "", "shield"),
        *(Action(f"list.{kind}", label, _listing(shell, kind), "", "list") for kind, label in _lists().items()),
        Action("reminders", _("Reminders…"), shell.show_reminders, "Ctrl+Shift+R", "snooze"),
        None,
        Action("back", _("Back"), shell.back, "Alt+Left", "back"),
        Action("forward", _("Forward"), shell.forward, "Alt+Right", "forward"),
        Action("favourite", _("Favourite on or off"), shell.toggle_favourite, "Ctrl+D", "star", why_not),
        Action("pin", _("Pin to the side, or unpin"), shell.toggle_pin, "Ctrl+Shift+D", "pin", why_not),
        None,
        Action("next_area", _("Next area"), shell.next_area, "F6"),
        Action("previous_area", _("Previous area"), shell.previous_area, "Shift+F6"),
    ]


def _lists() -> dict[str, str]:
    """Return what the lists of records are called that have no place in the rail, by kind."""
    return {
        "deals": _("List of deals"),
        "tickets": _("List of tickets"),
        "activities": _("List of activities"),
        "tasks": _("List of tasks"),
        "purchases": _("List of purchases"),
        "files": _("List of files"),
    }


def _view(shell: Shell, why_not: str) -> list[Action | None]:
    return [
        Action("rail", _("Narrow or wide rail"), shell.toggle_rail, "Ctrl+B", "list"),
        None,
        Action("larger", _("Larger text"), lambda: shell.zoom(1), "Ctrl++|Ctrl+=", "text size"),
        Action("smaller", _("Smaller text"), lambda: shell.zoom(-1), "Ctrl+-"),
        Action("normal", _("Normal text size"), lambda: shell.zoom(0), "Ctrl+0"),
        None,
        Action("dark", _("Light or dark colours"), shell.toggle_dark, "", "theme"),
        Action("presentation", _("Hide or show amounts"), shell.toggle_presentation, "Ctrl+Shift+H", "hide", why_not),
    ]


def _help(shell: Shell) -> list[Action | None]:
    about = Place("settings", None, {"section": "about"})
    steps = Place("today", None, {"first_steps": True})
    return [
        Action("first_steps", _("Getting started"), lambda: shell.go(steps), "", "list"),
        Action("keys", _("All keys"), shell.show_keys, "?|F1", "keyboard"),
        Action("about", _("What is on this computer"), lambda: shell.go(about), "", "info"),
    ]


def _making(shell: Shell, kind: str) -> Act:
    return lambda: shell.new(kind)


def _listing(shell: Shell, kind: str) -> Act:
    return lambda: shell.go(Place("records", None, {"kind": kind}))


def _sharing(wanted: str) -> Place:
    return Place("settings", None, {"section": "sharing", "ask": wanted})


def _going(shell: Shell, name: str) -> Act:
    return lambda: shell.go(Place(name))
