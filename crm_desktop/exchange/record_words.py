"""What other programs call the columns of products, members, deals, activities and tickets; see contact_words."""

OWNER = """
owner: owner, record owner, sales agent, sales rep, sales representative, agent, assigned to, assignee, owner name,
  account manager, deal owner, opportunity owner, activity owner, ticket owner, responsible, created by, seller,
  betreuer, zuständig, verantwortlicher, verkäufer, vertreter, bearbeiter, propriétaire, responsable, commercial,
  vendeur, propietario, vendedor, agente
owner.id:
"""

ANY = """
is_deleted: is deleted
"""

COMPANY = """
company: company, company name, account, account name, organization, organisation, customer company, client,
  associated company, firma, firmenname, unternehmen, kunde, société, entreprise, client société, empresa, cliente,
  compañía
company.id: company id, account id, organization id, associated company id, firmennummer, kundennummer
company.website: associated company domain, company domain, company domain name, company website
"""

PERSON = """
person: contact name, contact, person, contact person, primary contact, participant, attendee, ansprechpartner,
  kontakt, kontaktperson, teilnehmer, interlocuteur, personne, personne de contact, contacto, persona de contacto
person.id: contact id, person id, associated contact id
person.email: associated contact email, contact email, person email, email, email address, email ansprechpartner,
  email du contact, correo, correo electrónico
"""

PRODUCTS = """
name: product, product name, name, item, item name, title, product title, article, artikel, artikelname, bezeichnung,
  artikelbezeichnung, produkt, produktname, produit, nom du produit, désignation, libellé, producto,
  nombre del producto, artículo, nombre, nom
code: code, product code, sku, item number, item no, item code, article number, article no, part number, part no,
  artikelnummer, artikelnr, art nr, produktnummer, référence, réf, code produit, código, referencia,
  código de producto
category: product family, family, category, series, product series, product line, product category, group,
  product group, category name, kategorie, warengruppe, produktgruppe, serie, catégorie, gamme, famille, série,
  categoría, familia, línea
price: price, msrp, sales price, unit price, list price, retail price, selling price, standard price, preis,
  listenpreis, verkaufspreis, einzelpreis, vk, prix, prix de vente, prix unitaire, precio, precio de venta,
  precio unitario, pvp
cost: cost, unit cost, purchase price, cost price, einkaufspreis, ek, kosten, coût, prix d'achat, prix de revient,
  coste, costo, precio de compra
currency: currency, currency code, währung, devise, moneda
unit: unit, unit of measure, uom, quantity per unit, einheit, mengeneinheit, verpackungseinheit, unité, unidad,
  unidad de medida
tax_rate: tax rate, tax, vat rate, vat, mwst, mwst satz, steuersatz, tva, taux de tva, iva, tipo de iva
active: active, is active, aktiv, actif, activo
active.not: discontinued, inactive, is inactive, archived, eingestellt, ausgelaufen, arrêté, descatalogado
description: description, details, product description, notes, beschreibung, details, descripción
tags: tags, labels, schlagworte, étiquettes, etiquetas
category.id: category id, product category id, family id
supplier: supplier, supplier name, vendor, manufacturer, brand, lieferant, hersteller, fournisseur, fabricant,
  proveedor, fabricante
supplier.id: supplier id, vendor id, lieferantennummer
external_id: id, product id, item id, record id, produkt id, id produit, id producto
"""

MEMBERS = """
name: sales agent, agent, agent name, sales person, salesperson, sales rep, sales representative, member, member name,
  employee, employee name, user, user name, name, full name, mitarbeiter, mitarbeitername, vertreter, verkäufer,
  commercial, employé, vendeur, empleado, vendedor, nombre completo
given_name: first name, firstname, given name, forename, vorname, prénom, nombre de pila
family_name: last name, lastname, family name, surname, nachname, nom de famille, apellido, apellidos
email: email, email address, work email, mail, emailadresse, adresse email, courriel, correo, correo electrónico
phone: phone, work phone, office phone, phone number, telephone, mobile, telefon, téléphone, teléfono
job_title: job title, title, position, function, berufsbezeichnung, funktion, poste, fonction, cargo, puesto
team: team, regional office, office, sales team, department, group, branch office, niederlassung, büro, abteilung,
  geschäftsstelle, équipe, agence, bureau, equipo, oficina, sucursal
manager: manager, manager name, supervisor, reports to, team lead, sales manager, vorgesetzter, teamleiter, leiter,
  supérieur, chef, jefe, supervisor directo
manager.id: manager id, reports to id, supervisor id, reportsto
role: role, user role, access, rolle, rôle, rol
active: active, is active, aktiv, actif, activo
external_id: id, employee id, sales person id, salesperson id, agent id, user id, member id, employee no,
  employee number, personalnummer, mitarbeiternummer, matricule, número de empleado
"""

