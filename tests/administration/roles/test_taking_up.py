"""An invitation is taken up once, in its days, by whoever reads its address; what is said of it is true."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from darbigas_kopienas.administration.roles import invitations, own_data
from darbigas_kopienas.administration.roles.models import RoleInvitation
from darbigas_kopienas.administration.roles.rules import DoesNotReach
from darbigas_kopienas.administration.roles.services import HasRole
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.home.my_tasks import due_of
from darbigas_kopienas.mailing.letters import Letter, NoLetter, compose_letter
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.people.invited_sign_in import AccountClosed
from darbigas_kopienas.people.models import Municipality, User
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.programme.models import Membership, Programme, Site
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.signed_tokens import token
from tests.administration.roles.invited import ADDRESS, invite, reader
from tests.people.identity import give_address, text_of
from tests.together import before_commit

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def centre(programme: Programme, daugavpils: Municipality) -> Site:
    return Site.objects.create(programme=programme, municipality=daugavpils, kind="centre", name_lv="Mezgls")


# -- the link ------------------------------------------------------------------------------------------------
def test_a_link_is_known_only_as_it_was_made(marta: User) -> None:
    invitation = invite(marta)
    link = invitations.link_token(invitation)
    assert invitations.invitation_behind(link) == invitation
    assert invitations.invitation_behind(link[:-1]) is None
    assert invitations.invitation_behind(token("participation.place", invitation.pk)) is None
    invitation.delete()
    assert invitations.invitation_behind(link) is None


# -- taking it up --------------------------------------------------------------------------------------------
def test_whoever_reads_the_address_takes_it_up_once(marta: User, daugavpils: Municipality) -> None:
    liga = reader()
    invitation = invite(marta, ends_on=clock.today() + timedelta(days=90))
    membership = invitations.accept(by=liga, invitation=invitation)
    assert (membership.user, membership.role, membership.municipality) == (liga, "check_in", daugavpils)
    assert (membership.given_by, membership.starts_on) == (marta, clock.today())
    assert membership.ends_on == clock.today() + timedelta(days=90)
    invitation.refresh_from_db()
    assert invitation.membership == membership
    verbs = [entry.verb for entry in Entry.objects.filter(actor_id=liga.pk).order_by("pk")]
    assert verbs == ["membership.granted", "role_invitation.accepted"]
    for act in (invitations.accept, invitations.decline):
        with pytest.raises(invitations.InvitationAnswered):
            act(by=liga, invitation=invitation)


def test_nobody_holds_a_role_before_taking_it_up(marta: User) -> None:
    liga = reader()
    late, early = invite(marta), invite(marta, role="funder", starts_on=clock.today() + timedelta(days=30))
    with clock.frozen(clock.now() + timedelta(days=5)):
        assert invitations.accept(by=liga, invitation=late).starts_on == clock.today()
        assert invitations.accept(by=liga, invitation=early).starts_on == early.starts_on


def test_a_forwarded_invitation_gives_nobody_else_the_role(marta: User, janis: User) -> None:
    invitation = invite(marta)
    give_address(janis)
    give_address(janis, ADDRESS, verified=False)
    for act in (invitations.accept, invitations.decline):
        with pytest.raises(invitations.ForAnotherAddress):
            act(by=janis, invitation=invitation)
    janis.emailaddress_set.filter(email=ADDRESS).update(verified=True)  # type: ignore[attr-defined]  # allauth's
    assert invitations.accept(by=janis, invitation=invitation).user == janis


def test_an_address_that_is_not_confirmed_is_nobodys(marta: User) -> None:
    make = User.objects.create_user(ADDRESS, None)
    with pytest.raises(invitations.ForAnotherAddress):
        invitations.accept(by=make, invitation=invite(marta))
    assert not invitations.reads_address(SYSTEM, invite(marta, role="funder"))


def test_a_closed_account_takes_nothing_up(marta: User) -> None:
    liga = reader()
    invitation = invite(marta)
    User.objects.filter(pk=liga.pk).update(is_active=False)  # the page was read before
    with pytest.raises(AccountClosed):
        invitations.accept(by=liga, invitation=invitation)


def test_after_its_days_it_gives_nothing(marta: User) -> None:
    liga = reader()
    invitation = invite(marta)
    with clock.frozen(invitation.expires_at - timedelta(seconds=1)):
        assert invitations.why_closed(invitation) is None
    with clock.frozen(invitation.expires_at), pytest.raises(invitations.InvitationOver, match="seven days"):
        invitations.accept(by=liga, invitation=invitation)
    short = invite(marta, role="funder", ends_on=clock.today() + timedelta(days=1))
    with clock.frozen(clock.now() + timedelta(days=2)), pytest.raises(invitations.InvitationOver, match="last day"):
        invitations.accept(by=liga, invitation=short)
    invitations.withdraw(by=marta, invitation=invitation)
    with pytest.raises(invitations.InvitationAnswered):
        invitations.accept(by=liga, invitation=invitation)


def _role_ended(person: User) -> None:
    person.memberships.update(ended_at=clock.now())


def _account_closed(person: User) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)


@pytest.mark.parametrize("lost", [_role_ended, _account_closed, lambda person: person.delete()])
def test_whoever_lost_the_right_to_give_it_gives_nothing_by_a_letter(ilze: User, lost: Callable[[User], Any]) -> None:
    """Else an invitation to a second address of one's own would outlive the role."""
    liga, invitation = reader(), invite(ilze)
    lost(ilze)
    with pytest.raises(invitations.InvitationOver, match="no longer gives"):
        invitations.accept(by=liga, invitation=invitation)
    letter = OutgoingMail.objects.get(template="role_invitation")
    assert compose_letter(letter) == NoLetter("no_right")


