"""Every setting, declared once: it feeds validation, the settings page and the manual."""

from enum import StrEnum
from typing import NamedTuple

from crm_desktop.words import N_


class Scope(StrEnum):
    """Whom a setting belongs to: the whole workspace, one member wherever they are, or one device."""

    WORKSPACE = "workspace"
    MEMBER = "member"
    DEVICE = "device"


class Setting(NamedTuple):
    """One setting: `section` is where the settings page shows it, `help` says what it does.

    Without a section it is chosen on the page that it changes.
    """

    name: str
    label: str
    default: str
    section: str
    scope: Scope
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()


HOURS = tuple(
    (str(hours), label)
    for hours, label in (
        *((1, N_("1 hour")), (2, N_("2 hours")), (4, N_("4 hours")), (8, N_("8 hours")), (24, N_("1 day"))),
        *((48, N_("2 days")), (72, N_("3 days")), (120, N_("5 days")), (168, N_("1 week")), (336, N_("2 weeks"))),
        (0, N_("No deadline")),
    )
)


def _deadline(name: str, label: str, hours: int, section: str) -> Setting:
    """Return the declaration of a ticket's deadline, in hours from when it was opened."""
    return Setting(name, label, str(hours), section, Scope.WORKSPACE, choices=HOURS)


# J, K and X move and select in every list and stay as they are.
_LETTERS = tuple((letter, letter) for letter in "ABCDEFGHILMNOPQRSTUVWYZ/?")
KEYS = "keys"
ON_OFF = (("on", N_("On")), ("off", N_("Off")))


def _key(name: str, label: str, letter: str, help_: str = "") -> Setting:
    """Return the declaration of the single key of an act; it may be another letter, or none."""
    return Setting(f"key.{name}", label, letter, KEYS, Scope.DEVICE, help_, (("", N_("No key")), *_LETTERS))


