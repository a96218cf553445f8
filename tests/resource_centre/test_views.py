import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import Programme
from resource_centre import services
from resource_centre.models import Centre, Item, Purchase
from tests.cast import WHO
from tests.databases import EMPTY

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]
LOGIN, SEEN, NO, NONE = 302, 200, 403, 404
ROOM = "/lv/resursu-centrs"


def table(**answers: int) -> list[tuple[str, int]]:
    return [(name, answers.get(name, answers["others"])) for name in WHO]


def sent(**fields: str) -> dict[str, str]:
    return {"submission_key": str(uuid4()), **fields}


@pytest.mark.parametrize(("name", "status"), table(ilze=SEEN, anna=SEEN, marta=SEEN, olga=SEEN, others=NONE))
def test_hidden_centre_and_its_catalogue(as_: As, who: Any, hidden: Centre, name: str, status: int) -> None:
    browser = as_(who(name))
    assert browser.get(f"{ROOM}/{hidden.pk}/").status_code == status
    assert browser.get(f"{ROOM}/{hidden.pk}/lietas/").status_code == status
    assert ("Slepenais" in browser.get(f"{ROOM}/").content.decode()) == (status == SEEN)


@pytest.mark.parametrize("name", WHO)
def test_published_centre_without_its_money(as_: As, who: Any, ilze: User, purchase: Purchase, name: str) -> None:
    services.add_item(by=ilze, centre=purchase.centre, name_lv="Šķēres", value=Decimal("77.70"))
    browser, here = as_(who(name)), f"{ROOM}/{purchase.centre_id}/"
    is_staff = name in {"ilze", "anna", "marta", "olga"}
    page, catalogue = browser.get(here), browser.get(f"{here}lietas/")
    assert (page.status_code, catalogue.status_code) == (SEEN, SEEN)
    assert "Šķēres" in catalogue.content.decode()
    assert ("77,70" in catalogue.content.decode()) == is_staff
    assert ("640,00" in page.content.decode()) == is_staff


@pytest.mark.parametrize(
    ("name", "status"), table(visitor=LOGIN, ilze=SEEN, anna=SEEN, marta=SEEN, olga=SEEN, others=NONE)
)
def test_purchase_is_the_staffs(as_: As, who: Any, purchase: Purchase, name: str, status: int) -> None:
    browser = as_(who(name))
    assert browser.get(f"{ROOM}/pirkumi/{purchase.pk}/").status_code == status
    listed = browser.get(f"{ROOM}/pirkumi/")
    lists = {"visitor": LOGIN, "janis": NO, "emma": NO, "admin": NO}
    assert listed.status_code == lists.get(name, SEEN)
    assert ("Izšujamā" in listed.content.decode()) == (status == SEEN)


@pytest.mark.parametrize(("name", "status"), table(visitor=LOGIN, ilze=SEEN, marta=SEEN, others=NO))
@pytest.mark.parametrize("address", ["labot", "lietas/pievienot", "pirkumi/pievienot"])
def test_only_the_coordinator_writes(as_: As, who: Any, centre: Centre, name: str, status: int, address: str) -> None:
    url = f"{ROOM}/{centre.pk}/{address}/"
    browser = as_(who(name))
    assert browser.get(url).status_code == status
    if status != SEEN:
        assert browser.post(url, sent(name_lv="X", description_lv="X", amount="1", quantity="1")).status_code == status
        assert (Item.objects.count(), Purchase.objects.count()) == (0, 0)
        assert Centre.objects.get().name_lv == "Mezgls"


@pytest.mark.parametrize(("name", "status"), table(visitor=LOGIN, ilze=SEEN, anna=NO, marta=SEEN, olga=NO, others=NONE))
def test_only_the_coordinator_moves_a_purchase(as_: As, who: Any, purchase: Purchase, name: str, status: int) -> None:
    url = f"{ROOM}/pirkumi/{purchase.pk}/virzit/"
    browser = as_(who(name))
    assert browser.get(url).status_code == status
    if status != SEEN:
        assert browser.post(url, sent(state="ordered", on="10.06.2020", amount="1")).status_code == status
        assert Purchase.objects.get().state == "wished"


@pytest.mark.parametrize(("name", "status"), table(visitor=LOGIN, ilze=SEEN, karlis=SEEN, marta=SEEN, others=NO))
def test_only_coordinators_add_a_centre(as_: As, who: Any, programme: Programme, name: str, status: int) -> None:
    assert as_(who(name)).get(f"{ROOM}/pievienot/").status_code == status


@pytest.mark.parametrize("address", ["labot", "lietas", "lietas/pievienot", "pirkumi/pievienot"])
def test_karlis_does_not_find_the_hidden_one(as_: As, karlis: User, hidden: Centre, address: str) -> None:
    assert as_(karlis).get(f"{ROOM}/{hidden.pk}/{address}/").status_code == NONE


