"""What other programs call the columns of people and companies, in English, German, French and Spanish.

Each line names a place and the column names that go there, the usual ones first. Case, spaces, accents and signs do
not count: `E-Mail`, `email` and `e_mail` are one word.
"""

POINTS = """
email: email, email address, mail, mail address, primary email, email 1, email 1 value, email 1 address, emailadresse,
  e-mail-adresse, mailadresse, adresse email, adresse mail, courriel, adresse électronique, correo, correo electrónico,
  dirección de correo, email principal, lead email, customer email, contact email, client email, primary email address
email.work: work email, business email, office email, company email, email geschäftlich, email professionnel,
  correo de trabajo
email.home: home email, personal email, private email, email privat, email personnel, correo personal
email.other: secondary email, email 2, email 2 address, email 2 value, email 3 address, email 3 value, other email,
  alternate email, email (2), zweite email, autre email, otro correo
phone: phone, phone number, telephone, telephone number, tel, tel no, primary phone, main phone, phone 1 value,
  company main phone, telefon, telefonnummer, rufnummer, festnetz, téléphone, numéro de téléphone, teléfono,
  número de teléfono, contact phone number, lead phone, customer phone, phone no
phone.work: work phone, business phone, office phone, phone work, telefon geschäftlich, telefon büro,
  direct phone, direct line, direct dial, durchwahl,
  téléphone professionnel, téléphone bureau, teléfono de trabajo, teléfono oficina
phone.mobile: mobile, mobile phone, mobile number, mobile phone number, cell, cell phone, cell number, cellphone, handy,
  handynummer, mobil, mobiltelefon, mobilnummer, portable, téléphone portable, mobile perso, móvil, teléfono móvil,
  celular
phone.home: home phone, home phone number, phone home, private phone, telefon privat, téléphone domicile,
  teléfono de casa, teléfono particular
phone.fax: fax, fax number, business fax, work fax, telefax, faxnummer, télécopie, numéro de fax, telefax geschäftlich
phone.other: other phone, phone 2, phone 2 value, business phone 2, home phone 2, secondary phone, alternate phone,
  phone (2), car phone, pager, pager number
street: street, address, street address, address 1, address line 1, street 1, mailing street, billing street,
  mailing address, billing address, business street, business address, work address, work street, primary street,
  address street, straße, strasse, strasse und hausnummer, straße/nr, straße und nr, straße u. nr,
  straße hausnummer, straße u. hausnummer, str, adresse, anschrift, postanschrift, rue, adresse postale,
  dirección, calle, domicilio
street.2: address 2, address line 2, street 2, street2, work address 2, business street 2, adresszusatz,
  complément d'adresse, complemento
city: city, town, suburb, mailing city, billing city, business city, work city, address city, primary city, locality,
  ort, stadt, wohnort, ville, localité, commune, ciudad, localidad, población
region: region, state, province, state/region, state/province, county, mailing state, billing state, business state,
  work state, address state, bundesland, kanton, région, département, estado, provincia, comunidad, región
postal_code: postal code, postalcode, zip, zip code, zipcode, zip/postal code, post code, postcode, mailing zip,
  mailing postal code, billing zip, billing postal code, address postal code, business postal code, work zipcode, plz,
  postleitzahl, code postal, cp, código postal, c.p.
country: country, nation, country/region, mailing country, billing country, business country, work country,
  address country, land, staat, pays, país, country name, office location, headquarters, hq country
home.street: home street, home address, private address, privatanschrift, adresse personnelle, home address street
home.city: home city
home.region: home state
home.postal_code: home postal code, home zipcode, home zip
home.country: home country
website: website, web site, web page, webpage, web page 1, website 1 value, website url, homepage, home page, url, web,
  internet, internetseite, webseite, site web, site internet, page web, sitio web, página web
"""

