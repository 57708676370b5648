"""What other programs call the values of choice fields; the values and labels of the schema are understood as well."""

from collections.abc import Mapping
from functools import lru_cache

from crm_desktop.exchange.word_lines import word_lines
from crm_desktop.schema.contacts import CONTACT
from crm_desktop.schema.field import Field
from crm_desktop.values.names import fold, fold_key
from crm_desktop.words import _

# By table, field and value.
_WORDS = """
interaction.kind.call: phone, phone call, telephone, call log, anruf, telefonat, telefon, appel, llamada, calls
interaction.kind.meeting: appointment, event, demo, besprechung, termin, treffen, réunion, rendez-vous, reunión, cita,
  video call
interaction.kind.visit: site visit, field visit, besuch, kundenbesuch, visite, visita
interaction.kind.email: mail, e-mail, email sent, e-mail gesendet, courriel, correo, correo electrónico
interaction.kind.letter: post, fax, mailing, brief, lettre, courrier, carta
interaction.kind.social: social media, linkedin, facebook, twitter, x, instagram, soziale medien, réseaux sociaux,
  redes sociales
interaction.kind.message: sms, text, chat, whatsapp, messenger, nachricht, message texte, mensaje
interaction.kind.note: comment, memo, notiz, notice, nota, remarque
interaction.direction.out: outbound, outgoing, sent, ausgehend, gesendet, sortant, saliente, enviado
interaction.direction.in: inbound, incoming, received, eingehend, empfangen, entrant, entrante, recibido
interaction.planned.1: scheduled, planned, upcoming, open, not started, pending, waiting, in progress, deferred,
  geplant, offen, terminiert, prévu, planifié, à venir, programado, planificado, pendiente, yes, true
interaction.planned.0: completed, complete, done, held, finished, closed, sent, logged, cancelled, canceled, no show,
  not held, abgesagt, storniert, abgebrochen, annulé, cancelado,
  erledigt, abgeschlossen, terminé, effectué, completado, hecho, realizado, no, false
task.kind.todo: task, tasks, aufgabe, tâche, tarea
task.kind.call: phone, phone call, follow up call, anruf, telefonat, appel, llamada
task.kind.meeting: appointment, besprechung, termin, réunion, rendez-vous, reunión, cita
task.kind.visit: site visit, besuch, visite, visita
task.kind.email: mail, e-mail, courriel, correo
task.kind.letter: post, brief, lettre, carta
task.priority.low: minor, p4, 9, niedrig, gering, basse, faible, baja
task.priority.medium: normal, moderate, p3, 5, mittel, moyenne, normale, media
task.priority.high: urgent, important, critical, p1, p2, 1, hoch, dringend, haute, élevée, urgente, alta
ticket.kind.question: billing inquiry, product inquiry, inquiry, enquiry, general inquiry, information request, how
  to, frage, anfrage, demande, pregunta, consulta
ticket.kind.problem: technical issue, issue, incident, bug, error, defect, fault, störung, fehler, incidente, panne,
  problème, problema
ticket.kind.complaint: refund request, cancellation request, refund, cancellation, return, dispute, beschwerde,
  reklamation, réclamation, plainte, queja, reclamación
ticket.kind.compliment: praise, thanks, positive feedback, lob, félicitation, elogio
ticket.kind.suggestion: feature request, idea, feedback, enhancement, improvement, vorschlag, wunsch, suggestion
  client, sugerencia
ticket.status.new: neu, nouveau, nuevo, unassigned, received
ticket.status.open: in progress, assigned, active, waiting on us, reopened, working, offen, in bearbeitung, ouvert, en
  cours, abierto, en curso
ticket.status.waiting: pending customer response, pending, waiting on contact, waiting on customer, waiting on client,
  on hold, wartend, wartet auf kunden, en attente, en espera, pendiente
ticket.status.solved: resolved, fixed, done, gelöst, résolu, resuelto
ticket.status.closed: geschlossen, cancelled, archived, fermé, clos, cerrado
ticket.priority.low: minor, p4, niedrig, gering, basse, faible, baja
ticket.priority.medium: normal, moderate, p3, mittel, moyenne, normale, media
ticket.priority.high: major, important, p2, hoch, haute, élevée, alta
ticket.priority.critical: urgent, blocker, emergency, very high, p1, kritisch, dringend, sehr hoch, critique, urgente,
  crítica
ticket.channel.email: mail, e-mail, courriel, correo
ticket.channel.phone: telephone, call, telefon, anruf, téléphone, teléfono, llamada
ticket.channel.chat: live chat, messenger, whatsapp, sms
ticket.channel.social: social media, facebook, twitter, linkedin, instagram, soziale medien, réseaux sociaux, redes
  sociales
ticket.channel.visit: in person, walk in, counter, besuch, visite, visita
ticket.channel.letter: post, fax, brief, courrier, lettre, carta
ticket.channel.web: web form, form, website, portal, online, formular, formulaire, formulario
contact.lifecycle.prospect: subscriber, opportunity, interessent, prospecto, potential
contact.lifecycle.lead: marketing qualified lead, sales qualified lead, mql, sql
contact.lifecycle.customer: client, evangelist, active customer, kunde, cliente
contact.lifecycle.former: former customer, lost customer, churned, ehemaliger kunde, ancien client, antiguo cliente
contact.rating.A: hot
contact.rating.B: warm
contact.rating.C: cold
contact.kind.person: individual, contact, people, private, privatperson, kontakt, personne, particulier, persona,
  false
contact.kind.company: organization, organisation, account, business, firma, unternehmen, société, entreprise, empresa,
  true
contact.roles.customer: client, kunde, cliente, buyer
contact.roles.prospect: lead, interessent, prospecto
contact.roles.supplier: vendor, lieferant, fournisseur, proveedor
contact.roles.partner: partenaire, socio, reseller
contact.roles.distributor: händler, dealer, distributeur, distribuidor
contact.roles.competitor: konkurrent, wettbewerber, concurrent, competidor
deal.outcome.won: closed won, gewonnen, abgeschlossen gewonnen, gagné, gagnée, ganado, ganada, success, successful
deal.outcome.lost: closed lost, verloren, abgeschlossen verloren, perdu, perdue, perdido, perdida, abandoned
deal.outcome.open: in progress, active, pending, offen, ouvert, en cours, abierto, abierta
member.role.owner: admin, administrator
member.role.sales: user, agent, vertrieb
member.role.read_only: viewer, guest
"""
_ENDS = {
    outcome: tuple(map(fold, words))
    for outcome, words in word_lines(
        """
won: won, gewonnen, gagné, ganad, выигр, wygran, vyhrán, vunn, kazanıl, 受注, 赢单, 成交
lost: lost, verloren, perdu, perdid, проигр, przegran, prohr, förlor, kaybed, 失注, 输单, 丢单
"""
    )
}