SETTINGS: tuple[Setting, ...] = (
    Setting("name", N_("Name"), "", "workspace", Scope.WORKSPACE, N_("Shown at the top left and on documents.")),
    Setting(
        "currency", N_("Currency"), "USD", "workspace", Scope.WORKSPACE, N_("Sums and reports are in this currency.")
    ),
    Setting(
        "region",
        N_("Country"),
        "US",
        "workspace",
        Scope.WORKSPACE,
        N_("Phone numbers, addresses and dates without a country are read as people here write them."),
    ),
    Setting(
        "keep_in_touch_a",
        N_("Keep in touch with A"),
        "30",
        "rhythm",
        Scope.WORKSPACE,
        N_("After so long without a word they stand on Today, unless something is planned."),
    ),
    Setting("keep_in_touch_b", N_("Keep in touch with B"), "60", "rhythm", Scope.WORKSPACE),
    Setting("keep_in_touch_c", N_("Keep in touch with C"), "0", "rhythm", Scope.WORKSPACE),
    Setting(
        "remind_before",
        N_("Remind before"),
        "15",
        "reminders",
        Scope.MEMBER,
        N_("What is planned with a time in the calendar begins with this reminder."),
    ),
    Setting(
        "notifications",
        N_("Notifications of the system"),
        "on",
        "reminders",
        Scope.DEVICE,
        N_("Reminders come up outside the window too; while it is covered they say nothing of any record."),
        ON_OFF,
    ),
    Setting("today_tiles", N_("Figures on Today"), "won,weighted,win_rate,overdue,satisfaction", "", Scope.MEMBER),
    Setting("calendar_shown", N_("Shown in the calendar"), "tasks,planned,birthdays,deals", "", Scope.DEVICE),
    Setting("calendar_view", N_("How the calendar is shown"), "week", "", Scope.DEVICE),
    Setting("zone", N_("Time zone"), "UTC", "workspace", Scope.WORKSPACE, N_("Days begin and end by this clock.")),
    Setting(
        "largest_file_mb",
        N_("Largest file"),
        "500",
        "workspace",
        Scope.WORKSPACE,
        N_("Larger files are not kept with records."),
        (
            ("50", "50 MB"),
            ("100", "100 MB"),
            ("250", "250 MB"),
            ("500", "500 MB"),
            ("1024", "1 GB"),
            ("2048", "2 GB"),
            ("4096", "4 GB"),
        ),
    ),
    _deadline("answer_hours_critical", N_("Critical priority, first answer"), 2, "answers"),
    _deadline("answer_hours_high", N_("High priority, first answer"), 4, "answers"),
    _deadline("answer_hours_medium", N_("Medium priority, first answer"), 8, "answers"),
    _deadline("answer_hours_low", N_("Low priority, first answer"), 24, "answers"),
    _deadline("solve_hours_critical", N_("Critical priority, solution"), 8, "solutions"),
    _deadline("solve_hours_high", N_("High priority, solution"), 24, "solutions"),
    _deadline("solve_hours_medium", N_("Medium priority, solution"), 72, "solutions"),
    _deadline("solve_hours_low", N_("Low priority, solution"), 168, "solutions"),
    Setting(
        "report_paper",
        N_("Paper"),
        "country",
        "reports",
        Scope.WORKSPACE,
        N_("Reports, lists and letters are printed on it."),
        (("country", N_("As is usual in the country")), ("a4", N_("A4")), ("letter", N_("Letter"))),
    ),
    Setting(
        "report_chart",
        N_("Charts in reports"),
        "on",
        "reports",
        Scope.WORKSPACE,
        N_("A report can be printed otherwise; this is how it begins."),
        ON_OFF,
    ),
    Setting("report_values", N_("Values on the bars"), "off", "reports", Scope.WORKSPACE, choices=ON_OFF),
    Setting(
        "report_hide_names",
        N_("Hide people's names in reports"),
        "off",
        "reports",
        Scope.WORKSPACE,
        N_("Reports that leave the house then name companies alone."),
        ON_OFF,
    ),
    Setting("language", N_("Language"), "en", "look", Scope.DEVICE),
    Setting(
        "theme",
        N_("Theme"),
        "system",
        "look",
        Scope.DEVICE,
        N_("Light, dark, or as the system has it."),
        (("system", N_("Same as system")), ("light", N_("Light")), ("dark", N_("Dark"))),
    ),
    Setting(
        "contrast",
        N_("Contrast"),
        "system",
        "look",
        Scope.DEVICE,
        N_("High draws thin lines and quiet words stronger."),
        (("system", N_("Same as system")), ("normal", N_("Normal")), ("high", N_("High"))),
    ),
    Setting("zoom", N_("Text size"), "100", "look", Scope.DEVICE, N_("90 to 200 percent.")),
    Setting(
        "single_keys",
        N_("Single-letter keys"),
        "on",
        "keyboard",
        Scope.DEVICE,
        N_("Keys such as N, L and / act when no text field has the focus."),
        ON_OFF,
    ),
    _key("new", N_("New"), "N"),
    _key("log", N_("Log"), "L", N_("On a contact, and on the one that has the focus in a list.")),
    _key("edit", N_("Edit all facts"), "E", N_("On a contact, and the subject of a ticket.")),
    _key("plan", N_("Plan a step"), "T", N_("On Today and in the calendar.")),
    _key("find", N_("Filter, or search on the page"), "/"),
    _key("won", N_("Mark a deal as won"), "W", N_("In the pipeline.")),
    _key("reply", N_("Reply to the customer"), "R", N_("On a ticket.")),
    _key("note", N_("Write an internal note"), "I", N_("On a ticket.")),
    _key("solve", N_("Solve or reopen a ticket"), "S"),
    _key("keys", N_("All keys"), "?"),
    Setting(
        "idle_minutes",
        N_("Lock when I am away"),
        "10",
        "security",
        Scope.DEVICE,
        N_("After no keyboard or mouse for this long. What you are typing is kept."),
    ),
    Setting(
        "lock_on_sleep",
        N_("Lock when the computer sleeps or the lid closes"),
        "on",
        "security",
        Scope.DEVICE,
        choices=ON_OFF,
    ),
    Setting(
        "presentation",
        N_("Presentation mode hides amounts"),
        "off",
        "security",
        Scope.DEVICE,
        N_("Amounts show as •••• until you point at them, or come to them by keys. Ctrl Shift H turns it on and off."),
        ON_OFF,
    ),
    Setting(
        "ask_again",
        N_("Ask again before personal data are exported"),
        "on",
        "security",
        Scope.DEVICE,
        N_(
            "The passphrase is asked once in 5 minutes. A new recovery key, a new passphrase and switching this off "
            "always ask."
        ),
        ON_OFF,
    ),
    Setting(
        "first_steps",
        N_("Getting started"),
        "off",
        "help",
        Scope.DEVICE,
        N_("The list of first steps on Today."),
        ON_OFF,
    ),
    Setting("backup_folder", N_("Backup folder"), "", "backups", Scope.DEVICE, N_("Empty means inside the workspace.")),
    Setting("backup_days", N_("Back up every"), "1", "backups", Scope.DEVICE, N_("Days between automatic backups.")),
    Setting(
        "backup_keep",
        N_("Keep"),
        "thinned",
        "backups",
        Scope.DEVICE,
        N_("The newest of every day; the three newest always stay. Older backups are deleted when the next is made."),
        (
            ("7", N_("7 days")),
            ("14", N_("14 days")),
            ("30", N_("30 days")),
            ("90", N_("90 days")),
            ("thinned", N_("7 days, 4 weeks, 12 months")),
        ),
    ),
)