BOTH = """
source: source, lead source, original source, data source, origin, quelle, herkunft, leadquelle, source du prospect,
  origine, origen, fuente, origen del prospecto
lifecycle: lifecycle, lifecycle stage, customer stage, lebenszyklus, cycle de vie, ciclo de vida
rating: rating, account rating, contact rating, abc, abc rating, bewertung, note client, clasificación
roles: roles, relation, relationship type, contact type, beziehung, rolle, rôle, roles de contacto
language: language, preferred language, sprache, langue, idioma, lengua
tags: tags, labels, group membership, keywords, schlagworte, étiquettes, etiquetas, contact tags
notes: notes, note, comments, comment, remarks, remark, description, background, notizen, notiz, bemerkung, bemerkungen,
  anmerkung, anmerkungen, kommentar, remarque, remarques, commentaire, commentaires, notas, observaciones, comentarios
photo:
do_not_contact: do not contact, opt out, opted out, nicht kontaktieren,
  ne pas contacter, no contactar
consent.email: email consent, email marketing, marketing emails,
  newsletter, newsletter consent, newsletter opt in, email opt in, opt in, optin,
  has opted out of email, opted out of email, email opt out, unsubscribed,
  unsubscribed from all email, do not email, subscription status,
  consent status, email status,
  marketing consent, accepts marketing, accepts email marketing, email marketing consent, subscribed, email allowed,
  e-mail-einwilligung, newsletter einwilligung, werbeeinwilligung, consentement e-mail, consentimiento email
consent.phone: phone consent, phone opt in, do not call, phone allowed, telefon einwilligung, consentement téléphone
consent.letter: letter consent, postal consent, post consent, letter allowed, brief einwilligung
consent.message: sms consent, sms opt in, accepts sms marketing, sms allowed
owner: owner, contact owner, lead owner, account owner, company owner, record owner, sales rep, sales representative,
  account manager, assigned to, salesperson, owner name, betreuer, zuständig, verantwortlicher, propriétaire,
  responsable, sales agent, propietario, owner alias
owner.id:
"""

PEOPLE = """
name: name, full name, fullname, display name, contact name, person, person name, contact, lead name, customer name,
  client name, customer, client, vollständiger name, ansprechpartner, kontakt, kontaktname, nom complet, nom et prénom,
  contact principal, nombre completo, nombre y apellidos, contacto, your name, name full, nombre, nom
name.family_first: last name first name, surname first name, nachname vorname, name vorname, name und vorname,
  familienname vorname, nom prénom, apellidos y nombre, apellido y nombre, cognome e nome, cognome nome
name.given_first: first name last name, first and last name, vorname nachname, vor und nachname, vorname und nachname,
  vorname name, prénom nom, prénom et nom, nome e cognome, nome cognome
given_name: first name, firstname, given name, givenname, forename, first, vorname, prénom, prenom, nombre de pila,
  primer nombre, fname
family_name: last name, lastname, family name, familyname, surname, last, nachname, familienname, nom de famille,
  apellido, apellidos, lname
additional_names: middle name, middle names, additional name, second name, middle, zweiter vorname, deuxième prénom,
  segundo nombre
prefix: prefix, name prefix, salutation, title of courtesy, courtesy title, honorific, anrede, akademischer titel,
  civilité, tratamiento
suffix: suffix, name suffix, namenszusatz, suffixe, sufijo
nickname: nickname, nick name, screen name, spitzname, rufname, surnom, apodo
job_title: job title, jobtitle, position, title, function, contact title, role, occupation, profession,
  organization title, organization 1 title, job position, berufsbezeichnung, funktion, stelle, stellung, poste,
  fonction, profession exercée, cargo,
  puesto, titel
department: department, abteilung, département entreprise, service, departamento
company: company, company name, organization, organisation, organization name, organization 1 name, account,
  account name, employer, associated company, related company, business, firma, firmenname, unternehmen, arbeitgeber,
  société, entreprise, raison sociale, empresa, compañía, organización
company.id: company id, account id, organization id, associated company id, companyid, firmennummer
company.website: associated company domain, company domain, company domain name, company website, account website
birthday: birthday, birth date, birthdate, date of birth, dob, geburtstag, geburtsdatum, geb datum, geb,
  geboren am, date de naissance, date naissance, né le, né(e) le,
  anniversaire, fecha de nacimiento, cumpleaños
birthday.year: birth year, geburtsjahr
birthday.month: birth month
birthday.day: birth day
external_id: id, contact id, person id, record id, rec id, lead id, customer id, client id, user id, uid, kontakt id,
  kontaktnummer, personennummer, kundennummer, kundennr, customer no, customer number, client no, client number,
  contact no, contact number, numéro client, n° client, código de cliente, número de cliente
"""

