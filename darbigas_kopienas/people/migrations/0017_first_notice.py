"""The privacy notice as it stood becomes version 1; who agreed that the school sees the hours gets a row of proof.

Every portal tells people about their data from its first day, so the text comes with the tables. From here on a new
text is a new version, published on the page of notices.
"""

import hashlib
from datetime import date

from django.db import migrations

SINCE = date(2026, 11, 29)  # when the words became these
BODY_LV = """\
## Kas ir atbildīgs

Par semināru un pasākumu datiem atbild pašvaldība vai programmas īstenotājs, kas tos rīko.

## Ko vācam un kāpēc

- Par dalībniekiem: vārds un uzvārds, e-pasta adrese, izglītības iestāde vai organizācija, apmeklētās nodarbības. Tas vajadzīgs, lai rīkotu semināru, uzskaitītu stundas un apliecinātu dalību.
- Par tiem, kuri to norāda piesakoties: vajadzības saistībā ar ēdināšanu, transportu vai vides piekļūstamību. To redz tikai rīkotājs, un citam nolūkam to neizmanto.
- Semināra izvērtējums ir anonīms: portāls saglabā to, ka atbilde ir sniegta, bet ne tās saturu.
- Par portāla lietotājiem: vārds un uzvārds, e-pasta adrese, loma un ieraksti par to, kas un kad darīts. Tas vajadzīgs, lai publiskās naudas izlietojums būtu izsekojams.
- Par izdevumiem: attaisnojuma dokumentos norādītais, kā to prasa grāmatvedības likums.
- Personas kodus nevācam. Dati par vecumu, dzimumu vai invaliditāti glabājas tikai kā anonīmi pasākuma skaitļi.

## Kas to redz

Tās pašvaldības koordinators un darbinieki, kura rīko pasākumu, un programmas koordinators. Finansētājs redz skaitļus, bet nekad neredz dalībnieku vārdus. Tikai tad, ja tam piekrītat, citi dalībnieki redz Jūsu vārdu, uzvārdu un iestādi, bet Jūsu iestāde – Jūsu stundas. Apliecības pārbaudes lapā redzami Jūsu iniciāļi, ja vien neatļaujat rādīt pilnu vārdu un uzvārdu. Datus nepārdod un neizmanto reklāmai.

## Fotoattēli un filmas

Pasākumos var notikt filmēšana un fotografēšana programmas publicitātei; rīkotājs par to paziņo pasākumā. Fotoattēlu publicē tikai pēc pārbaudes, un tādu, kurā atpazīstams bērns, – tikai ar vecāku atļauju. Atļauju var jebkurā laikā atsaukt: tad attēls vairs nav redzams.

## Jūsu tiesības

Jūs varat uzzināt, kas par Jums zināms, lūgt to labot vai, ja likums neprasa glabāt, dzēst, kā arī iebilst. Rakstiet uz iepriekš norādīto adresi; atbildēsim mēneša laikā. Varat arī iesniegt sūdzību Datu valsts inspekcijai. [www.dvi.gov.lv](https://www.dvi.gov.lv)

## Sīkdatnes

Portāls lieto tikai vajadzīgās sīkdatnes: lai varētu pieslēgties, lai aizsargātu veidlapas, lai atcerētos izvēlēto valodu un krāsas, lai gadu atpazītu pārlūkprogrammu, kurā jau notikusi pieslēgšanās (sīkdatne neatklāj, kam tā pieder), lai semināra dienā varētu atzīmēties ar vienu pieskārienu un lai divas stundas pēc pieteikšanās bez konta varētu izlabot norādīto. No citām tīmekļvietnēm nekas netiek ielādēts.
"""
BODY_EN = """\
## Who is responsible

Each municipality and the programme’s implementer are responsible for the data of the seminars and events that they organise.

## What is collected and why

- Of people who take part: name, e-mail address, school or organisation, attended sessions. It is needed to organise the seminar, count hours and give proof of attendance.
- Of those who say so when they register: what they need in the way of food, transport or access. Only the organiser sees it, and it is used for nothing else.
- Evaluations of a seminar are anonymous: the portal records that you have answered, not what you answered.
- Of people who sign in: name, e-mail address, role, and a record of what was done when. It is needed so that public money can be followed.
- Of expenses: what the supporting documents say, as the accounting law asks.
- Personal codes are not collected. Data on age, sex or disability are kept only as anonymous numbers of an event.

## Who sees it

The coordinator and staff of the municipality that organises the event, and the programme’s coordinator. The funder sees numbers, never names of participants. Other participants see your name and school, and your school sees your hours, only if you have agreed to it; the page that checks a certificate shows your initials unless you allow the whole name. Nothing is sold or used for advertising.

## Photos and films

Events may be filmed and photographed for publicity of the programme; the organiser says so at the event. A photo is published only after it has been checked, and one that shows a child recognisably only with a parent’s permission. The permission can be withdrawn at any time: then the photo is taken out of sight.

## Your rights

You may ask what is known about you, have it corrected, have it deleted where the law does not require it to be kept, and object. Write to the address above; we answer within a month. You may also complain to the Data State Inspectorate (Datu valsts inspekcija). [www.dvi.gov.lv](https://www.dvi.gov.lv)

## Cookies

The portal uses only the cookies that it needs: for signing in, for protecting forms, for the language and the colours you chose, for knowing a browser in which you signed in before (a year; it does not say whose it is), on the day of a seminar, for checking in with one tap, and, for two hours, for correcting what a guest has just registered. Nothing is loaded from other websites.
"""

SCHOOL_SEES_HOURS = """
INSERT INTO people_consent (person_id, kind, about, given_at, is_lapsed)
SELECT id, 'people.school_hours', '', school_sees_hours_since, false
FROM people_person WHERE school_sees_hours_since IS NOT NULL
ON CONFLICT DO NOTHING;
"""


def store(apps, schema_editor):
    notices = apps.get_model("people", "PrivacyNotice").objects
    if not notices.exists():
        lv, en = BODY_LV.strip(), BODY_EN.strip()
        source = hashlib.sha256(lv.encode()).hexdigest()
        notices.create(version=1, body_lv=lv, body_en=en, body_en_source=source, valid_from=SINCE)


class Migration(migrations.Migration):
    dependencies = [("people", "0016_notices_consents_retention")]

    operations = [
        migrations.RunPython(store, migrations.RunPython.noop),
        migrations.RunSQL(SCHOOL_SEES_HOURS, migrations.RunSQL.noop),
    ]