DEALS = """
title: deal name, opportunity name, deal, opportunity, title, name, deal title, subject, project, verkaufschance,
  chance, geschäft, bezeichnung, titel, projekt, affaire, opportunité, nom de l'affaire, titre, negocio, oportunidad,
  nombre del negocio, título
pipeline: pipeline, sales pipeline, verkaufspipeline, embudo
stage: deal stage, stage, sales stage, opportunity stage, pipeline stage, stage name, phase, verkaufsphase, stufe,
  étape, phase de vente, etapa, fase
outcome: outcome, deal status, won/lost, result, ergebnis, résultat, resultado
amount: amount, deal amount, opportunity amount, value, deal value, close value, opportunity value, total, total value,
  betrag, wert, auftragswert, volumen, montant, valeur, importe, valor, monto
currency: currency, currency code, deal currency, währung, devise, moneda
probability: probability, chance %, win probability, probability (%), wahrscheinlichkeit, abschlusswahrscheinlichkeit,
  probabilité, probabilidad
opened_on: engage date, open date, opened, opened on, create date, created, created date, created on, start date, date,
  creation date, eröffnet, erstellt, erstellt am, angelegt am, startdatum, date de création, date d'ouverture,
  fecha de creación, fecha de apertura
expected_on: expected close date, expected close, expected, expected on, expected date, forecast date, target date,
  due date, voraussichtlicher abschluss, erwarteter abschluss, erwartet am, date de clôture prévue, date prévue,
  fecha prevista, fecha de cierre prevista
closed_on: close date, closed, closed on, closed date, won date, closing date, abschlussdatum, abschluss am,
  abgeschlossen am, date de clôture, date de fermeture, fecha de cierre
closed_on.2: lost date, lost time, lost on
lost_reason: closed lost reason, lost reason, reason lost, loss reason, verlustgrund, grund, raison de la perte,
  motif de perte, motivo de pérdida, razón de pérdida
source: source, lead source, deal source, original source, quelle, herkunft, origine, origen, fuente
team: team, regional office, sales team, equipo, équipe
note: note, notes, description, comment, comments, next step, notiz, bemerkung, beschreibung, remarque, commentaire,
  nota, notas, observaciones
tags: tags, labels, schlagworte, étiquettes, etiquetas
product: product, product name, item, produkt, artikel, produit, producto, artículo
product.id: product id, item id
product.code: sku, product code, artikelnummer, référence produit
quantity: quantity, qty, menge, anzahl, stückzahl, quantité, cantidad
unit_price: unit price, price, einzelpreis, preis, prix unitaire, prix, precio unitario, precio
external_id: opportunity id, deal id, id, record id, opportunity no, opportunity number, chance id, id affaire,
  id oportunidad, id negocio
"""