# Words that close a task or an appointment that never was.
_NEVER_WAS = frozenset(
    map(
        fold_key,
        ("cancelled", "canceled", "no show", "not held", "abgesagt", "storniert", "abgebrochen", "annulé", "cancelado"),
    )
)


def never_was(status: str) -> bool:
    """Return whether `status` says of a task or an appointment that nothing came of it."""
    return fold_key(status) in _NEVER_WAS


@lru_cache(None)
def choices_by_word(table: str, field: Field) -> Mapping[str, str]:
    """Return the value of `field` of `table` by the key of each word for it."""
    found: dict[str, str] = {}
    for each in field.choices:
        for word in (each.value, each.label, _(each.label)):
            found.setdefault(fold_key(word), each.value)
    for place, words in word_lines(_WORDS):
        about, _dot, value = place.rpartition(".")
        if about == f"{table}.{field.name}":
            for word in words:
                found.setdefault(fold_key(word), value)
    return found


def role_of_title(title: str) -> str | None:
    """Return the role that the title of a table gives to those in it: `customers` holds customers."""
    words = choices_by_word("contact", CONTACT.by_name["roles"])
    name = fold_key(title)
    return words.get(name) or words.get(name[:-1])


def outcome_of_stage(name: str) -> str:
    """Return won or lost where the stage `name` says so in a known language, else open."""
    words = fold(name)
    return next((outcome for outcome, stems in _ENDS.items() if any(stem in words for stem in stems)), "open")
