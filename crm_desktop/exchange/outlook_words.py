"""How Outlook names the columns of its contacts in English, German, French, Spanish and Italian; see presets."""

# Its “Location” and “Office Location” are no address: an own text and the number of a room.
OUTLOOK = """
-: location, ort, emplacement, luogo
prefix: title, anrede, titre, tratamiento, título, titolo
given_name: first name, vorname, prénom, nombre, nome
additional_names: middle name, weitere vornamen, deuxième prénom, segundo nombre, secondo nome
family_name: last name, nachname, nom, apellidos, cognome
suffix: suffix, suffixe, sufijo, titolo straniero
company: company, firma, société, organización, società
department: department, abteilung, service, departamento, reparto
job_title: job title, position, titre 2, puesto, posizione
street: business street, straße geschäftlich, rue (bureau), calle del trabajo, via (uff.)
street.2: business street 2, straße geschäftlich 2, rue (bureau) 2, calle del trabajo 2, via (uff.) 2
city: business city, ort geschäftlich, ville (bureau), ciudad de trabajo, città (uff.)
region: business state, region geschäftlich, dép/région (bureau), provincia o estado de trabajo, provincia (uff.)
postal_code: business postal code, postleitzahl geschäftlich, code postal (bureau), código postal del trabajo,
  cap (uff.)
country: business country/region, business country, land/region geschäftlich, pays/région (bureau), pays (bureau),
  país o región del trabajo, paese (uff.), paese/area geografica (uff.)
home.street: home street, straße privat, rue (domicile), calle, calle del domicilio, domicilio particular, via (ab.)
home.city: home city, ort privat, ville (domicile), ciudad, ciudad del domicilio, città (ab.)
home.region: home state, bundesland/kanton privat, dép/région (domicile), estado o provincia del domicilio,
  provincia (ab.)
home.postal_code: home postal code, postleitzahl privat, code postal (domicile), código postal,
  código postal del domicilio, cap (ab.)
home.country: home country/region, home country, land/region privat, pays/région (domicile), pays (domicile),
  país o región del domicilio, paese (ab.), paese/area geografica (ab.)
address.3.street: other street, weitere straße, rue (autre), otra calle, altra via
address.3.street.2: other street 2, weitere straße 2, rue (autre) 2, otra calle 2, altra via 2
address.3.city: other city, weiterer ort, ville (autre), otra ciudad, altra città
address.3.region: other state, weiteres/r bundesland/kanton, dép/région (autre), otra provincia o estado,
  altra provincia
address.3.postal_code: other postal code, weitere postleitzahl, code postal (autre), otro código postal, altro cap
address.3.country: other country/region, other country, weiteres/e land/region, weiteres land/weitere region,
  pays/région (autre), otro país o región, altro paese, altro paese/area geografica
email: e-mail address, e-mail-adresse, adresse de messagerie, adresse de courrier, dirección de correo electrónico,
  indirizzo posta elettronica
email.2: e-mail 2 address, e-mail 2: adresse, adresse de messagerie 2, adresse de courrier 2,
  dirección de correo electrónico 2, dirección del correo electrónico 2, indirizzo posta elettronica 2
email.3: e-mail 3 address, e-mail 3: adresse, adresse de messagerie 3, adresse de courrier 3,
  dirección de correo electrónico 3, dirección del correo electrónico 3, indirizzo posta elettronica 3
phone: primary phone, haupttelefon, téléphone principal, teléfono principal, telefono principale
phone.work: business phone, telefon geschäftlich, téléphone (bureau), teléfono del trabajo, ufficio
phone.home: home phone, telefon privat, telefon (privat), téléphone (domicile), particular, abitazione
phone.mobile: mobile phone, mobiltelefon, tél. mobile, móvil, teléfono móvil, cellulare
phone.fax: business fax, fax geschäftlich, télécopie (bureau), fax del trabajo, fax (uff.)
phone.other: other phone, weiteres telefon, téléphone (autre), otro teléfono, altro telefono
phone.2: business phone 2, telefon geschäftlich 2, téléphone 2 (bureau), teléfono del trabajo 2, ufficio 2
phone.3: home phone 2, telefon privat 2, telefon (privat 2), téléphone 2 (domicile), abitazione 2
phone.4: car phone, autotelefon, téléphone (voiture), telefono auto
phone.5: pager, récepteur de radiomessagerie, cercapersone
phone.6: company main phone, telefon firma, téléphone société, número de centralita de la organización,
  telefono principale società
phone.7: home fax, fax privat, télécopie (domicile), fax (ab.)
phone.8: other fax, weiteres fax, télécopie (autre), otro fax, altro fax
phone.9: radio phone, mobiltelefon 2, radio téléphone, radioteléfono, radiotelefono
website: web page, webseite, page web, página web, pagina web
url.2: personal web page
message.1: imaddress
birthday: birthday, geburtstag, anniversaire, cumpleaños, compleanno
note.1: spouse, partner, partner/in, conjoint, conjoint(e), nome coniuge
note.2: anniversary, jahrestag, anniversaire de mariage ou fête, aniversario, anniversario
note.3: manager's name, name des/der vorgesetzten, name des/r vorgesetzten, name des vorgesetzten, responsable,
  nombre del director, nome manager
note.4: assistant's name, name assistent, nom de l'assistant(e), nome assistente
note.5: hobby, hobbies, passe-temps, aficiones
note.6: office location, büro, bureau, ubicazione ufficio
note.7: assistant's phone, telefon assistent, téléphone de l'assistant(e), telefono assistente
note.8: children, kinder, enfants, hijos, figli
notes: notes, notizen, notas, note
tags: categories, kategorien, catégories, categorías, categorie
"""
