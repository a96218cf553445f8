from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import Component, Programme
from guidelines import services
from guidelines.models import Guideline, Publicity
from tests.cast import WHO
from tests.databases import EMPTY

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]
LOGIN, SEEN, NO, NONE = 302, 200, 403, 404
ROOM = "/lv/vadlinijas"


def table(**answers: int) -> list[tuple[str, int]]:
    return [(name, answers.get(name, answers["others"])) for name in WHO]


def sent(component: Component | None = None, **fields: str) -> dict[str, str]:
    base = {"submission_key": str(uuid4()), "title_lv": "Jauns", "version": "1.0", "licence": "CC BY 4.0"}
    return {**base, **({"component": str(component.pk)} if component else {}), **fields}


@pytest.mark.parametrize(("name", "status"), table(ilze=SEEN, anna=SEEN, marta=SEEN, others=NONE))
def test_draft_is_the_staffs(as_: As, who: Any, draft: Guideline, name: str, status: int) -> None:
    browser = as_(who(name))
    assert browser.get(f"{ROOM}/{draft.pk}/").status_code == status
    assert ("Kā sākt" in browser.get(f"{ROOM}/").content.decode()) == (status == SEEN)


@pytest.mark.parametrize("name", WHO)
def test_published_is_everybodys(as_: As, who: Any, published: Guideline, name: str) -> None:
    text = as_(who(name)).get(f"{ROOM}/{published.pk}/").content.decode()
    assert "<h2>Sākums</h2>" in text
    assert (">Vēsture</h2>" in text) == (name in {"ilze", "anna", "marta", "olga"})


@pytest.mark.parametrize(("name", "status"), table(visitor=LOGIN, ilze=SEEN, marta=SEEN, anna=NO, others=NONE))
def test_who_edits_a_draft(as_: As, who: Any, draft: Guideline, name: str, status: int) -> None:
    browser, url = as_(who(name)), f"{ROOM}/{draft.pk}/labot/"
    assert browser.get(url).status_code == status
    if status != SEEN:
        assert browser.post(url, sent(draft.component)).status_code == status
        assert Guideline.objects.get().title_lv == "Kā sākt"


@pytest.mark.parametrize(("name", "status"), table(visitor=LOGIN, marta=SEEN, others=NO))
def test_who_edits_a_published_one(as_: As, who: Any, published: Guideline, name: str, status: int) -> None:
    assert as_(who(name)).get(f"{ROOM}/{published.pk}/labot/").status_code == status


@pytest.mark.parametrize("action", ["publicet", "arhivet"])
@pytest.mark.parametrize(("name", "status"), table(visitor=LOGIN, ilze=NO, anna=NO, marta=LOGIN, others=NONE))
def test_who_publishes(as_: As, who: Any, draft: Guideline, name: str, status: int, action: str) -> None:
    browser, url = as_(who(name)), f"{ROOM}/{draft.pk}/{action}/"
    assert browser.get(url).status_code == (LOGIN if name == "visitor" else 405)
    assert browser.post(url).status_code == status
    wanted = "published" if (name, action) == ("marta", "publicet") else "draft"
    assert Guideline.objects.get().state == wanted


@pytest.mark.parametrize("address", ["pievienot", "publicitate/pievienot"])
@pytest.mark.parametrize(("name", "status"), table(visitor=LOGIN, ilze=SEEN, karlis=SEEN, marta=SEEN, others=NO))
def test_who_adds(as_: As, who: Any, programme: Programme, name: str, status: int, address: str) -> None:
    browser = as_(who(name))
    assert browser.get(f"{ROOM}/{address}/").status_code == status
    if status != SEEN:
        assert browser.post(f"{ROOM}/{address}/", sent()).status_code == status


@pytest.mark.parametrize(
    ("name", "status"), table(visitor=LOGIN, ilze=SEEN, anna=SEEN, marta=SEEN, olga=SEEN, karlis=SEEN, others=NO)
)
def test_publicity_of_daugavpils_is_its_staffs(
    as_: As, who: Any, ilze: User, draft: Guideline, name: str, status: int
) -> None:
    services.record_publicity(by=ilze, scope=draft.scope, kind="press", on=draft.programme.starts_on, title_lv="Raksts")
    answer = as_(who(name)).get(f"{ROOM}/publicitate/")
    assert answer.status_code == status
    assert ("Raksts" in answer.content.decode()) == (status == SEEN and name != "karlis")


