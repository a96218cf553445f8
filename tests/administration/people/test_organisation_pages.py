"""The register of organisations by its pages: who sees what, narrowed, one of them, entered and corrected."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from darbigas_kopienas.people.models import Municipality, Organisation, Person, SchoolContact, User
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from seminars.plan import services as plan
from tests.builders import DAY, at, attend, register, said

pytestmark = pytest.mark.django_db
LISTS = ["organisations/", "organisations/export/"]
FORMS = ["organisations/add/", "organisations/import/", "organisations/import/template/"]


def there(programme: Programme, rest: str = "organisations/") -> str:
    return f"/en/administration/programmes/{programme.pk}/{rest}"


def listed(client: Any, address: str) -> list[str]:
    page = client.get(address)
    assert page.status_code == 200
    return [row.name_lv for row in page.context["page_obj"]]


# -- the list ---------------------------------------------------------------------------------------------------
def test_each_sees_the_institutions_of_their_own_scopes(
    as_: Any, ilze: User, anna: User, karlis: User, marta: User, programme: Programme, spogi: Any, malta: Any,
    merged: Any,
) -> None:  # fmt: skip
    for user, names in ((ilze, [spogi.name_lv]), (anna, [spogi.name_lv]), (karlis, [malta.name_lv])):
        assert listed(as_(user), there(programme)) == names
        client = as_(user)
        foreign = malta if user is not karlis else spogi
        assert client.get(there(programme, f"organisations/{foreign.pk}/")).status_code == 404
        assert client.get(there(programme, f"organisations/{foreign.pk}/edit/")).status_code in {403, 404}
        file = b"".join(client.get(there(programme, "organisations/export/?format=csv"))).decode()
        assert (names[0] in file, foreign.name_lv in file) == (True, False)
    assert listed(as_(marta), there(programme)) == ["Britu Padome Latvijā", malta.name_lv, spogi.name_lv]


@pytest.mark.parametrize("name", ["emma", "olga", "janis", "admin"])
def test_nobody_else_is_let_in(
    name: str, as_: Any, request: pytest.FixtureRequest, programme: Programme, spogi: Organisation
) -> None:
    client = as_(request.getfixturevalue(name))
    for page in [*LISTS, *FORMS, f"organisations/{spogi.pk}/", f"organisations/{spogi.pk}/edit/"]:
        assert client.get(there(programme, page)).status_code in {403, 404}, page


def test_staff_read_and_do_not_write(as_: Any, anna: User, programme: Programme, spogi: Organisation) -> None:
    client = as_(anna)
    for page in [*FORMS, f"organisations/{spogi.pk}/edit/"]:
        assert client.get(there(programme, page)).status_code == 403
    for page in ("organisations/", f"organisations/{spogi.pk}/"):
        text = client.get(there(programme, page)).content.decode()
        assert not any(there(programme, word) in text for word in (*FORMS, f"organisations/{spogi.pk}/edit/"))


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("q=spogu", 1), ("q=Spogi+second", 1), ("q=409000", 1), ("q=4090+0012", 1), ("q=12", 0), ("kind=school", 1),
        ("kind=ngo", 0), ("municipality=daugavpils", 1), ("sort=-people", 1), ("sort=municipality", 1), ("page=9", 1),
    ],
)  # fmt: skip
def test_the_list_is_narrowed(
    query: str, number: int, as_: Any, ilze: User, programme: Programme, spogi: Organisation
) -> None:
    assert len(listed(as_(ilze), f"{there(programme)}?{query}")) == number


@pytest.mark.parametrize(
    "query", ["kind=castle", "municipality=rezeknes-novads", "sort=age", "seen=1", "page=x", "q=%00"]
)
def test_what_the_list_does_not_know_is_said(query: str, as_: Any, ilze: User, programme: Programme) -> None:
    assert as_(ilze).get(f"{there(programme)}?{query}").status_code == 422


def _people(school: Organisation, municipality: Municipality, *names: str) -> None:
    for name in names:
        Person.objects.create(name=name, organisation=school, entered_for=municipality)


def test_only_people_that_the_reader_sees_are_counted(
    as_: Any, ilze: User, karlis: User, janis: User, programme: Programme, spogi: Organisation, daugavpils: Any,
    rezekne: Any,
) -> None:  # fmt: skip
    _people(spogi, daugavpils, "Anna Kalna", "Juris Upe")
    _people(spogi, rezekne, "Maija Lauka")
    Person.objects.create(name="Nezināmais", organisation=spogi)
    contact = SchoolContact.objects.create(organisation=spogi, user=janis, starts_on=date(2020, 1, 1))
    client = as_(ilze)
    (row,) = client.get(there(programme)).context["page_obj"]
    assert (row.people_number, row.contacts_number) == (2, 1)
    page = client.get(there(programme, f"organisations/{spogi.pk}/"))
    text = said(page)
    assert all(name in text for name in ("Anna Kalna", "Juris Upe", janis.name))
    assert not any(name in text for name in ("Maija Lauka", "Nezināmais"))
    SchoolContact.objects.filter(pk=contact.pk).update(ends_on=date(2020, 2, 1))
    assert janis.name not in said(client.get(there(programme, f"organisations/{spogi.pk}/")))


def test_three_rows_cost_no_more_than_one(
    as_: Any, ilze: User, programme: Programme, spogi: Organisation, daugavpils: Municipality
) -> None:
    client = as_(ilze)

    def asked() -> int:
        client.get(there(programme))
        with CaptureQueriesContext(connection) as queries:
            client.get(there(programme))
        return len(queries)

    first = asked()
    for name in ("Vārpiņa", "Bitīte"):
        school = Organisation.objects.create(kind="kindergarten", name_lv=name, municipality=daugavpils)
        _people(school, daugavpils, "Anna Kalna")
    assert asked() == first


# -- one of them ------------------------------------------------------------------------------------------------
def test_its_page_tells_where_its_people_were(
    as_: Any, ilze: User, karlis: User, programme: Programme, spogi: Organisation, in_daugavpils: Scope
) -> None:
    with clock.frozen(at(DAY, 9)):
        when: dict[str, Any] = {"starts_at": at(DAY, 10), "ends_at": at(DAY, 14)}
        seminar = plan.plan_seminar(
            by=ilze, scope=in_daugavpils, title_lv="Ģimenes un skola", contact_email="i@example.lv", **when
        )
        attend(ilze, seminar, "Anna Kalna", email="anna@example.lv", school="Špogu vsk.", organisation=spogi)
        register(by=ilze, activity=seminar.activity, name="Juris Upe", school="Špoģu vidusskola", organisation=spogi)
    page = as_(ilze).get(there(programme, f"organisations/{spogi.pk}/"))
    (visit,) = page.context["visits"]
    assert (visit, visit.registered, visit.seen) == (seminar.activity, 2, 1)
    assert page.context["spellings"] == ["Špogu vsk."]
    Organisation.objects.filter(pk=spogi.pk).update(municipality=Municipality.objects.get(code="rezeknes-novads"))
    page = as_(karlis).get(there(programme, f"organisations/{spogi.pk}/"))
    assert (list(page.context["visits"]), page.context["spellings"], page.context["people"]) == ([], [], [])


def test_what_it_was_before_and_what_followed(
    as_: Any, ilze: User, programme: Programme, spogi: Organisation, malta: Organisation, daugavpils: Municipality
) -> None:
    old = Organisation.objects.create(
        kind="school", name_lv="Vecā skola", municipality=daugavpils, valid_to=date(2019, 8, 31)
    )
    old.successors.add(spogi)
    spogi.successors.add(malta)  # in another register
    text = said(as_(ilze).get(there(programme, f"organisations/{spogi.pk}/")))
    assert ("Before it Vecā skola" in text, malta.name_lv in text) == (True, False)
    assert "until 31.08.2019" in said(as_(ilze).get(there(programme, f"organisations/{old.pk}/")))


def test_the_address_of_a_merged_one_leads_on(
    as_: Any, ilze: User, karlis: User, programme: Programme, merged: Organisation, spogi: Organisation
) -> None:
    here = there(programme, f"organisations/{merged.pk}/")
    assert as_(ilze).get(here).headers["Location"] == there(programme, f"organisations/{spogi.pk}/")
    assert as_(karlis).get(here).status_code == 404
    assert as_(ilze).get(f"{here}edit/").status_code == 404


# -- entered and corrected --------------------------------------------------------------------------------------
def test_a_school_is_entered_and_corrected_in_one_s_own_municipality(
    as_: Any, ilze: User, programme: Programme, daugavpils: Municipality, rezekne: Municipality, spogi: Organisation
) -> None:
    client, add = as_(ilze), there(programme, "organisations/add/")
    page = client.get(add).content.decode()
    assert ("data-draft=" in page, "Rēzekne" in page, 'value="funder"' in page) == (True, False, False)
    typed = {"name_lv": "Vārpiņa", "kind": "school", "municipality": daugavpils.pk}
    slips: list[dict[str, Any]] = [
        {"municipality": rezekne.pk}, {"municipality": ""}, {"kind": "funder"}, {"name_lv": "Špoģu vidusskol"},
        {"registration_number": "LV1"}, {"name_lv": "\x00"},
    ]  # fmt: skip
    for wrong in slips:
        answer = client.post(add, {**typed, **wrong})
        assert (answer.status_code, "school" in answer.content.decode()) == (422, True), wrong
    answer = client.post(add, typed, follow=True)
    made = Organisation.objects.get(name_lv="Vārpiņa")
    assert answer.redirect_chain == [(there(programme, f"organisations/{made.pk}/"), 302)]
    edit = there(programme, f"organisations/{made.pk}/edit/")
    page = client.get(edit).content.decode()
    assert ("data-draft=" in page, "is_another" in page) == (True, False)
    assert client.post(edit, {**typed, "municipality": rezekne.pk}).status_code == 422
    assert client.post(edit, {**typed, "address": "Ielas 1"}).status_code == 302
    assert Organisation.objects.get(pk=made.pk).address == "Ielas 1"


def test_a_party_is_edited_by_the_programme_s_coordinator(
    as_: Any, ilze: User, marta: User, programme: Programme, spogi: Organisation
) -> None:
    programme.parties.create(organisation=spogi, role="implementer")
    edit = there(programme, f"organisations/{spogi.pk}/edit/")
    assert as_(ilze).get(edit).status_code == 403
    page = as_(ilze).get(there(programme, f"organisations/{spogi.pk}/"))
    assert (page.status_code, edit in page.content.decode()) == (200, False)
    typed = {"name_lv": spogi.name_lv, "kind": "ngo", "municipality": ""}
    assert as_(marta).post(edit, typed).status_code == 302


def test_the_programme_s_page_leads_to_the_register(as_: Any, marta: User, olga: User, programme: Programme) -> None:
    here = there(programme)
    assert here in as_(marta).get(there(programme, "")).content.decode()
    assert here not in as_(olga).get(there(programme, "")).content.decode()
