"""A role ends while its form lies open: nothing is written, nothing typed is lost, and the page says why."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from darbigas_kopienas.administration.roles import services
from darbigas_kopienas.people.models import Municipality, User
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


@pytest.fixture
def next_one(programme: Programme) -> Programme:
    """A programme that runs today, so a screen without a wish speaks of it."""
    day = clock.today()
    return Programme.objects.create(
        code="next", name_lv="Nākamā", name_en="The next", goal_lv="Mērķis",
        starts_on=day - timedelta(days=30), ends_on=day + timedelta(days=300),
    )  # fmt: skip


def test_a_form_stays_in_the_programme_that_it_was_written_in(
    as_: As, ilze: User, programme: Programme, next_one: Programme, daugavpils: Municipality
) -> None:
    """Another was chosen in another window meanwhile."""
    join(ilze, next_one, Role.COORDINATOR, daugavpils)
    browser, page = as_(ilze), reverse("resource_centre:centre_add")
    browser.post(reverse("home:programme_choose"), {"programme": programme.pk})
    written_in = f'<input type="hidden" name="form_programme" value="{programme.pk}">'
    assert written_in in browser.get(page).content.decode()
    browser.post(reverse("home:programme_choose"), {"programme": next_one.pk})
    typed = {
        "name_lv": "Jaunais mezgls",
        "address": "Rīgas iela 1",
        "submission_key": str(uuid4()),
        "form_programme": programme.pk,
    }
    refused = browser.post(page, {**typed, "name_lv": ""})
    assert refused.status_code == 422
    assert written_in in refused.content.decode()
    assert browser.post(page, typed).status_code == 302
    assert Centre.objects.get(name_lv="Jaunais mezgls").programme == programme


def test_only_what_was_written_is_shown(as_: As, ilze: User, marta: User) -> None:
    services.end_role(by=marta, membership=ilze.memberships.get())
    chosen = {"kind": "receipt", "line": "2:1", "then": "submit", "number": "R-77", "quantity": "12"}
    refused = as_(ilze).post(reverse("budget:expense_add"), {"submission_key": str(uuid4()), **chosen})
    assert refused.context["texts"] == ["R-77", "12"]


def test_a_form_moves_to_no_other_programme_when_the_role_ends(
    as_: As, ilze: User, marta: User, programme: Programme, next_one: Programme, daugavpils: Municipality
) -> None:
    join(ilze, next_one, Role.COORDINATOR, daugavpils)
    services.end_role(by=marta, membership=ilze.memberships.get(programme=programme))
    for page in ("resource_centre:centre_add", "community_events:event_add"):
        refused = send(as_(ilze), page, form_programme=str(programme.pk))
        assert refused.status_code == 404
        assert "Mezgls un šķūnis" in refused.content.decode()
    assert not Centre.objects.exists()


@pytest.mark.parametrize("written_in", ["x", "0", "９", "9" * 30, "\x00"])
def test_what_names_no_programme_of_theirs_is_not_found(as_: As, ilze: User, written_in: str) -> None:
    assert send(as_(ilze), "resource_centre:centre_add", form_programme=written_in).status_code == 404


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
