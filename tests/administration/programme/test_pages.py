"""A next grant by pages: added, chosen, corrected with its history, its periods proposed."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import Indicator, Period, Programme

As = Callable[[User | None], Client]
ROOT = "/en/administration/programmes/"
SENT = {
    "name_lv": "Nākamās kopienas", "name_en": "Next Communities", "goal_lv": "Mērķis.", "starts_on": "01.01.2027",
    "starts_known_to": "month", "ends_on": "31.12.2028",
}  # fmt: skip
pytestmark = pytest.mark.django_db


def test_a_programme_is_added_and_chosen(as_: As, marta: User, programme: Programme) -> None:
    client = as_(marta)
    assert client.get(f"{ROOT}add/").status_code == 200
    wrong: Any = client.post(f"{ROOT}add/", {**SENT, "ends_on": "31.12.2026"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["ends_on"])
    assert "Nākamās kopienas" in wrong.content.decode()
    answer: Any = client.post(f"{ROOT}add/", SENT, follow=True)
    made = Programme.objects.get(code="nakamas-kopienas-2027")
    assert answer.redirect_chain == [(f"{ROOT}{made.pk}/", 302)]
    assert "from January 2027 to 31 December 2028" in answer.content.decode().replace("\u00a0", " ")
    opened: Any = client.get(ROOT)
    assert opened["Location"] == f"{ROOT}{made.pk}/"


def test_a_programme_is_corrected_with_its_history(as_: As, marta: User, programme: Programme) -> None:
    client = as_(marta)
    Period.objects.create(
        programme=programme, name_lv="1", name_en="1", starts_on=date(2020, 1, 1), ends_on=date(2021, 2, 28)
    )
    page: Any = client.get(f"{ROOT}{programme.pk}/edit/")
    sent = {field.name: field.value() for field in page.context["form"]}
    sent |= {"starts_on": "01.03.2019", "ends_on": "27.02.2021", "goal_lv": "Pirmais.\r\nOtrais."}
    wrong: Any = client.post(f"{ROOT}{programme.pk}/edit/", sent)
    assert wrong.context["form"].errors == {
        "ends_on": ["Outside these days there would be: reporting periods (01.01.2020–28.02.2021)"]
    }
    sent |= {"ends_on": "01.03.2021", "number": "DK-1"}
    assert client.post(f"{ROOT}{programme.pk}/edit/", sent).status_code == 302
    page = client.get(f"{ROOT}{programme.pk}/edit/").content.decode()
    assert "28.02.2021 → 01.03.2021" in page
    assert "— → DK-1" in page
    programme.refresh_from_db()
    assert programme.goal_lv == "Pirmais.\nOtrais."


def test_periods_are_proposed_and_added_once(as_: As, marta: User, programme: Programme) -> None:
    there = f"{ROOT}{programme.pk}/periods/"
    client = as_(marta)
    assert f"{there}propose/" in client.get(there).content.decode()
    page: Any = client.get(f"{there}propose/", {"months": "12", "days_until_due": "30"})
    assert page.content.decode().count("will be added") == 2
    assert not Period.objects.exists()
    assert client.post(f"{there}propose/", {"months": "12", "days_until_due": "30"}, follow=True).status_code == 200
    assert Period.objects.count() == 2
    page = client.get(f"{there}propose/")
    assert (page.context["number_of_new"], page.content.decode().count("will be added")) == (0, 0)
    assert client.post(f"{there}propose/", {"months": "0", "days_until_due": "x"}).status_code == 422
    assert client.post(f"{there}propose/", {"months": "6", "days_until_due": "30"}).status_code == 422
    assert client.get(f"{there}propose/", {"months": "0"}).status_code == 422
    Programme.objects.filter(pk=programme.pk).update(ends_on=date(2100, 1, 1))
    long: Any = client.get(f"{there}propose/", {"months": "1", "days_until_due": "30"})
    assert list(long.context["form"].errors) == ["months"]


def test_indicator_and_period_are_typed_in(as_: As, marta: User, programme: Programme) -> None:
    client, there = as_(marta), f"{ROOT}{programme.pk}/"
    sent = {"name_lv": "Iestādes", "name_en": "Institutions", "target": "40", "is_more_than": "on",
            "measured_by": "participation.institutions"}  # fmt: skip
    page: Any = client.post(f"{there}indicators/add/", sent, follow=True)
    assert ">\u00a040" in page.content.decode().replace("&gt;", ">")
    row = Indicator.objects.get()
    assert client.get(f"{there}indicators/{row.pk}/").status_code == 200
    assert client.post(f"{there}indicators/add/", {**sent, "measured_by": "x"}).status_code == 422
    page = client.post(f"{there}periods/add/", {"starts_on": "01.05.2020", "ends_on": "31.05.2020"}, follow=True)
    assert "Period 1" in page.content.decode()
    assert client.post(f"{there}periods/{Period.objects.get().pk}/remove/").status_code == 302


@pytest.mark.parametrize("who", ["ilze", "emma", "olga"])
def test_others_are_refused(who: str, as_: As, programme: Programme, request: Any) -> None:
    client = as_(request.getfixturevalue(who))
    for page in ("add/", f"{programme.pk}/edit/", f"{programme.pk}/periods/propose/"):
        assert client.get(f"{ROOT}{page}").status_code == 403
        assert client.post(f"{ROOT}{page}", SENT).status_code == 403
