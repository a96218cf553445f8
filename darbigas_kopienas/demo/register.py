"""What was decided about each grant, what has to be done by when, and whom one writes to.

Of the true one only what the description says; numbers, agreements and people of the demonstration are invented.
"""

from datetime import date, timedelta
from decimal import Decimal

from darbigas_kopienas.administration.models import Decision, Milestone
from darbigas_kopienas.administration.programme.contacts import CONTACTS
from darbigas_kopienas.administration.programme.decisions import DECISIONS
from darbigas_kopienas.administration.programme.milestones import MILESTONES
from darbigas_kopienas.evidence import services as evidence
from darbigas_kopienas.people.models import Municipality, User
from darbigas_kopienas.programme.actors import SYSTEM, Actor
from darbigas_kopienas.programme.facts.services import add_fact
from darbigas_kopienas.programme.models import Party, PartyContact, Programme

from . import pictures

# role of the party: (name, position, e-mail, telephone); no Latvian number begins with 0
PEOPLE = {
    Party.Role.FUNDER: ("Alise Paraudziņa", "programmu vadītāja", "alise@example.lv", "+371 00000001"),
    Party.Role.IMPLEMENTER: ("Mārtiņš Piemērs", "projekta grāmatvedis", "martins@example.lv", "+371 00000002"),
    Party.Role.APPLICANT: ("Zenta Paraudziņa", "metodiķe", "zenta@example.lv", ""),
}
CO_FINANCING = ("Daugavpils dome līdzfinansē projektu 2020. gadā", "Daugavpils council co-finances the project in 2020")
COUNCIL_S_SHARE = Decimal("1000.00")
END = ("Projekta noslēgums", "End of the project")


def load_true(programme: Programme, municipalities: dict[str, Municipality]) -> None:
    """The council's 1 000,00, of whose decision neither number nor day is known, and the last day."""
    if not Decision.objects.filter(programme=programme).exists():
        council = Party.objects.filter(programme=programme, role=Party.Role.CO_FINANCER).first()
        _decision(SYSTEM, programme, CO_FINANCING, kind=Decision.Kind.COUNCIL_DECISION, amount=COUNCIL_S_SHARE,
                  municipality=municipalities["daugavpils"], party=council)  # fmt: skip
    if not Milestone.objects.filter(programme=programme).exists():
        _milestone(SYSTEM, programme, END, programme.ends_on, done_on=programme.ends_on)


def load_demo(programme: Programme, municipalities: dict[str, Municipality], by: User, today: date) -> None:
    starts, daugavpils = programme.starts_on, municipalities["daugavpils"]
    if not Decision.objects.filter(programme=programme).exists():
        signed, year = starts + timedelta(days=20), today.year
        lines = [
            "VIENOSANAS (PARAUGS)",
            "Nr. 1-12/7",
            f"{signed:%d.%m.%Y}",
            "Daugavpils",
            "Izglitibas iniciativu centrs",
        ]
        upload = pictures.receipt(lines, programme.pk)
        agreement = evidence.stage(by=by, upload=upload, scope=programme.scope, kind="agreement", title="Vienošanās")
        texts = ("Vienošanās par dalību projektā (paraugs)", "Agreement on taking part in the project (sample)")
        _decision(by, programme, texts, kind=Decision.Kind.AGREEMENT, number="1-12/7", decided_on=signed,
                  municipality=daugavpils, documents=[agreement])  # fmt: skip
        council = Party.objects.filter(programme=programme, role=Party.Role.CO_FINANCER).first()
        texts = (f"Līdzfinansējums {year}. gadā (paraugs)", f"Co-financing in {year} (sample)")
        _decision(by, programme, texts, kind=Decision.Kind.COUNCIL_DECISION, number="paraugs-25",
                  decided_on=date(year, 1, 14), amount=COUNCIL_S_SHARE, municipality=daugavpils,
                  party=council)  # fmt: skip
    if not Milestone.objects.filter(programme=programme).exists():
        texts = ("Vienošanās ar pašvaldībām noslēgtas", "Agreements with the municipalities are signed")
        _milestone(by, programme, texts, starts + timedelta(days=30), done_on=starts + timedelta(days=20))
        texts = ("Resursu centra darba plāns iesniegts", "The work plan of the resource centre is handed in")
        _milestone(by, programme, texts, min(today + timedelta(days=14), programme.ends_on), municipality=daugavpils)
        _milestone(by, programme, END, programme.ends_on)


def load_contacts(programme: Programme) -> None:
    """Invented people at the parties of a grant."""
    if PartyContact.objects.filter(programme=programme).exists():
        return
    for party in Party.objects.filter(programme=programme, role__in=PEOPLE):
        name, position, email, phone = PEOPLE[Party.Role(party.role)]
        fields = {"party": party, "name": name, "position": position, "email": email, "phone": phone}
        add_fact(by=SYSTEM, kind=CONTACTS, programme=programme, fields=fields)


def _decision(by: Actor, programme: Programme, summary: tuple[str, str], **fields: object) -> None:
    named = {"summary_lv": summary[0], "summary_en": summary[1]}
    add_fact(by=by, kind=DECISIONS, programme=programme, fields={**named, **fields})


def _milestone(by: Actor, programme: Programme, name: tuple[str, str], due_on: date, **fields: object) -> None:
    named = {"name_lv": name[0], "name_en": name[1], "due_on": due_on}
    add_fact(by=by, kind=MILESTONES, programme=programme, fields={**named, **fields})
