"""A letter of the organiser's own words: to whom it goes, and not twice on a day."""

from datetime import timedelta

import pytest

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.participation import services
from darbigas_kopienas.people.models import User
from darbigas_kopienas.values import clock
from tests.builders import TODAY, come, register

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("summer")]


def write(by: User, activity: Activity, text: str = "Ņemiet līdzi krūzi.") -> int:
    """To everybody in the list."""
    return services.write_to(
        by=by, activity=activity, registrations=activity.registrations.order_by("pk"), subject="Krūze", text=text
    )


def numbers(activity: Activity) -> list[int]:
    """How many letters each press made, as the trail has it."""
    entries = Entry.objects.of(activity).filter(verb="registration.written_to").order_by("pk")
    return [entry.changes["letters"] for entry in entries]


def test_letter_goes_to_everybody_with_an_address(activity: Activity, ilze: User) -> None:
    (anna,) = come(activity, "anna", language="en")
    register(by=ilze, activity=activity, name="Bez adreses")
    assert write(ilze, activity) == 1
    letter = OutgoingMail.objects.get(template="registration_message")
    assert (letter.to_email, letter.language, letter.scope) == ("anna@example.lv", "en", activity.scope)
    assert letter.context == {
        "registration": anna.pk, "state": "confirmed",
        "written_subject": "Krūze", "written_text": "Ņemiet līdzi krūzi.",
    }  # fmt: skip
    entry = Entry.objects.of(activity).get(verb="registration.written_to")
    assert (entry.actor_id, entry.changes) == (ilze.pk, {"letters": 1})


def test_letter_of_the_same_words_goes_once_a_day_to_each(activity: Activity, ilze: User) -> None:
    come(activity, "anna")
    assert write(ilze, activity) == 1
    come(activity, "juris")
    assert [write(ilze, activity) for _time in range(2)] == [1, 0]
    assert write(ilze, activity, "Ņemiet līdzi lietussargu.") == 2
    with clock.frozen(TODAY + timedelta(days=1)):
        assert write(ilze, activity) == 2
    assert numbers(activity) == [1, 1, 0, 2, 2]


def test_letter_to_nobody_with_an_address_is_refused(activity: Activity, ilze: User) -> None:
    register(by=ilze, activity=activity, name="Bez adreses")
    with pytest.raises(services.NobodyToAsk) as refused:
        write(ilze, activity)
    assert (refused.value.code, OutgoingMail.objects.count(), numbers(activity)) == ("nobody", 0, [])
