"""Who has which role: one page for whoever lets people in; changed and ended from there."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from darbigas_kopienas.administration.roles.models import RoleInvitation
from darbigas_kopienas.people.models import Municipality, User
from darbigas_kopienas.programme.access import Role
from darbigas_kopienas.programme.models import Membership, Programme, Site
from darbigas_kopienas.values import clock
from tests.administration.roles.people import held, role_of, second_coordinator
from tests.builders import said
from tests.cast import make_user
from tests.mailing.came_back import FULL, ended

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]


def shown(client: Client, **query: str) -> Any:
    return client.get(reverse("administration:role_list"), query)


def people(page: Any) -> set[str]:
    return {row["role"].user.email.split("@")[0] for row in page.context["rows"]}


def post(client: Client, name: str, membership: Membership, **typed: object) -> Any:
    url = reverse(f"administration:{name}", args=[membership.pk])
    return client.post(url, {"submission_key": str(uuid4()), **typed})


# -- the list ----------------------------------------------------------------------------------------------
def test_everybody_sees_the_roles_that_are_theirs_to_know(
    as_: As, marta: User, ilze: User, admin: User, anna: User, emma: User, olga: User, janis: User
) -> None:
    everybody = {"ilze", "janis", "anna", "karlis", "marta", "emma", "olga"}
    assert people(shown(as_(marta))) == everybody
    assert people(shown(as_(ilze))) == {"ilze", "janis", "anna"}
    assert people(shown(as_(admin))) == everybody
    for user in (anna, emma, olga, janis):
        refused = shown(as_(user))
        assert refused.status_code == 403
        assert "seen by coordinators" in refused.content.decode()
    assert "login" in shown(as_(None))["Location"]


def test_a_system_administrator_ends_and_does_nothing_else(
    as_: As, admin: User, anna: User, programme: Programme
) -> None:
    client = as_(admin)
    page = shown(client)
    said = page.content.decode()
    assert programme.name in said
    assert reverse("administration:role_end", args=[role_of(anna).pk]) in said
    assert reverse("administration:role_invite") not in said
    assert reverse("administration:role_edit", args=[role_of(anna).pk]) not in said
    assert client.get(reverse("administration:role_edit", args=[role_of(anna).pk])).status_code == 403
    assert client.get(reverse("administration:role_end", args=[role_of(anna).pk])).status_code == 200
    assert post(client, "role_end", role_of(anna)).status_code == 302
    assert role_of(anna).ended_by == admin
    assert reverse("administration:role_list") in client.get(reverse("home:front")).content.decode()


def test_a_system_administrator_who_coordinates_gives_roles_like_anybody(
    as_: As, admin: User, marta: User, programme: Programme, daugavpils: Municipality
) -> None:
    held(admin, programme, Role.COORDINATOR, daugavpils)
    RoleInvitation.objects.create(
        email="jauna@example.lv", role="check_in", programme=programme, municipality=daugavpils, invited_by=marta
    )
    said = shown(as_(admin)).content.decode()
    assert "jauna@example.lv" in said
    assert reverse("administration:role_invite") in said


def test_the_list_is_narrowed_by_its_address(
    as_: As, marta: User, anna: User, janis: User, programme: Programme
) -> None:
    client = as_(marta)
    assert people(shown(client, municipality="rezeknes-novads")) == {"karlis"}
    assert people(shown(client, role="teacher")) == {"janis"}
    post(client, "role_end", role_of(anna))
    Membership.objects.filter(user=janis).update(ends_on=clock.today() - timedelta(days=1))
    assert not {"anna", "janis"} & people(shown(client))
    assert people(shown(client, state="ended")) == {"anna", "janis"}
    assert len(people(shown(client, state="all"))) == 7
    for word in ("state", "role", "municipality", "colour"):
        assert shown(client, **{word: "purple"}).status_code == 422


def test_it_says_who_gave_and_ended_a_role_and_how_the_person_signs_in(
    as_: As, marta: User, programme: Programme, daugavpils: Municipality
) -> None:
    client = as_(marta)
    held(make_user("x@example.lv", "Xenija"), programme, Role.CHECK_IN, daugavpils, given_by=marta,
         ended_by=marta, ended_at=clock.now())  # fmt: skip
    said = " ".join(shown(client, state="ended").content.decode().split())
    day = f"{clock.today():%d.%m.%Y}"
    assert all(text in said for text in ("Xenija", f"ended on {day} by Marta Vītola", "not yet in two steps"))
    assert "when the portal was set up" in shown(client).content.decode()


def test_invitations_stand_on_top_with_their_buttons_for_whoever_may(
    as_: As, marta: User, ilze: User, programme: Programme, daugavpils: Municipality
) -> None:
    about = {"programme": programme, "municipality": daugavpils, "invited_by": marta}
    narrow = RoleInvitation.objects.create(email="jauna@example.lv", role="check_in", **about)
    wide = RoleInvitation.objects.create(
        email="gramatvede@example.lv", role="accountant", expires_at=clock.now() - timedelta(days=1), **about
    )
    RoleInvitation.objects.create(email="x@example.lv", role="check_in", withdrawn_at=clock.now(), **about)
    said = shown(as_(ilze)).content.decode()
    assert "jauna@example.lv" in said
    assert "expired on" in said
    assert "x@example.lv" not in said
    for row, is_offered in ((narrow, True), (wide, False)):
        for name in ("role_invitation_send_again", "role_invitation_withdraw"):
            assert (reverse(f"administration:{name}", args=[row.pk]) in said) is is_offered


def test_who_cannot_be_written_to_is_said_of_roles_and_invitations(
    as_: As, marta: User, anna: User, programme: Programme, daugavpils: Municipality
) -> None:
    for email in ("jauna@example.lv", "cita@example.lv"):
        RoleInvitation.objects.create(
            email=email, role="check_in", programme=programme, municipality=daugavpils, invited_by=marta
        )
    ended("jauna@example.lv", error=FULL)
    ended(anna.email)
    page = shown(as_(marta))
    invited = {row["row"].email: row["why_unreachable"] for row in page.context["invitations"]}
    assert invited == {"jauna@example.lv": "the mailbox is full", "cita@example.lv": None}
    why = {row["role"].user: row["why_unreachable"] for row in page.context["rows"]}
    assert {user for user in why if why[user]} == {anna}
    assert said(page).count("Ask for another address") == 2


def test_as_many_statements_for_three_rows_as_for_one(
    as_: As, marta: User, programme: Programme, daugavpils: Municipality
) -> None:
    client, counts = as_(marta), []
    for rows in (1, 3):
        for number in range(rows):
            role = held(make_user(f"p{rows}{number}@example.lv", "P"), programme, Role.CHECK_IN, daugavpils)
            Membership.objects.filter(pk=role.pk).update(given_by=marta, ended_by=marta, ended_at=clock.now())
            RoleInvitation.objects.create(
                email=f"i{rows}{number}@example.lv", role="check_in", programme=programme, municipality=daugavpils,
                invited_by=marta,
            )  # fmt: skip
        shown(client, state="ended")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            shown(client, state="ended")
        counts.append(len(queries))
    assert counts[0] == counts[1]


# -- changed and ended -------------------------------------------------------------------------------------
def test_a_role_is_changed_in_a_form_that_says_what_it_is(
    as_: As, marta: User, anna: User, daugavpils: Municipality
) -> None:
    client, role = as_(marta), role_of(anna)
    form = client.get(reverse("administration:role_edit", args=[role.pk])).context["form"]
    assert (form["role"].value(), form["municipality"].value()) == ("municipal_staff", daugavpils.pk)
    refused = post(client, "role_edit", role, role="funder", municipality=daugavpils.pk, ends_on="31.12.2099")
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["municipality"]
    assert "31.12.2099" in refused.content.decode()
    typed = {"role": "accountant", "municipality": daugavpils.pk}
    assert post(client, "role_edit", role, **typed).status_code == 302
    assert role_of(anna).role == "accountant"
    over = post(client, "role_edit", role, **typed)
    assert over.status_code == 422
    assert "has ended already" in over.content.decode()
    page = client.get(reverse("administration:role_edit", args=[role_of(anna).pk]))
    assert "role changed" in page.content.decode()
    assert "<select" not in client.get(reverse("administration:role_edit", args=[role.pk])).content.decode()
    assert "ended already" in client.get(reverse("administration:role_end", args=[role.pk])).content.decode()


def test_a_municipal_coordinator_manages_what_they_may_give(
    as_: As, ilze: User, anna: User, janis: User, karlis: User
) -> None:
    client = as_(ilze)
    for name in ("role_edit", "role_end"):
        assert client.get(reverse(f"administration:{name}", args=[role_of(karlis).pk])).status_code == 404
        assert post(client, name, role_of(anna)).status_code == 403
    form = client.get(reverse("administration:role_edit", args=[role_of(janis).pk])).context["form"]
    assert {value for value, _word in form.fields["role"].choices} == {"teacher", "check_in", "centre"}
    assert post(client, "role_end", role_of(janis)).status_code == 302


def test_no_place_is_offered_that_would_be_refused(
    as_: As, ilze: User, janis: User, programme: Programme, daugavpils: Municipality, rezekne: Municipality
) -> None:
    centres = [
        Site.objects.create(programme=programme, municipality=place, kind="centre", name_lv=f"Mezgls {place.code}")
        for place in (daugavpils, rezekne)
    ]
    client, role = as_(ilze), role_of(janis)
    form = client.get(reverse("administration:role_edit", args=[role.pk])).context["form"]
    assert [value for value, _word in form.fields["municipality"].choices] == [daugavpils.pk]
    assert [value for value, _word in form.fields["site"].choices] == ["", centres[0].pk]
    for typed, field in (
        ({"role": "check_in", "municipality": rezekne.pk}, "municipality"),
        ({"role": "teacher", "municipality": ""}, "municipality"),  # the whole programme
        ({"role": "centre", "municipality": daugavpils.pk, "site": centres[1].pk}, "site"),
        ({"role": "municipal_coordinator", "municipality": daugavpils.pk}, "role"),
    ):
        refused = post(client, "role_edit", role, **typed)
        assert (refused.status_code, list(refused.context["form"].errors)) == (422, [field])
    assert role_of(janis) == role


def test_recovery_codes_alone_are_no_second_step(as_: As, marta: User, ilze: User) -> None:
    Authenticator.objects.create(user=ilze, type=Authenticator.Type.RECOVERY_CODES, data={})
    told = {row["role"].user: row["role"].has_second_factor for row in shown(as_(marta)).context["rows"]}
    assert told[ilze] is False


def test_what_to_do_before_the_last_coordinator_leaves_is_said(as_: As, marta: User, programme: Programme) -> None:
    client = as_(marta)
    refused = post(client, "role_end", role_of(marta))
    assert refused.status_code == 422
    assert "Let another programme coordinator in first." in refused.content.decode()
    second_coordinator(programme)
    gone = post(client, "role_end", role_of(marta))
    assert client.get(gone["Location"]).status_code == 200
