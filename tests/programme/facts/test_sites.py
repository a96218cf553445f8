"""Places of a programme: who writes them, what cannot be, and what everybody sees of them."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from darbigas_kopienas.administration.programme.sites import SITES
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.people.models import Municipality, User
from darbigas_kopienas.programme.facts import services
from darbigas_kopienas.programme.models import Programme, Site
from darbigas_kopienas.values.coordinates import Point
from tests.counted import statements

pytestmark = pytest.mark.django_db
POINT = Point(Decimal("55.88360"), Decimal("26.53700"))
NEW: dict[str, Any] = {
    "kind": "centre", "name_lv": "Centrs „Mezgls”", "name_en": "Centre “Mezgls”", "municipality": None,
    "address": "Smilšu iela 92, Daugavpils", "point": POINT, "is_public": True,
}  # fmt: skip
TYPED = {**NEW, "municipality": "", "point": "55,8836 26,5370"}
MOST = 10  # statements of a page


def add(by: User, programme: Programme, **fields: Any) -> Site:
    row: Site = services.add_fact(by=by, kind=SITES, programme=programme, fields={**NEW, **fields})
    return row


def there(programme: Programme, rest: str = "") -> str:
    return f"/en/administration/programmes/{programme.pk}/sites/{rest}"


def in_public(programme: Programme) -> str:
    return f"/en/programme/{programme.code}/"


@pytest.mark.parametrize("name", ["ilze", "anna", "karlis", "emma", "olga", "janis", "admin"])
def test_only_the_programme_coordinator_writes(name: str, programme: Programme, request: Any) -> None:
    with pytest.raises(PermissionDenied):
        add(request.getfixturevalue(name), programme)
    assert not Site.objects.exists()


def test_a_place_is_kept_with_its_point_and_the_trail_says_where(
    marta: User, programme: Programme, daugavpils: Municipality
) -> None:
    row = add(marta, programme, municipality=daugavpils)
    row.refresh_from_db()
    assert (row.point, row.order, row.name_en_source != "") == (POINT, 0, True)
    assert row.where == "Smilšu iela 92, Daugavpils"
    entry = Entry.objects.latest("pk")
    assert entry.verb == "site.added"
    assert entry.changes["values"]["latitude"] == [None, "55.88360"]
    assert entry.changes["values"]["address"] == [None, "Smilšu iela 92, Daugavpils"]


def test_a_point_is_taken_away_and_what_is_not_said_stays(marta: User, programme: Programme) -> None:
    row = add(marta, programme)
    number = Entry.objects.count()
    same = services.edit_fact(by=marta, kind=SITES, row=row, fields=NEW)
    assert (same.point, Entry.objects.count()) == (POINT, number)
    assert services.edit_fact(by=marta, kind=SITES, row=row, fields={"kind": "other"}).point == POINT
    assert services.edit_fact(by=marta, kind=SITES, row=row, fields={"point": None}).point is None
    assert Entry.objects.latest("pk").changes["values"]["longitude"] == ["26.53700", None]


def test_a_place_is_entered_once(marta: User, programme: Programme) -> None:
    add(marta, programme)
    add(marta, programme, address="Raiņa iela 1, Daugavpils")
    with pytest.raises(ValidationError) as refused:
        add(marta, programme)
    assert list(refused.value.message_dict) == ["name_lv"]


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"longitude": None}, "programme_site_whole_point"),
        ({"latitude": None}, "programme_site_whole_point"),
        ({"latitude": "55.59999"}, "programme_site_latitude"),
        ({"latitude": "58.10001"}, "programme_site_latitude"),
        ({"longitude": "20.89999"}, "programme_site_longitude"),
        ({"longitude": "28.30001"}, "programme_site_longitude"),
    ],
)
def test_a_point_is_whole_and_in_latvia(fields: dict[str, Any], constraint: str, programme: Programme) -> None:
    whole = {"latitude": "55.88360", "longitude": "26.53700"}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Site.objects.create(programme=programme, name_lv="Vieta", kind="other", **{**whole, **fields})


def test_the_same_place_twice_is_refused_by_the_database(programme: Programme) -> None:
    Site.objects.create(programme=programme, name_lv="Vieta", kind="other")
    with pytest.raises(IntegrityError, match="programme_site_once"), transaction.atomic():
        Site.objects.create(programme=programme, name_lv="Vieta", kind="office")


def test_others_see_only_what_is_public(programme: Programme, marta: User, karlis: User, rezekne: Municipality) -> None:
    hidden = add(marta, programme, is_public=False, name_lv="Noliktava")
    shown = add(marta, programme)
    theirs = add(marta, programme, is_public=False, name_lv="Birojs", municipality=rezekne)
    assert set(Site.objects.visible_to(karlis)) == {shown, theirs}
    assert set(Site.objects.visible_to(marta)) == {hidden, shown, theirs}


def test_a_place_leads_to_the_map_by_its_point_or_its_address(daugavpils: Municipality) -> None:
    site = Site(name_lv="Vieta", address="Smilšu iela 92", municipality=daugavpils)
    assert site.map_url.endswith("search?query=Smil%C5%A1u+iela+92%2C+Daugavpils")
    site.latitude, site.longitude = POINT
    assert site.map_url.endswith("#map=17/55.88360/26.53700")
    assert Site(name_lv="Vieta").map_url == ""


def test_a_place_is_typed_in_by_pages(as_: Any, marta: User, programme: Programme, rezekne: Municipality) -> None:
    client = as_(marta)
    assert client.get(there(programme, "add/")).status_code == 200
    answer: Any = client.post(there(programme, "add/"), TYPED, follow=True)
    page = answer.content.decode()
    assert "Centre “Mezgls”" in page
    assert 'class="sm-latgale"' in page
    row = Site.objects.get()
    assert row.point == POINT
    form = client.get(there(programme, f"{row.pk}/")).content.decode()
    assert 'value="55.88360, 26.53700"' in form
    answer = client.post(
        there(programme, f"{row.pk}/"), {**TYPED, "point": "", "municipality": rezekne.pk}, follow=True
    )
    assert "sm-latgale" not in answer.content.decode()
    assert "not on the map" in answer.content.decode()
    assert client.post(there(programme, f"{row.pk}/remove/")).status_code == 302


@pytest.mark.parametrize(
    ("point", "sentence"),
    [
        ("Smilšu iela", "could not be read"),
        ("26.5370, 55.8836", "Write the latitude first: 55.88360, 26.53700"),
        ("54.6872, 25.2797", "not in Latvia"),
        ("\x00", "could not be read"),
        ("5" * 100_000, "could not be read"),
    ],
)
def test_what_is_no_point_is_refused_and_kept(
    point: str, sentence: str, as_: Any, marta: User, programme: Programme
) -> None:
    answer = as_(marta).post(there(programme, "add/"), {**TYPED, "point": point})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    assert "Smilšu iela 92, Daugavpils" in page
    assert not Site.objects.exists()


def test_another_grant_s_municipality_is_not_offered(as_: Any, marta: User, programme: Programme) -> None:
    stranger = Municipality.objects.create(code="riga", name_lv="Rīga", name_en="Riga", locative_lv="Rīgā")
    answer = as_(marta).post(there(programme, "add/"), {**TYPED, "municipality": stranger.pk})
    assert answer.status_code == 422


def test_a_place_stays_with_a_municipality_that_left(
    as_: Any, marta: User, programme: Programme, rezekne: Municipality
) -> None:
    row = add(marta, programme, municipality=rezekne)
    programme.partnerships.filter(municipality=rezekne).delete()
    form = {**TYPED, "municipality": rezekne.pk}
    assert as_(marta).post(there(programme, f"{row.pk}/"), form).status_code == 302
    row.refresh_from_db()
    assert row.municipality == rezekne


def test_everybody_sees_the_public_places_of_the_programme(client: Client, marta: User, programme: Programme) -> None:
    add(marta, programme, point=None)
    add(marta, programme, name_en="Store", name_lv="Noliktava", is_public=False)
    page = client.get(in_public(programme)).content.decode()
    assert "Centre “Mezgls”" in page
    assert "Store" not in page
    assert "sm-latgale" not in page
    services.edit_fact(by=marta, kind=SITES, row=Site.objects.get(is_public=True), fields={"point": POINT})
    assert 'class="sm-latgale"' in client.get(in_public(programme)).content.decode()


def test_without_places_nothing_is_said_of_them(client: Client, programme: Programme) -> None:
    assert 'class="site-map"' not in client.get(in_public(programme)).content.decode()


def test_a_page_asks_as_much_of_three_places_as_of_one(
    as_: Any, marta: User, programme: Programme, daugavpils: Municipality, rezekne: Municipality
) -> None:
    client, visitor = as_(marta), Client()
    add(marta, programme, municipality=daugavpils)
    statements(client, there(programme))
    listed, public = statements(client, there(programme)), statements(visitor, in_public(programme))
    for number, municipality in enumerate([rezekne, None, daugavpils]):
        add(marta, programme, name_lv=f"Vieta {number}", municipality=municipality)
    statements(client, there(programme))  # the first page after a deed reads the logos at its foot anew
    assert statements(client, there(programme)) == listed <= MOST
    assert statements(visitor, in_public(programme)) == public <= MOST
