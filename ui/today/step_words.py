"""What each of the first steps is called, what it says, and where it leads."""

from collections.abc import Sequence
from typing import NamedTuple

from crm_desktop.first_steps import BACKUP, CONTACTS, CREATE, FOLLOW_UP, GOAL, KEY, STAGES
from crm_desktop.words import _, pgettext
from ui.kit.desk import Place


class StepWords(NamedTuple):
    """One step in words: `link` stands at the end of its line, `lead` and `button` in the card beside the list."""

    title: str
    note: str
    link: str
    icon: str
    lead: str
    button: str


PLACES = {
    CREATE: Place("settings", None, {"section": "workspace"}),
    KEY: Place("settings", None, {"section": "security"}),
    CONTACTS: Place("import"),
    STAGES: Place("settings", None, {"section": "stages"}),
    GOAL: Place("settings", None, {"section": "goals"}),
    FOLLOW_UP: Place("new", None, {"kind": "task"}),
    BACKUP: Place("settings", None, {"section": "backups"}),
}


def step_words(step: str, folder: str, stages: Sequence[str], *, done: bool) -> StepWords:
    """Return the words of `step`; `folder` is where the workspace is, `stages` are the names of its stages."""
    opens = pgettext("act", "Open")
    match step:
        case "create":
            note = _("Encrypted, at {folder}").format(folder=folder) if folder else _("Encrypted")
            return StepWords(_("Create the workspace"), note, "", "workspace", "", "")
        case "key":
            lead = _("If the passphrase is lost, this key alone opens the workspace. Type it once from the paper.")
            note = _("Tested: it fits.") if done else _("On paper. Testing it takes 10 seconds.")
            return StepWords(_("Keep the recovery key"), note, _("Test"), "key", lead, _("Test the recovery key"))
        case "contacts":
            lead = _("Nothing is written before you have seen the result, and the whole import can be undone.")
            return StepWords(
                _("Bring your contacts"), _("CSV, Excel, vCard, mail and calendar files"), opens, "drop file", lead, ""
            )
        case "stages":
            lead = _("Name the steps that your deals go through, with the chance of winning at each.")
            note = _("{names} are ready to use").format(names=", ".join(stages))
            return StepWords(_("Set your stages"), note, opens, "stages", lead, _("Set the stages"))
        case "goal":
            lead = _("Today and the forecast show how far you are from it.")
            note = _("For a month or a quarter, for you or the team")
            return StepWords(_("Set a goal"), note, opens, "trend", lead, _("Set a goal"))
        case "follow_up":
            lead = _("Call somebody back, send an offer: what is planned stands here on its day.")
            note = _("So that Today has something to say")
            return StepWords(_("Plan the first follow-up"), note, opens, "plan", lead, _("Plan a step"))
        case _:
            lead = _("A backup in the same place is lost together with the workspace.")
            note = _("Another disk or a stick is best")
            return StepWords(_("Choose the backup place"), note, opens, "backup", lead, _("Choose the place"))
