"""What programs in Italian, Dutch and Portuguese call the usual columns; see contact_words."""

POINTS = """
email: indirizzo email, posta elettronica, indirizzo di posta elettronica, e-mailadres, emailadres, endereço de email,
  endereço de e-mail, correio eletrónico, correio eletrônico
phone: telefono, numero di telefono, telefoonnummer, telefoon, telefone, número de telefone
phone.work: telefono ufficio, telefono lavoro, telefoon werk, telefone comercial, telefone do trabalho,
  telefon geschäftlich, téléphone (bureau), teléfono del trabajo
phone.mobile: cellulare, telefono cellulare, mobiel, mobiel nummer, mobiele telefoon, telemóvel, telemovel,
  tél. mobile, téléphone mobile
phone.home: telefono casa, telefono abitazione, telefoon thuis, telefone residencial, téléphone (domicile)
phone.fax: numero fax, faxnummer, fax geschäftlich, télécopie (bureau), fax del trabajo
street: indirizzo, via, straat, adres, straatnaam, endereço, morada, rua, logradouro, straße geschäftlich,
  rue (bureau), calle del trabajo
city: città, plaats, woonplaats, stad, cidade, ort geschäftlich, ville (bureau), ciudad de trabajo
region: provincia, regione, provincie, estado, distrito, region geschäftlich, département/région (bureau)
postal_code: cap, codice postale, postcode, código postal, cep, postleitzahl geschäftlich, code postal (bureau),
  código postal del trabajo
country: business country/region, paese, nazione, stato, land, país, land/region geschäftlich, pays/région (bureau),
  país o región del trabajo
website: sito web, sito internet, pagina web, website adres, página da web, site
"""
BOTH = """
notes: note, annotazioni, opmerkingen, notities, notas, observações
tags: etichette, labels, etiquetas
source: fonte, provenienza, bron, herkomst, fonte do lead, origem
owner: proprietario, responsabile, eigenaar, verantwoordelijke, proprietário, responsável
language: lingua, taal, idioma
"""
PEOPLE = """
name: nome completo, nome e cognome, volledige naam, naam, contatto, contactpersoon, contato
given_name: nome, nome proprio, voornaam, primeiro nome, nome próprio
family_name: cognome, achternaam, familienaam, sobrenome, apelido, último nome
additional_names: secondo nome, tussenvoegsel, nome do meio
prefix: titolo, aanhef, título, tratamento
nickname: soprannome, roepnaam, alcunha
job_title: ruolo, qualifica, posizione, functie, functietitel, cargo, função
department: organization department, organization 1 department, reparto, afdeling, departamento
company: azienda, società, ditta, bedrijf, bedrijfsnaam, organisatie, empresa, companhia
birthday: data di nascita, compleanno, geboortedatum, verjaardag, data de nascimento, aniversário
"""
COMPANIES = """
name: azienda, società, ragione sociale, ditta, bedrijf, bedrijfsnaam, klantnaam, klant, empresa, razão social
sector: settore, sector, branche, bedrijfstak, setor, ramo
employees: dipendenti, numero di dipendenti, werknemers, aantal medewerkers, funcionários, número de funcionários
annual_revenue: fatturato, ricavi, omzet, jaaromzet, faturação, faturamento, receita anual
founded_year: anno di fondazione, oprichtingsjaar, ano de fundação
vat_id: partita iva, p.iva, btw nummer, btw-nummer, nif, nipc, cnpj, número de contribuinte
parent: casa madre, società madre, moedermaatschappij, empresa mãe, matriz
external_id: codice cliente, codice fornitore, klantnummer, debiteurnummer, código do cliente
"""
PRODUCTS = """
name: prodotto, nome prodotto, articolo, product, artikelnaam, omschrijving, produto, nome do produto, artigo
code: codice, codice prodotto, codice articolo, artikelnummer, productcode, código, código do produto, referência
category: categoria, productgroep, categorie, família
price: prezzo, prezzo di vendita, prijs, verkoopprijs, preço, preço de venda
cost: costo, prezzo di acquisto, kostprijs, inkoopprijs, custo, preço de custo
unit: unità, eenheid, unidade
tax_rate: aliquota iva, iva, btw, btw-tarief, taxa de iva
"""
DEALS = """
title: trattativa, opportunità, verkoopkans, kans, oportunidade, negócio
stage: fase, stadio, stato, etapa, estágio
amount: importo, valore, bedrag, waarde, valor, montante
expected_on: chiusura prevista, data chiusura prevista, verwachte sluitdatum, data prevista de fechamento
closed_on: data chiusura, sluitdatum, data de fechamento, data de fecho
probability: probabilità, waarschijnlijkheid, probabilidade
"""
ACTIVITIES = """
kind: tipo di attività, soort activiteit, tipo de atividade
at: data, data e ora, datum, datum en tijd, data e hora
subject: oggetto, onderwerp, assunto
body: descrizione, testo, omschrijving, descrição, texto
duration_min: durata, duur, duração
"""
TICKETS = """
subject: oggetto, onderwerp, assunto
description: descrizione, omschrijving, descrição
status: stato, status, estado
priority: priorità, prioriteit, prioridade
opened_at: data di apertura, aperto il, geopend op, data de abertura
solved_at: data di chiusura, chiuso il, gesloten op, data de fecho
"""