def test_coordinator_writes_the_centre_its_things_and_purchases(as_: As, ilze: User, programme: Programme) -> None:
    browser = as_(ilze)
    answer = browser.post(f"{ROOM}/pievienot/", sent(name_lv="Mezgls", address="Smilšu iela 92", is_published="on"))
    centre = Centre.objects.get()
    here = f"{ROOM}/{centre.pk}/"
    assert answer.headers["Location"] == here
    browser.post(f"{here}labot/", sent(name_lv="Mezgls", address="Rīgas iela 2", opened_on="23.01.2020"))
    browser.post(
        f"{here}lietas/pievienot/",
        sent(name_lv="Krēsls", quantity="12", category="furniture", condition="new", value="1 000,50"),
    )
    browser.post(
        f"{here}pirkumi/pievienot/", sent(description_lv="Galds", amount="99,90", state="wished", on="10.06.2020")
    )
    bought = Purchase.objects.get()
    browser.post(f"{ROOM}/pirkumi/{bought.pk}/virzit/", sent(state="received", on="10.06.2020", amount="95,00"))
    bought.refresh_from_db()
    assert (bought.state, bought.amount, Item.objects.get().value) == ("received", Decimal(95), Decimal("1000.50"))
    page = browser.get(f"{ROOM}/pirkumi/{bought.pk}/").content.decode()
    assert "95,00" in page
    assert "virzit" not in page
    assert "Rīgas iela 2" in browser.get(here).content.decode()


@pytest.mark.parametrize("amount", ["1.000,50", "-1", "1e5", "12,345", ""])
def test_wrong_amount_says_why_and_keeps_the_rest(as_: As, ilze: User, centre: Centre, amount: str) -> None:
    answer = as_(ilze).post(
        f"{ROOM}/{centre.pk}/pirkumi/pievienot/",
        sent(description_lv="Galds no ozola", amount=amount, state="wished", on="10.06.2020"),
    )
    assert answer.status_code == 422
    assert "Galds no ozola" in answer.content.decode()
    assert not Purchase.objects.exists()


def test_name_that_is_taken_is_said_in_the_form(as_: As, ilze: User, centre: Centre) -> None:
    answer = as_(ilze).post(f"{ROOM}/pievienot/", sent(name_lv="Mezgls", address="Cita"))
    assert answer.status_code == 422
    assert "Kļūda:" in answer.content.decode()


def test_photo_without_consent_is_not_on_the_page(as_: As, centre: Centre) -> None:
    for consent in ("cleared", "unknown"):
        photo = Document.objects.create(
            programme_id=centre.programme_id, kind="photo", state="stored", consent=consent, title=consent,
            content_type="image/webp", size=1, sha256="0" * 64, file="x.webp", alt_lv=f"Foto {consent}",
        )  # fmt: skip
        centre.photos.add(photo)
    text = as_(None).get(f"{ROOM}/{centre.pk}/").content.decode()
    assert "Foto cleared" in text
    assert "Foto unknown" not in text


@pytest.mark.parametrize("name", ["visitor", "ilze"])
def test_statements_stay_the_same(as_: As, who: Any, ilze: User, centre: Centre, name: str) -> None:
    browser = as_(who(name))
    counts: dict[str, list[int]] = {}
    urls = [f"{ROOM}/", f"{ROOM}/{centre.pk}/", f"{ROOM}/{centre.pk}/lietas/"]
    urls += [f"{ROOM}/pirkumi/"] if name == "ilze" else []
    for size in (1, 3):
        for number in range(size):
            services.add_item(by=ilze, centre=centre, name_lv="Krēsls")
            services.add_centre(by=ilze, scope=centre.scope, name_lv=f"C{size}{number}", is_published=True)
            services.record_purchase(by=ilze, centre=centre, description_lv="Galds", amount=Decimal(5))
        for url in urls:
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(url).status_code == SEEN
            counts.setdefault(url, []).append(len(queries))
    for url, (for_one, three) in counts.items():
        assert for_one == three <= 10, url


def test_catalogue_is_filtered_by_category_and_state(as_: As, ilze: User, purchase: Purchase) -> None:
    services.add_item(by=ilze, centre=purchase.centre, name_lv="Krēsls", category="furniture")
    services.add_item(by=ilze, centre=purchase.centre, name_lv="Zāģis", category="tool")
    text = as_(None).get(f"{ROOM}/{purchase.centre_id}/lietas/?category=tool").content.decode()
    assert "Zāģis" in text
    assert "Krēsls" not in text
    assert re.findall(r'href="(\?category=\w+)" aria-current', text) == ["?category=tool"]
    listed = as_(ilze).get(f"{ROOM}/pirkumi/?state=received").content.decode()
    assert "Izšujamā" not in listed
    for unknown in ("state=nonsense", "category=tool"):
        refused = as_(ilze).get(f"{ROOM}/pirkumi/?{unknown}")
        assert (refused.status_code, "Izšujamā" in refused.content.decode()) == (422, False)


@pytest.mark.database(EMPTY)
def test_portal_without_a_programme(as_: As, first_admin: User) -> None:
    assert as_(first_admin).get(f"{ROOM}/pirkumi/").status_code == NONE
    assert as_(first_admin).get(f"{ROOM}/pievienot/").status_code == NONE
    assert as_(None).get(f"{ROOM}/").status_code == SEEN


def test_english(as_: As, centre: Centre) -> None:
    text = as_(None).get(f"/en/resource-centre/{centre.pk}/").content.decode()
    assert "The Knot" in text
    assert "23\u00a0January 2020" in text
