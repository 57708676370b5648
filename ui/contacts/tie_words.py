"""How a tie between two contacts reads: "Reports to", "Works at, as buyer", "In the deal GTX Pro"."""

from crm_desktop.contacts.relation_kinds import relation_label
from crm_desktop.contacts.ties import Bond, Tie
from crm_desktop.words import _


def tie_words(tie: Tie) -> str:
    """Return how `tie` reads from the contact that it is seen from."""
    match tie.bond:
        case Bond.RELATION:
            said = relation_label(tie.said, outward=tie.outward, words=tie.words)
            return _("{relationship} (ended)").format(relationship=said) if tie.past else said
        case Bond.JOB:
            return _job(tie)
        case Bond.PARENT:
            return _("Belongs to") if tie.outward else _("Is the parent of")
        case Bond.DEAL:
            return _("In the deal “{title}” with").format(title=tie.said)


def _job(tie: Tie) -> str:
    if tie.outward:
        bare, titled = (_("Worked at"), _("Was {job} at")) if tie.past else (_("Works at"), _("{job} at"))
    elif tie.past:
        bare, titled = _("Former employer of"), _("Former employer of ({job})")
    else:
        bare, titled = _("Employs"), _("Employs as {job}")
    return titled.format(job=tie.said) if tie.said else bare
