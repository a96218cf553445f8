"""Those who stay silent are reminded once a day; a no is said once."""

from datetime import timedelta

import pytest

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.participation import services
from darbigas_kopienas.participation.models import Invitation, Registration
from darbigas_kopienas.participation.registration.people_list import Pasted
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.actors import INVITATION
from darbigas_kopienas.values import clock
from tests.builders import TODAY, come, letters_to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("summer")]
TOMORROW = TODAY + timedelta(days=1)


def invite(by: User, activity: Activity, *names: str) -> list[Invitation]:
    people = [Pasted(line, name, f"{name}@example.lv") for line, name in enumerate(names, start=1)]
    return services.invite(by=by, activity=activity, people=people)


def accept(invitation: Invitation) -> Registration:
    """The guest registers by the link of the letter."""
    guest = services.Participant(name=invitation.name, email=invitation.email)
    return services.register(
        by=INVITATION,
        activity=invitation.activity,
        participant=guest,
        via=Registration.Via.GUEST,
        invitation=invitation,
    )


def test_list_in_which_everybody_is_known_asks_nobody(activity: Activity, ilze: User) -> None:
    come(activity, "anna")
    invite(ilze, activity, "zane")
    with pytest.raises(services.NobodyToAsk) as refused:
        invite(ilze, activity, "anna", "zane")
    assert (refused.value.code, letters_to("anna"), letters_to("zane")) == ("nobody", ["confirmed"], ["invitation"])


def test_only_the_silent_are_reminded(activity: Activity, ilze: User) -> None:
    yes, no, silent = invite(ilze, activity, "anna", "juris", "zane")
    accept(yes)
    services.decline(by=INVITATION, invitation=no)
    with clock.frozen(TOMORROW) as moment:
        assert services.remind_silent(by=ilze, activity=activity) == 1
    silent.refresh_from_db()
    assert silent.reminded_at == moment
    assert [letters_to(name) for name in ("anna", "juris", "zane")] == [
        ["invitation", "confirmed"], ["invitation"], ["invitation", "invitation_reminder"],
    ]  # fmt: skip
    entry = Entry.objects.of(activity.enrolment).get(verb="invitation.reminded")
    assert (entry.actor_id, entry.changes) == (ilze.pk, {"number": 1})


def test_silent_reminded_today_is_reminded_again_tomorrow_only(activity: Activity, ilze: User) -> None:
    invite(ilze, activity, "zane")
    with clock.frozen(TOMORROW):
        services.remind_silent(by=ilze, activity=activity)
        with pytest.raises(services.NobodyToAsk) as refused:
            services.remind_silent(by=ilze, activity=activity)
    assert refused.value.code == "nobody"
    with clock.frozen(TOMORROW + timedelta(days=1)):
        assert services.remind_silent(by=ilze, activity=activity) == 1
    assert letters_to("zane") == ["invitation", "invitation_reminder", "invitation_reminder"]


def test_silent_invited_today_is_not_reminded(activity: Activity, ilze: User) -> None:
    invite(ilze, activity, "zane")
    with pytest.raises(services.NobodyToAsk) as refused:
        services.remind_silent(by=ilze, activity=activity)
    assert (refused.value.code, letters_to("zane")) == ("nobody", ["invitation"])


def test_invitation_declined_twice_is_declined_once(activity: Activity, ilze: User) -> None:
    (invitation,) = invite(ilze, activity, "zane")
    moment = clock.now()
    services.decline(by=INVITATION, invitation=invitation)
    with clock.frozen(TOMORROW):
        services.decline(by=INVITATION, invitation=invitation)
    invitation.refresh_from_db()
    assert invitation.declined_at == moment
    assert Entry.objects.of(invitation).filter(verb="invitation.declined").count() == 1


def test_invitation_of_the_registered_is_not_declined(activity: Activity, ilze: User) -> None:
    (invitation,) = invite(ilze, activity, "zane")
    registration = accept(invitation)
    declined = services.decline(by=INVITATION, invitation=invitation)
    assert (declined.declined_at, declined.registration) == (None, registration)
    assert Entry.objects.of(invitation).count() == 0