ACTIVITIES = """
kind: activity type, type, kind, interaction type, activity, channel, art, typ, aktivität, aktivitätsart, type
  d'activité, tipo, tipo de actividad
planned: status, activity status, state, zustand, statut, estado
at: timestamp, date, activity date, date time, datetime, when, start, start date, start time, starts at, time, day,
  datum, zeitpunkt, beginn, date et heure, date de l'activité, heure, fecha, fecha y hora, inicio
duration_min: duration, duration min, duration minutes, minutes, length, dauer, dauer min, durée, duración
subject: subject, title, summary, call/meeting title/subject, topic, betreff, titel, thema, objet, sujet, titre,
  asunto, título
body: comment, comments, notes/description, notes, note, description, body, text, details, content, kommentar, notiz,
  notizen, beschreibung, bemerkung, commentaire, commentaires, contenu, comentario, comentarios, notas, descripción
outcome: outcome, result, call outcome, disposition, ergebnis, résultat, resultado
outcome.2: meeting outcome
direction: direction, call direction, richtung, sens, dirección
mood: mood, sentiment, stimmung, humeur, ánimo
url: url, link, lien, enlace
deal: deal, deal name, opportunity, opportunity name, verkaufschance, affaire, negocio, oportunidad
deal.id: deal id, opportunity id, associated deal id
ticket.id: ticket id, case id
about.id:
sender: sender, sender address, from address, from (address), von (adresse), absender, expéditeur, de (adresse),
  remitente
recipients: recipients, recipient, to address, to (address), an (adresse), empfänger, destinataire, destinataires,
  à (adresse), destinatario, destinatarios, para (dirección)
cc: cc, cc address, cc (address), cc (adresse), cc (dirección), kopie
automatic:
files:
task.due: task due date, task due
task.status: task status
external_id: activity id, interaction id, id, record id, event id, uid, message id
"""

TASKS = """
title: task name, task title, task, title, subject, name, to do, todo, summary, aufgabe, betreff, titel, bezeichnung,
  tâche, objet, titre, tarea, asunto, título, compito, attività, taak, onderwerp, tarefa, assunto
kind: task type, type, kind, art, typ, aufgabentyp, type de tâche, tipo, tipo de tarea
task.due: due date, due, due on, due at, deadline, task due date, end date, fällig, fällig am, fälligkeit,
  fälligkeitsdatum, termin, échéance, date d'échéance, vencimiento, fecha de vencimiento, fecha límite, scadenza,
  data di scadenza, vervaldatum, vencimento, data de vencimento
due_day:
due_at:
remind_at: reminder, reminder date, remind at, remind on, erinnerung, erinnerung am, rappel, recordatorio
done_at: completed on, completed at, date completed, completion date, done at, done on, closed on, finished on,
  erledigt am, abgeschlossen am, terminé le, fecha de finalización, completada el
task.status: task status, status, completed, complete, done, state, finished, erledigt, zustand, statut, terminé,
  état, estado, completada, hecho, stato
priority: priority, importance, urgency, priorität, wichtigkeit, dringlichkeit, priorité, prioridad, priorità
duration_min: duration, duration min, minutes, estimated minutes, dauer, durée, duración
assignee: assigned to, assignee, responsible, zugewiesen an, zuständig, bearbeiter, assigné à,
  responsable, asignado a
note: note, notes, description, task description, details, body, comment, comments, notiz, notizen, beschreibung,
  bemerkung, remarque, commentaire, nota, notas, descripción
owner: owner, task owner, record owner, owner name, created by, creator, erstellt von, besitzer, propriétaire,
  propietario
owner.id:
location: location, place, ort, lieu, lugar
deal: deal, deal name, opportunity, opportunity name, verkaufschance, affaire, negocio, oportunidad
deal.id: deal id, opportunity id, associated deal id
ticket.id: ticket id, case id
about.id:
external_id: task id, id, record id, uid, todo id, aufgaben-id
"""

TICKETS = """
external_id: ticket id, case id, id, record id, issue id, request id
number: ticket number, ticket no, number, no, case number, ticketnummer, fallnummer, numéro, numéro de ticket, número
subject: ticket subject, subject, ticket name, title, summary, case subject, betreff, titel, objet, sujet, titre,
  asunto, título
description: ticket description, description, body, message, details, question, problem, beschreibung, nachricht,
  contenu, descripción, mensaje
kind: ticket type, type, kind, case type, request type, issue type, art, typ, ticketart, type de ticket, tipo,
  tipo de ticket
status: ticket status, status, state, case status, zustand, statut, état, estado
priority: ticket priority, priority, urgency, severity, priorität, dringlichkeit, priorité, urgence, prioridad,
  urgencia
channel: ticket channel, channel, ticket source, source, origin, case origin, kanal, eingangskanal, canal, origen
contact: customer name, contact name, contact, customer, requester, requester name, person, kunde, kundenname,
  ansprechpartner, demandeur, nom du client, cliente, contacto, nombre del cliente
contact.id: customer id, contact id, requester id
contact.email: customer email, associated contact email, contact email, email, email address, requester email,
  email kunde, email du client, correo, correo del cliente
contact.phone: customer phone, contact phone, phone
product: product purchased, product, product name, item, produkt, artikel, produit, producto
product.id: product id
opened_at: create date, created, created at, created on, opened, opened at, open date, date opened, received,
  date created, ticket date, erstellt, erstellt am, eröffnet, eingegangen am, date de création, ouvert le,
  fecha de creación, fecha de apertura
first_response_at: first response time, first response, first response at, first responded at, first reply,
  first answer, erste antwort, première réponse, primera respuesta
solved_at: time to resolution, resolved at, resolution time, solved at, solved, close date, closed at, closed,
  date closed, resolved, date resolved, gelöst am, geschlossen am, résolu le, date de clôture, resuelto el,
  fecha de cierre
satisfaction: customer satisfaction rating, satisfaction rating, satisfaction, csat, csat score, rating, zufriedenheit,
  note de satisfaction, satisfacción
resolution: resolution, solution, answer, lösung, antwort, résolution, solución, respuesta
root_cause: root cause, cause, reason, ursache, cause racine, causa
tags: tags, labels, schlagworte, étiquettes, etiquetas
"""