def test_from_draft_to_everybody(as_: As, ilze: User, marta: User, components: dict[str, Component]) -> None:
    answer = as_(ilze).post(f"{ROOM}/pievienot/", sent(components["4"], body_lv="Teksts <script>alert(1)</script>"))
    here = answer.headers["Location"]
    as_(ilze).post(f"{here}labot/", sent(components["4"], body_lv="Teksts <script>alert(1)</script>", title_en="New"))
    assert "Jūsu rakstīto" not in as_(ilze).get(here).content.decode()
    assert "publicet" in as_(marta).get(here).content.decode()
    page = as_(marta).post(f"{here}publicet/", follow=True).content.decode()
    assert "Vadlīnijas publicētas." in page
    assert "&lt;script&gt;alert(1)" in page
    again = as_(marta).post(f"{here}publicet/", follow=True).content.decode()
    assert "Šīs vadlīnijas jau ir publicētas." in again
    as_(marta).post(f"{here}labot/", sent(components["4"], title_lv="Pārsaukts", title_en="New", body_lv="x"))
    assert "Tulkojums novecojis" in as_(marta).get(here).content.decode()
    assert "Tulkojums novecojis" not in as_(None).get(here).content.decode()
    assert "Vadlīnijas arhivētas." in as_(marta).post(f"{here}arhivet/", follow=True).content.decode()
    assert as_(None).get(here).status_code == NONE


def test_own_draft_waits_for_somebody_else(as_: As, marta: User, components: dict[str, Component]) -> None:
    browser = as_(marta)
    here = browser.post(f"{ROOM}/pievienot/", sent(components["4"], where="programme", body_lv="x")).headers["Location"]
    assert "Jūsu rakstīto vai mainīto apstiprina kāds cits." in browser.get(here).content.decode()
    assert "kas tās nav ne rakstījis, ne mainījis" in browser.post(f"{here}publicet/", follow=True).content.decode()
    assert "Melnraksts vēl nav publicēts." in browser.post(f"{here}arhivet/", follow=True).content.decode()


def test_publicity_is_added(as_: As, ilze: User, programme: Programme) -> None:
    url = f"{ROOM}/publicitate/pievienot/"
    fields = {"title_lv": "Raksts", "kind": "press", "on": "09.06.2020", "url": "example.lv/raksts", "audience": "900"}
    assert as_(ilze).post(url, {**fields, "on": "11.06.2020"}).status_code == 422
    assert as_(ilze).post(url, {**fields, "audience": "-5"}).status_code == 422
    assert as_(ilze).post(url, fields).status_code == LOGIN
    assert Publicity.objects.get().url == "https://example.lv/raksts"


def test_file_that_is_not_public_is_not_listed(as_: As, published: Guideline) -> None:
    for sensitivity in ("public", "internal"):
        file = Document.objects.create(
            programme_id=published.programme_id, kind="other", state="stored", sensitivity=sensitivity,
            title=f"Fails {sensitivity}", content_type="application/pdf", size=1, sha256="0" * 64, file="x.pdf",
        )  # fmt: skip
        published.documents.add(file)
    text = as_(None).get(f"{ROOM}/{published.pk}/").content.decode()
    assert "Fails public" in text
    assert "Fails internal" not in text


@pytest.mark.parametrize("name", ["visitor", "marta"])
def test_statements_stay_the_same(as_: As, who: Any, ilze: User, marta: User, draft: Guideline, name: str) -> None:
    services.publish(by=marta, guideline=draft)
    browser = as_(who(name))
    counts: dict[str, list[int]] = {}
    urls = [f"{ROOM}/", f"{ROOM}/{draft.pk}/"] + ([f"{ROOM}/publicitate/"] if name == "marta" else [])
    for size in (1, 3):
        for _number in range(size):
            guideline = services.write(by=ilze, scope=draft.scope, component=draft.component, title_lv="V", body_lv="T")
            services.publish(by=marta, guideline=guideline)
            services.record_publicity(
                by=ilze, scope=draft.scope, kind="press", on=draft.programme.starts_on, title_lv="R"
            )
        for url in urls:
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(url).status_code == SEEN
            counts.setdefault(url, []).append(len(queries))
    for url, (one_row, three_rows) in counts.items():
        assert one_row == three_rows <= 10, url


@pytest.mark.database(EMPTY)
def test_portal_without_a_programme(as_: As, first_admin: User) -> None:
    for address in ("pievienot", "publicitate", "publicitate/pievienot"):
        assert as_(first_admin).get(f"{ROOM}/{address}/").status_code == NONE
    assert as_(None).get(f"{ROOM}/").status_code == SEEN


def test_english(as_: As, published: Guideline) -> None:
    text = as_(None).get(f"/en/guidelines/{published.pk}/").content.decode()
    assert "How to begin" in text
    assert "Licence: CC BY 4.0" in text
