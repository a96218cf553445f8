"""A role ends while its form lies open: nothing is written, nothing typed is lost, and the page says why."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from darbigas_kopienas.administration.roles import services
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import Role
from darbigas_kopienas.programme.models import Membership, Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.submissions.models import Draft
from darbigas_kopienas.values import clock, formats
from resource_centre import services as centres
from resource_centre.models import Centre
from tests.cast import join

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]
TYPED = {"name_lv": "Mezgls un šķūnis", "about_lv": "Pirmā rinda\nOtrā rinda"}


@pytest.fixture
def centre(ilze: User, in_daugavpils: Scope) -> Centre:
    return centres.add_centre(by=ilze, scope=in_daugavpils, name_lv="Mezgls", is_published=True)


def send(browser: Client, name: str, *args: int, **typed: str) -> Any:
    return browser.post(reverse(name, args=args), {"submission_key": str(uuid4()), **TYPED, **typed})


def test_the_form_is_refused_with_the_reason_and_all_that_was_typed(
    as_: As, ilze: User, marta: User, centre: Centre
) -> None:
    browser, page = as_(ilze), reverse("resource_centre:centre_edit", args=[centre.pk])
    assert browser.get(page).status_code == 200
    browser.post(reverse("submissions:draft_save"), {"form_key": f"resource_centre:centre_edit:{centre.pk}", **TYPED})
    services.end_role(by=marta, membership=ilze.memberships.get())
    refused = send(browser, "resource_centre:centre_edit", centre.pk, password="noslēpums")
    said = refused.content.decode()
    assert refused.status_code == 403
    for text in ("Mezgls un šķūnis", "Pirmā rinda<br>Otrā rinda", formats.day(clock.today()), marta.email):
        assert text in said, text
    assert "noslēpums" not in said
    centre.refresh_from_db()
    assert centre.name_lv == "Mezgls"
    assert Draft.objects.get().data["name_lv"] == ["Mezgls un šķūnis"]
    assert "Mezgls un šķūnis" in browser.get(page).content.decode()


def test_what_is_hidden_now_says_the_same(as_: As, ilze: User, marta: User, centre: Centre) -> None:
    Centre.objects.filter(pk=centre.pk).update(is_published=False)
    Membership.objects.filter(user=ilze).update(ends_on=clock.today() - timedelta(days=1))
    refused = send(as_(ilze), "resource_centre:centre_edit", centre.pk)
    assert refused.status_code in {403, 404}
    assert formats.day(clock.today() - timedelta(days=1)) in refused.content.decode()
    assert marta.email in refused.content.decode()  # nobody ended it, so whoever gives roles is asked


def test_whoever_lost_no_role_reads_the_usual_page(
    as_: As, ilze: User, karlis: User, marta: User, centre: Centre, programme: Programme
) -> None:
    usual = send(as_(karlis), "resource_centre:centre_edit", centre.pk)
    assert (usual.status_code, b"Mezgls un" in usual.content) == (403, False)
    services.end_role(by=marta, membership=ilze.memberships.get())
    join(ilze, programme, Role.COORDINATOR, centre.municipality)  # and was given the same again
    assert send(as_(ilze), "resource_centre:centre_edit", centre.pk).status_code == 422  # what is missing is said
    missing = send(as_(ilze), "resource_centre:centre_edit", 2_000_000_000)
    assert (missing.status_code, b"Mezgls un" in missing.content) == (404, False)
    Membership.objects.filter(user=ilze).update(ended_at=clock.now() - timedelta(days=31))
    assert b"Mezgls un" not in send(as_(ilze), "resource_centre:centre_edit", centre.pk).content


def test_a_closed_account_is_let_in_nowhere_from_the_next_request_on(as_: As, ilze: User, centre: Centre) -> None:
    browser, page = as_(ilze), reverse("resource_centre:centre_edit", args=[centre.pk])
    assert browser.get(page).status_code == 200
    User.objects.filter(pk=ilze.pk).update(is_active=False)
    assert "login" in browser.get(page)["Location"]
    assert "login" in send(browser, "resource_centre:centre_edit", centre.pk)["Location"]


UNREADABLE = {
    "no boundary": (b"--x\r\nbroken", "multipart/form-data; boundary="),
    "too many fields": (b"&".join(b"a%d=1" % number for number in range(20_000)), "application/x-www-form-urlencoded"),
}


@pytest.mark.parametrize("path", ["/lv/nav-tadas-lapas/", "/lv/nav%00/"])
@pytest.mark.parametrize("sent", UNREADABLE)
def test_what_cannot_be_read_at_an_address_that_is_not_there_is_not_found(
    as_: As, ilze: User, path: str, sent: str
) -> None:
    Membership.objects.filter(user=ilze).update(ends_on=clock.today() - timedelta(days=1))
    body, kind = UNREADABLE[sent]
    assert as_(ilze).post(path, body, content_type=kind).status_code == 404
