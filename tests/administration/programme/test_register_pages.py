"""Parties, partners, decisions and milestones by their pages."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from darbigas_kopienas.administration.models import Decision, Milestone
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.people.models import Municipality, Organisation, User
from darbigas_kopienas.programme.history import history_of
from darbigas_kopienas.programme.models import Partnership, Party, PartyContact, Programme
from tests.evidence.files import PDF, upload

pytestmark = pytest.mark.django_db
RITS = {"role": "implementer", "name_lv": "Biedrība „Rīts”", "kind": "ngo"}


def there(programme: Programme, rest: str) -> str:
    return f"/en/administration/programmes/{programme.pk}/{rest}"


def text_of(client: Any, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_party_with_a_new_organisation_and_a_contact(as_: Any, marta: User, programme: Programme) -> None:
    client = as_(marta)
    assert "data-draft=" in text_of(client, there(programme, "parties/add/"))
    assert client.post(there(programme, "parties/add/"), RITS).status_code == 302
    party = Party.objects.get(role="implementer")
    contact = {"party": party.pk, "name": "Līga Paraudziņa", "email": "liga@example.lv"}
    assert client.post(there(programme, "contacts/add/"), {**contact, "email": ""}).status_code == 422
    assert client.post(there(programme, "contacts/add/"), contact).status_code == 302
    assert client.post(there(programme, "contacts/add/"), {**contact, "phone": "<b>"}).status_code == 422
    page = text_of(client, there(programme, "parties/"))
    assert all(word in page for word in ("Biedrība „Rīts”", "Līga Paraudziņa", "required before signing"))
    assert client.get(there(programme, f"parties/{party.pk}/")).status_code == 200
    assert client.get(there(programme, f"contacts/{PartyContact.objects.get().pk}/")).status_code == 200
    assert "parties’ contacts" in text_of(client, there(programme, f"parties/{party.pk}/remove/"))


def test_the_known_organisation_is_named_and_all_stays_typed(as_: Any, marta: User, programme: Programme) -> None:
    typed = {**RITS, "name_lv": "Britu Padome", "address": "Ielas 1"}
    answer = as_(marta).post(there(programme, "parties/add/"), typed)
    page = answer.content.decode()
    assert (answer.status_code, "Britu Padome Latvijā”: choose it" in page, "Ielas 1" in page) == (422, True, True)
    assert as_(marta).post(there(programme, "parties/add/"), {**typed, "is_another": "on"}).status_code == 302


def test_an_organisation_s_data_are_edited(as_: Any, marta: User, programme: Programme) -> None:
    funder = Organisation.objects.get(name_lv="Britu Padome Latvijā")
    page = there(programme, f"organisations/{funder.pk}/")
    here = f"{page}edit/"
    client = as_(marta)
    assert "data-draft=" in text_of(client, here)
    typed = {"name_lv": funder.name_lv, "name_en": funder.name_en, "kind": "funder", "registration_number": "209131"}
    assert client.post(here, typed).status_code == 302
    assert "— → 209131" in text_of(client, page)
    stranger = Organisation.objects.create(name_lv="Cita", kind="ngo")
    assert client.get(there(programme, f"organisations/{stranger.pk}/edit/")).status_code == 404
    assert client.post(here, {**typed, "name_lv": "Cita"}).status_code == 422


def test_municipalities_are_entered(as_: Any, marta: User, programme: Programme) -> None:
    client = as_(marta)
    typed = {"name_lv": "Krāslavas novads", "name_en": "Krāslava Municipality", "locative_lv": "Krāslavas novadā"}
    assert client.post(there(programme, "municipalities/add/"), {**typed, "iso": "lv 47"}).status_code == 422
    assert client.post(there(programme, "municipalities/add/"), {**typed, "iso": "LV-047"}).status_code == 302
    made = Municipality.objects.get(code="kraslavas-novads")
    assert "Krāslava Municipality" in text_of(client, there(programme, "municipalities/"))
    here = there(programme, f"municipalities/{made.pk}/")
    assert client.get(here).status_code == 200
    assert client.post(here, {**typed, "valid_to": "30.06.2021", "atvk": "0032000"}).status_code == 302
    assert (
        client.post(
            there(programme, "partnerships/add/"), {"municipality": made.pk, "agreement_state": "planned"}
        ).status_code
        == 302
    )
    assert Partnership.objects.filter(municipality=made).exists()
    page = text_of(client, there(programme, "partnerships/"))
    assert all(word in page for word in ("Krāslava Municipality", "since 03.2019"))


def test_a_decision_with_its_file(
    as_: Any, marta: User, ilze: User, karlis: User, programme: Programme, daugavpils: Municipality
) -> None:
    client = as_(marta)
    typed = {"kind": "agreement", "number": "1-12/7", "decided_on": "21.03.2019", "summary_lv": "Vienošanās",
             "municipality": daugavpils.pk}  # fmt: skip
    assert "data-draft=" in text_of(client, there(programme, "decisions/add/"))
    answer = client.post(there(programme, "decisions/add/"), {**typed, "new_documents": upload(PDF, "vienosanas.pdf")})
    assert answer.status_code == 302
    decision = Decision.objects.get()
    (document,) = decision.documents.all()
    assert [("vienosanas" in text_of(as_(user), there(programme, "decisions/"))) for user in (marta, ilze, karlis)] == [
        True, True, False,
    ]  # fmt: skip
    here = there(programme, f"decisions/{decision.pk}/")
    assert "vienosanas" in text_of(client, here)
    assert client.post(here, {**typed, "take_off": document.pk}).status_code == 302
    document.refresh_from_db()
    assert (document.state, decision.documents.count()) == ("erased", 0)
    assert "take_off" not in text_of(client, here)
    assert (
        client.post(here, {**typed, "amount": "1.000,50", "new_documents": upload(b"MZ", "x.exe")}).status_code == 422
    )


def test_a_milestone_is_marked_as_done(
    as_: Any, marta: User, ilze: User, karlis: User, programme: Programme, daugavpils: Municipality
) -> None:
    typed = {"name_lv": "Noslēgums", "due_on": "28.02.2021", "municipality": daugavpils.pk}
    assert as_(marta).post(there(programme, "milestones/add/"), typed).status_code == 302
    done = there(programme, f"milestones/{Milestone.objects.get().pk}/done/")
    assert done in text_of(as_(ilze), there(programme, "milestones/"))
    assert as_(karlis).post(done).status_code == 404
    assert as_(ilze).post(done).status_code == 302
    assert Milestone.objects.get().done_on is not None
    page = as_(ilze).post(done, follow=True).content.decode()
    assert "marked as done already" in page


@pytest.mark.parametrize("kind", ["parties", "contacts", "partnerships", "decisions", "milestones", "municipalities"])
def test_only_the_programme_s_coordinator_writes(
    kind: str, as_: Any, ilze: User, emma: User, programme: Programme
) -> None:
    for user in (ilze, emma):
        assert as_(user).get(there(programme, f"{kind}/add/")).status_code == 403
        assert as_(user).post(there(programme, f"{kind}/add/"), {}).status_code == 403


def test_the_history_names_the_party_and_the_partner(as_: Any, marta: User, programme: Programme) -> None:
    client = as_(marta)
    client.post(there(programme, "parties/add/"), RITS)
    party, partnership = Party.objects.get(role="implementer"), Partnership.objects.first()
    assert partnership is not None
    client.post(there(programme, f"partnerships/{partnership.pk}/"), {
        "municipality": partnership.municipality_id, "agreement_state": "signed", "agreed_on": "01.04.2019",
    })  # fmt: skip
    lines = [line.thing for line in history_of(marta, Entry.objects.of(party, partnership))]
    assert lines == [partnership.municipality.name, "Biedrība „Rīts”"]


def test_no_page_asks_the_database_more_than_ten_times(
    as_: Any, marta: User, programme: Programme, daugavpils: Municipality
) -> None:
    party = Party.objects.get()
    client = as_(marta)
    for number in range(3):
        PartyContact.objects.create(programme=programme, party=party, name=f"Paraugs {number}", email="x@example.lv")
        Milestone.objects.create(programme=programme, municipality=daugavpils, name_lv="Lieta", due_on=date(2021, 1, 1))
        typed = {"kind": "other", "number": str(number), "summary_lv": "Lieta", "municipality": daugavpils.pk,
                 "party": party.pk, "new_documents": upload(PDF, "x.pdf")}  # fmt: skip
        client.post(there(programme, "decisions/add/"), typed)
    pages = [f"organisations/{party.organisation_id}/edit/", "organisations/", "organisations/add/",
             f"municipalities/{daugavpils.pk}/", "municipalities/", "municipalities/add/"]  # fmt: skip
    rows = {"parties": Party, "contacts": PartyContact, "partnerships": Partnership, "decisions": Decision,
            "milestones": Milestone}  # fmt: skip
    for kind, model in rows.items():
        row = model._default_manager.first()
        assert row is not None
        client.post(there(programme, f"{kind}/{row.pk}/"), {"name": "Cits", "due_on": "02.01.2021"})
        pages += [f"{kind}/", f"{kind}/add/", f"{kind}/{row.pk}/", f"{kind}/{row.pk}/remove/"]
    slow = {}
    for page in pages:
        client.get(there(programme, page))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(there(programme, page)).status_code == 200
        if len(queries) > 10:
            slow[page] = [query["sql"][:150] for query in queries]
    assert slow == {}