PURCHASES = """
external_id: purchase id, line id, order line id, order detail id, order item id, invoice line id, record id, id
order_number: order number, order no, order id, order, invoice no, invoice number, invoice, invoice id, document no,
  document number, receipt no, receipt number, transaction id, transaction no, belegnummer, beleg, rechnungsnummer,
  bestellnummer, auftragsnummer, numéro de commande, n° commande, numéro de facture, n° facture, commande, facture,
  número de pedido, número de factura, pedido, factura, numero ordine, numero fattura, bestelnummer, factuurnummer
customer: customer, customer name, client, client name, buyer, bill to, sold to, account, account name, company,
  company name, kunde, kundenname, käufer, nom du client, acheteur, cliente, nombre del cliente, comprador, klant
customer.id: customer id, customer no, customer number, client id, account id, account no, kundennummer, kundennr,
  numéro client, n° client, código de cliente, número de cliente, codice cliente, klantnummer
customer.email: customer email, email, email address, buyer email, client email
customer.country: country, customer country, bill country, land, pays, país
product: product, product name, item, item name, article, produkt, produktname, artikel, artikelname, produit,
  nom du produit, producto, nombre del producto, prodotto
product.id: product id, item id
product.code: stock code, sku, product code, item code, item no, item number, article no, article number, part number,
  artikelnummer, artikelnr, référence, code produit, código, referencia, codice articolo
description: description, line description, beschreibung, bezeichnung, désignation, descripción, descrizione
quantity: quantity, qty, units, amount of units, menge, anzahl, stückzahl, quantité, qté, cantidad, quantità, aantal
unit_price: unit price, price, price each, item price, rate, einzelpreis, preis, stückpreis, prix unitaire, prix,
  precio unitario, precio, prezzo, prijs
discount_pct: discount, discount pct, discount percent, rabatt, remise, descuento, sconto, korting
currency: currency, currency code, währung, devise, moneda, valuta
bought_on: invoice date, order date, purchase date, bought on, sold on, sale date, date, transaction date,
  document date, kaufdatum, rechnungsdatum, bestelldatum, auftragsdatum, belegdatum, datum, date de facture,
  date de commande, date d'achat, fecha de factura, fecha de pedido, fecha de compra, fecha, data ordine,
  data fattura, orderdatum
serial: serial, serial number, serial no, seriennummer, numéro de série, número de serie, numero di serie, serienummer
warranty_until: warranty until, warranty end, warranty expires, garantie bis, garantieende, fin de garantie,
  garantía hasta, fin de garantía
next_service_on: next service, next service on, service due, next maintenance, nächste wartung, prochaine maintenance,
  próximo servicio, próxima revisión
note: note, notes, comment, comments, remark, notiz, bemerkung, remarque, nota, observaciones
owner: sales agent, sales rep, salesperson, sales person, seller, owner, verkäufer, vendeur, vendedor
owner.id: employee id, sales person id, salesperson id, sales rep id, seller id
"""

CATEGORIES = """
name: category name, category, name, family, title, kategorie, catégorie, categoría, categoria
external_id: category id, id, family id, record id
"""