COMPANIES = """
name: name, company, company name, account, account name, organization, organisation, organization name, business name,
  site name, facility, facility name, institution, school,
  supplier, supplier name, customer, customer name, vendor, vendor name, client, client name, firm, firm name, firma,
  firmenname, unternehmen, kunde, kundenname, lieferant, société, entreprise, raison sociale, nom de la société, client,
  fournisseur, empresa, razón social, nombre de empresa, nombre de la empresa, cliente, proveedor, compañía
legal_name: legal name, registered name, legal entity, offizieller name, nom légal, nombre legal
sector: sector, industry, industry sector, business sector, branch, branche, sektor, industrie, wirtschaftszweig,
  secteur, secteur d'activité, industria, rubro
employees: employees, number of employees, employee count, no of employees, headcount, staff, company size, mitarbeiter,
  mitarbeiterzahl, anzahl mitarbeiter, effectif, nombre d'employés, nombre de salariés, empleados, número de empleados
annual_revenue: revenue, annual revenue, yearly revenue, turnover, annual turnover, sales volume, umsatz, jahresumsatz,
  chiffre d'affaires, ca annuel, ingresos, facturación, ingresos anuales
founded_year: year established, founded, year founded, founded year, established, established in, founding year,
  founded on, date founded, founding date, gründungsdatum, gegründet am, gegründet, gründungsjahr,
  année de création, fondée en, fundada, año de fundación
vat_id: vat id, vat, vat no, vat number, vat reg no, tax id, tax number, ust id, ustid, ust idnr, umsatzsteuer id,
  ust id nr, numéro de tva, n° tva,
  tva intracommunautaire, n° tva intracommunautaire, n° tva intracom, n° de tva intracommunautaire,
  numéro de tva intracommunautaire, tva intracom, nif, cif, nif/cif, número de iva
registration_no: registration no, registration number, company number, company registration, handelsregister,
  handelsregisternummer, siren, siret, registro mercantil, número de registro
parent: parent, parent company, parent account, subsidiary of, belongs to, group, muttergesellschaft, mutterfirma,
  konzern, société mère, maison mère, filiale de, empresa matriz, matriz
parent.id: parent id, parent account id, parent company id, parent organization id
currency: currency, currency code, währung, devise, moneda
person: contact name, contact, contact person, primary contact, main contact, ansprechpartner, kontakt, kontaktperson,
  personne de contact, interlocuteur, persona de contacto, contacto
person.job_title: contact title, contact job title, contact position, contact role, funktion ansprechpartner,
  fonction du contact, cargo del contacto
person.email: contact email, contact e-mail, email ansprechpartner, email du contact
person.phone: contact phone, contact telephone, telefon ansprechpartner, téléphone du contact
website: company domain name, domain, domain name, company website, company domain, company url
external_id: id, company id, account id, customer id, client id, supplier id, vendor id, organization id, record id,
  customer no, customer number, account number, account no, kundennummer, kundennr, lieferantennummer, firmennummer,
  numéro client, n° client, código de cliente, número de cliente
"""

CONTACTS = """
kind: company type, contact type, record type, entity type, type, is company, art, typ, kontaktart, type de contact,
  tipo, tipo de contacto
roles.customer: customer, is customer, kunde, client, cliente
roles.supplier: supplier, is supplier, vendor, lieferant, fournisseur, proveedor
"""
