"""The form by which somebody is invited to a role, and the buttons of the list."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from darbigas_kopienas.administration.roles.models import RoleInvitation
from darbigas_kopienas.people.models import Municipality, User
from darbigas_kopienas.programme.models import Programme, Site
from darbigas_kopienas.values import clock
from tests.administration.roles.invited import (
    ADDRESS,
    invite,
    text,
    typed,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def form_url() -> str:
    return reverse("administration:role_invite")


# -- the form ------------------------------------------------------------------------------------------------
def test_the_form_offers_what_one_may_give(
    as_: Any,
    marta: User,
    ilze: User,
    form_url: str,
    programme: Programme,
    daugavpils: Municipality,
    rezekne: Municipality,
) -> None:
    for place in (daugavpils, rezekne):
        Site.objects.create(programme=programme, municipality=place, kind="centre", name_lv=f"Mezgls {place.pk}")
    Site.objects.create(programme=programme, municipality=daugavpils, kind="school", name_lv="Skola")

    def offered(user: User, name: str) -> list[str]:
        return [str(value) for value, _word in as_(user).get(form_url).context["form"].fields[name].choices if value]

    assert len(offered(marta, "role")) == 9
    assert offered(ilze, "role") == ["teacher", "check_in", "centre"]
    assert len(offered(marta, "municipality")) == 4
    assert offered(ilze, "municipality") == [str(daugavpils.pk)]
    assert (len(offered(marta, "site")), len(offered(ilze, "site"))) == (2, 1)


def test_nobody_else_has_the_form(as_: Any, form_url: str, anna: User, janis: User, emma: User, admin: User) -> None:
    for person in (anna, janis, emma, admin):
        for page in (as_(person).get(form_url), as_(person).post(form_url, {})):
            assert page.status_code == 403
    assert "programme coordinator" in text(as_(anna).get(form_url))
    assert "/login/" in as_(None).get(form_url)["Location"]


def test_sent_it_says_to_whom_and_until_when(as_: Any, ilze: User, form_url: str, daugavpils: Municipality) -> None:
    browser = as_(ilze)
    sent = typed(daugavpils)
    first, second = browser.post(form_url, sent), browser.post(form_url, sent)
    assert first["Location"] == second["Location"] == reverse("administration:role_list")
    said = [str(message) for message in get_messages(first.wsgi_request)]
    assert RoleInvitation.objects.count() == 1
    until = f"{clock.today() + timedelta(days=7):%d.%m.%Y}"
    assert len(said) == 1
    assert ADDRESS in said[0]
    assert until in said[0]


def test_refused_at_the_field_with_everything_kept(
    as_: Any, marta: User, ilze: User, form_url: str, daugavpils: Municipality, rezekne: Municipality
) -> None:
    invite(marta)
    wrong: list[tuple[User, str, dict[str, Any]]] = [
        (marta, "email", {}),
        (marta, "email", {"email": "nav adreses"}),
        (marta, "email", {"email": "x" * 400 + "@example.org"}),
        (marta, "email", {"email": ""}),
        (marta, "role", {"role": ""}),
        (marta, "site", {"role": "centre"}),
        (marta, "municipality", {"role": "municipal_staff", "municipality": ""}),
        (marta, "municipality", {"role": "funder"}),
        (marta, "ends_on", {"role": "auditor", "municipality": ""}),
        (marta, "starts_on", {"starts_on": "rīt"}),
        (ilze, "role", {"role": "municipal_staff"}),
        (ilze, "municipality", {"municipality": rezekne.pk}),
        (ilze, "municipality", {"role": "teacher", "municipality": ""}),
    ]
    for user, field, other in wrong:
        page = as_(user).post(form_url, typed(daugavpils, **{"ends_on": "", **other}))
        assert page.status_code == 422
        assert list(page.context["form"].errors) == [field], (field, other)
    page = as_(marta).post(form_url, typed(daugavpils, role="auditor", starts_on="1.2.2030", ends_on="x"))
    assert all(kept in text(page) for kept in (ADDRESS, "1.2.2030", 'value="auditor" selected'))
    assert RoleInvitation.objects.count() == 1


def test_what_is_typed_is_kept_as_a_draft(as_: Any, ilze: User, form_url: str) -> None:
    browser = as_(ilze)
    saved = browser.post(
        reverse("submissions:draft_save"), {"form_key": "administration:role_invite", "email": "pus@example.org"}
    )
    assert saved.status_code < 300
    assert "pus@example.org" in text(browser.get(form_url))


def test_buttons_of_the_list(as_: Any, marta: User, ilze: User, karlis: User, anna: User) -> None:
    invitation, wide = invite(marta), invite(marta, role="municipal_staff")
    for name in ("role_invitation_send_again", "role_invitation_withdraw"):
        url = reverse(f"administration:{name}", args=[invitation.pk])
        assert as_(ilze).get(url).status_code == 405
        assert as_(karlis).post(url).status_code == as_(anna).post(url).status_code == 404
        assert as_(ilze).post(reverse(f"administration:{name}", args=[wide.pk])).status_code == 403
        assert as_(ilze).post(url, {"submission_key": str(uuid4())}).status_code == 302
    invitation.refresh_from_db()
    assert (invitation.times_sent, invitation.withdrawn_at is None) == (2, False)
    refused = as_(ilze).post(url, {"submission_key": str(uuid4())})
    assert refused.status_code == 302
    assert [str(message) for message in get_messages(refused.wsgi_request)]
