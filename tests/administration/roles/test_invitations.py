"""Who may invite whom to what, how often, and how an invitation is sent again or withdrawn."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from darbigas_kopienas.administration.roles import invitations
from darbigas_kopienas.administration.roles.models import RoleInvitation
from darbigas_kopienas.administration.roles.rules import DoesNotReach
from darbigas_kopienas.administration.roles.services import HasRole
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.people.models import Municipality, User
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.programme.models import Programme, Site
from darbigas_kopienas.values import clock
from tests.administration.roles.invited import ADDRESS, invite
from tests.people.identity import give_address

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def centre(programme: Programme, daugavpils: Municipality) -> Site:
    return Site.objects.create(programme=programme, municipality=daugavpils, kind="centre", name_lv="Mezgls")


# -- who may give what ---------------------------------------------------------------------------------------
def test_the_programme_coordinator_gives_every_role(marta: User, daugavpils: Municipality, centre: Site) -> None:
    for role in ("teacher", "municipal_coordinator", "municipal_staff", "accountant", "check_in"):
        assert invite(marta, role=role, municipality=daugavpils).municipality == daugavpils
    assert invite(marta, role="centre", site=centre, email="b@example.org").municipality == daugavpils
    for role in ("programme_coordinator", "funder", "teacher"):
        assert invite(marta, role=role, email="b@example.org").municipality is None
    auditor = invite(marta, role="auditor", email="b@example.org", ends_on=clock.today())
    assert auditor.ends_on == clock.today()


def test_a_municipal_coordinator_gives_narrow_roles_in_their_own(
    ilze: User, karlis: User, centre: Site, rezekne: Municipality, daugavpils: Municipality
) -> None:
    invite(ilze)
    invite(ilze, role="teacher", municipality=daugavpils)
    invite(ilze, role="centre", site=centre)
    wide = ["municipal_coordinator", "municipal_staff", "accountant"]
    for role in wide:
        with pytest.raises(PermissionDenied):
            invite(ilze, role=role, municipality=daugavpils)
    for fields in ({"municipality": rezekne}, {"role": "teacher"}, {"role": "programme_coordinator"}):
        with pytest.raises(PermissionDenied):
            invite(ilze, **fields)
    with pytest.raises(PermissionDenied):
        invite(karlis, role="centre", site=centre)
    assert RoleInvitation.objects.count() == 3


def test_nobody_else_gives_any(anna: User, janis: User, emma: User, olga: User, admin: User) -> None:
    for person in (anna, janis, emma, olga, admin):
        with pytest.raises(PermissionDenied):
            invite(person)
    assert not RoleInvitation.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_the_deed_and_the_letter_are_written(marta: User, daugavpils: Municipality) -> None:
    invitation = invite(marta, email=" Liga@EXAMPLE.org ", language="en")
    letter = OutgoingMail.objects.get()
    assert (letter.to_email, letter.language, letter.template) == (ADDRESS, "en", "role_invitation")
    entry = Entry.objects.get(verb="role_invitation.sent")
    assert (entry.actor_id, entry.municipality_id, entry.changes) == (marta.pk, daugavpils.pk, {"role": "check_in"})
    assert invitation.expires_at - invitation.sent_at == pytest.approx(WEEK, abs=timedelta(seconds=5))


# -- once ----------------------------------------------------------------------------------------------------
def test_one_address_is_invited_once_to_one_role(marta: User, rezekne: Municipality) -> None:
    first = invite(marta)
    with pytest.raises(invitations.AlreadyInvited) as refused:
        invite(marta, email="LIGA@example.ORG")
    assert list(refused.value.message_dict) == ["email"]
    invite(marta, municipality=rezekne)
    with clock.frozen(clock.now() + WEEK), pytest.raises(invitations.AlreadyInvited):
        invite(marta)
    invitations.withdraw(by=marta, invitation=first)
    invite(marta)


def test_whoever_has_the_role_is_not_invited_to_it(marta: User, ilze: User, daugavpils: Municipality) -> None:
    with pytest.raises(HasRole):
        invite(marta, role="municipal_coordinator", email="Ilze@Example.lv", municipality=daugavpils)
    give_address(ilze, "ozolina@example.org")
    with pytest.raises(HasRole):
        invite(marta, role="municipal_coordinator", email="ozolina@example.org", municipality=daugavpils)
    ilze.memberships.update(ended_at=clock.now())
    invite(marta, role="municipal_coordinator", email="ilze@example.lv", municipality=daugavpils)


def test_the_database_refuses_what_the_rules_refuse(marta: User, programme: Programme) -> None:
    made = invite(marta)
    wrong: list[dict[str, Any]] = [
        {"municipality": None},
        {"role": "centre"},
        {"role": "funder"},
        {"role": "auditor", "municipality": None},
        {"accepted_at": clock.now()},
        {"declined_at": clock.now(), "withdrawn_at": clock.now()},
        {"ends_on": made.starts_on - timedelta(days=1)},
        {"email": "Liga@example.org"},
    ]
    for columns in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            RoleInvitation.objects.filter(pk=made.pk).update(**columns)
    twin = RoleInvitation(email=made.email, programme=programme, municipality=made.municipality, role=made.role)
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


# -- how often -----------------------------------------------------------------------------------------------
def test_one_person_sends_so_many_in_a_day(marta: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invitations, "MOST_A_DAY", 2)
    first = invite(marta)
    invite(marta, email="b@example.org")
    with pytest.raises(invitations.SentOften) as refused:
        invite(marta, email="c@example.org")
    assert refused.value.code == "many_today"
    with pytest.raises(invitations.SentOften):
        invitations.send_again(by=marta, invitation=first)
    with clock.frozen(clock.now() + timedelta(days=1)):
        invite(marta, email="c@example.org")


def test_one_address_gets_so_many_in_a_day_by_whomever(
    marta: User, ilze: User, daugavpils: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(invitations, "MOST_TO_ONE_A_DAY", 2)
    invite(marta)
    invite(ilze, role="teacher", municipality=daugavpils)
    with pytest.raises(invitations.SentOften) as refused:
        invite(marta, role="funder", email="LIGA@example.org")
    assert list(refused.value.message_dict) == ["email"]


def test_one_invitation_goes_out_so_often(marta: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invitations, "MOST_SENT", 2)
    invitation = invite(marta)
    invitations.send_again(by=marta, invitation=invitation)
    with pytest.raises(invitations.SentOften, match="sent 2 times"):
        invitations.send_again(by=marta, invitation=invitation)
    assert OutgoingMail.objects.filter(template="role_invitation").count() == 2


# -- again, withdrawn ----------------------------------------------------------------------------------------
def test_sent_again_it_is_valid_for_seven_days_more(marta: User, ilze: User, karlis: User, anna: User) -> None:
    invitation = invite(marta)
    for person in (karlis, anna):
        with pytest.raises(PermissionDenied):
            invitations.send_again(by=person, invitation=invitation)
        with pytest.raises(PermissionDenied):
            invitations.withdraw(by=person, invitation=invitation)
    later = clock.now() + WEEK + timedelta(days=1)
    with clock.frozen(later):
        again = invitations.send_again(by=ilze, invitation=invitation)
        assert (again.expires_at, again.invited_by, again.times_sent) == (later + WEEK, ilze, 2)
        assert invitations.why_closed(again) is None
    with pytest.raises(PermissionDenied):
        invitations.send_again(by=ilze, invitation=invite(marta, role="municipal_staff"))


def test_what_is_over_is_not_sent_again(marta: User) -> None:
    invitation = invite(marta, ends_on=clock.today())
    with clock.frozen(clock.now() + timedelta(days=2)), pytest.raises(invitations.InvitationOver, match="last day"):
        invitations.send_again(by=marta, invitation=invitation)
    with pytest.raises(invitations.InvitationOver):
        invitations.send_again(by=SYSTEM, invitation=invitation)
    invitations.withdraw(by=marta, invitation=invitation)
    for act in (invitations.withdraw, invitations.send_again):
        with pytest.raises(invitations.InvitationAnswered):
            act(by=marta, invitation=invitation)


# -- the rules -----------------------------------------------------------------------------------------------
def test_where_and_when_a_role_cannot_be_given(
    marta: User, programme: Programme, daugavpils: Municipality, rezekne: Municipality, centre: Site
) -> None:
    school = Site.objects.create(programme=programme, municipality=daugavpils, kind="school", name_lv="Skola")
    foreign = Municipality.objects.create(code="cits", name_lv="Cits", name_en="Other", locative_lv="Citā")
    yesterday = clock.today() - timedelta(days=1)
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("site", {"role": "centre"}),
        ("site", {"role": "centre", "site": school}),
        ("municipality", {"role": "centre", "site": centre, "municipality": rezekne}),
        ("site", {"site": centre}),
        ("municipality", {"role": "municipal_staff", "municipality": None}),
        ("municipality", {"role": "funder", "municipality": daugavpils}),
        ("municipality", {"role": "municipal_staff", "municipality": foreign}),
        ("ends_on", {"starts_on": clock.today(), "ends_on": yesterday}),
        ("ends_on", {"starts_on": yesterday, "ends_on": yesterday}),
        ("ends_on", {"role": "auditor"}),
    ]
    for field, fields in wrong:
        with pytest.raises(DoesNotReach) as refused:
            invite(marta, **fields)
        assert list(refused.value.message_dict) == [field], fields
    with pytest.raises(ValidationError):
        invite(marta, email="nav adreses")
    assert not RoleInvitation.objects.exists()