def test_whoever_got_the_role_meanwhile_has_it_once(marta: User, daugavpils: Municipality) -> None:
    liga, invitation = reader(), invite(marta)
    Membership.objects.create(
        user=liga, programme=invitation.programme, municipality=daugavpils, role="check_in", starts_on=clock.today()
    )
    with pytest.raises(HasRole):
        invitations.accept(by=liga, invitation=invitation)


def test_whoever_has_no_name_is_called_as_they_say(marta: User) -> None:
    nameless = reader(name="")
    invitations.accept(by=nameless, invitation=invite(marta), name="Līga Lapa")
    nameless.refresh_from_db()
    assert nameless.name == "Līga Lapa"
    invitations.accept(by=nameless, invitation=invite(marta, role="funder"), name="Cita")
    nameless.refresh_from_db()
    assert nameless.name == "Līga Lapa"


def test_declined_is_declined(marta: User) -> None:
    liga, invitation = reader(), invite(marta)
    invitations.decline(by=liga, invitation=invitation)
    with pytest.raises(invitations.InvitationAnswered):
        invitations.accept(by=liga, invitation=invitation)
    assert not liga.memberships.exists()
    invite(marta)


# -- at the same moment --------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_taken_up_in_two_windows_it_gives_one_role(marta: User) -> None:
    liga, invitation = reader(), invite(marta)
    accept = lambda: invitations.accept(by=liga, invitation=invitation)  # noqa: E731
    assert isinstance(before_commit(accept, accept), invitations.InvitationAnswered)
    assert liga.memberships.count() == 1


@pytest.mark.django_db(transaction=True)
def test_withdrawn_while_it_is_taken_up_gives_no_role(marta: User) -> None:
    liga, invitation = reader(), invite(marta)
    outcome = before_commit(
        lambda: invitations.withdraw(by=marta, invitation=invitation),
        lambda: invitations.accept(by=liga, invitation=invitation),
    )
    assert isinstance(outcome, invitations.InvitationAnswered)
    assert not liga.memberships.exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_invite_one_person_send_one_letter(marta: User, ilze: User) -> None:
    outcome = before_commit(lambda: invite(marta), lambda: invite(ilze))
    assert isinstance(outcome, invitations.AlreadyInvited)
    assert OutgoingMail.objects.filter(template="role_invitation").count() == 1


# -- what is said of it --------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", ["lv", "en"])
def test_the_letter_says_who_invites_to_what(marta: User, centre: Site, language: str) -> None:
    invite(marta, role="centre", site=centre, language=language, ends_on=clock.today() + timedelta(days=300))
    subject, text = text_of(letter := OutgoingMail.objects.get())
    facts = compose_letter(letter)
    assert isinstance(facts, Letter)
    assert facts.contact is not None
    assert (facts.contact.email, facts.contact.name) == ("marta@example.lv", "Marta Vītola")
    for word in ("Marta Vītola", "Mezgls, Daugavpils", ADDRESS, "http://localhost:8000/" + language):
        assert word in text
    assert "\n" not in subject
    with translation.override(language):
        assert str(facts.context["role"]) in subject


def test_the_letter_is_not_sent_when_it_would_not_be_true(marta: User) -> None:
    liga = reader()
    rows = {role: invite(marta, role=role) for role in ("check_in", "funder", "programme_coordinator")}
    past = invite(marta, role="auditor", ends_on=clock.today())
    invitations.withdraw(by=marta, invitation=rows["check_in"])
    invitations.decline(by=liga, invitation=rows["funder"])
    invitations.accept(by=liga, invitation=rows["programme_coordinator"])

    def reason(invitation: RoleInvitation) -> str:
        letter = compose_letter(OutgoingMail(template="role_invitation", context={"invitation": invitation.pk}))
        return letter.reason if isinstance(letter, NoLetter) else ""

    assert [reason(row) for row in rows.values()] == ["called_off", "answered", "answered"]
    with clock.frozen(clock.now() + timedelta(days=3)):
        assert reason(past) == "over"
    late = invite(marta)
    with clock.frozen(clock.now() + WEEK):
        assert reason(late) == "over"
    assert reason(RoleInvitation(pk=4711)) == "gone"


def test_the_invited_find_it_among_their_own_data(marta: User) -> None:
    invite(marta)
    invite(marta, email="cits@example.org")
    liga = reader("lapa@example.org")
    give_address(liga, ADDRESS)
    ((key, table),) = own_data.gather(liga)
    assert (key, len(table.rows), table.rows[0][:2]) == ("role_invitations", 1, (ADDRESS, "attendance recorder"))


def test_silence_is_told_to_whoever_may_send_again(
    marta: User, ilze: User, karlis: User, anna: User, programme: Programme
) -> None:
    invite(marta)
    invite(marta, role="municipal_staff")

    def told(user: User) -> list[str]:
        return [task.text for task in due_of(user, programme).waiting if "invitation" in task.text]

    assert told(marta) == []
    with clock.frozen(clock.now() + WEEK):
        assert told(marta) == ["2 invitations to a role were not answered in time"]
        assert told(ilze) == ["1 invitation to a role was not answered in time"]
        assert told(karlis) == told(anna) == []


def test_a_centre_that_is_none_any_more_is_not_taken_up(marta: User, centre: Site, rezekne: Municipality) -> None:
    liga, invitation = reader(), invite(marta, role="centre", site=centre)
    for moved in ({"municipality": rezekne}, {"kind": "school"}):
        Site.objects.filter(pk=centre.pk).update(**moved)
        with pytest.raises(DoesNotReach):
            invitations.accept(by=liga, invitation=invitation)
    assert not liga.memberships.exists()
