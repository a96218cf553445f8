"""What a fresh account may do with seats by naming colleagues: little, and it learns of nobody."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.mailing.services import send_due
from darbigas_kopienas.participation import services
from darbigas_kopienas.participation.colleagues import services as colleagues
from darbigas_kopienas.participation.models import Registration, SeatReserve
from darbigas_kopienas.participation.participants import own_data
from darbigas_kopienas.participation.registration import links
from darbigas_kopienas.participation.registration.people_list import Pasted, read_people
from darbigas_kopienas.people.models import Municipality, Organisation, Person, SchoolContact, User
from darbigas_kopienas.programme.actors import MAILED_LINK, SYSTEM
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from tests.builders import Opener, come, letters_to, open_seminar, said, states

As = Callable[[User | None], Client]
Via = Registration.Via
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("summer")]


@pytest.fixture
def opened(ilze: User, in_daugavpils: Scope) -> Opener:
    return lambda **changes: open_seminar(ilze, in_daugavpils, **changes)


@pytest.fixture
def activity(opened: Opener) -> Activity:
    return opened(capacity=4, confirm_hours=10)


@pytest.fixture
def stranger(karlis: User, school: Organisation) -> User:
    """Kārlis only says that he works there."""
    Person.objects.create(name="Kārlis", email=karlis.email, user=karlis, organisation=school)
    return karlis


def bring(by: User, activity: Activity, school: Organisation, *names: str) -> list[Registration]:
    people = [Pasted(line, name, f"{name}@example.lv") for line, name in enumerate(names, start=1)]
    return services.register_colleagues(by=by, activity=activity, school=school, people=people)


def send(client: Client, activity: Activity, *names: str) -> Any:
    text = "\n".join(f"{name}; {name}@example.lv" for name in names)
    address = reverse("participation:colleague_register", args=[activity.pk])
    return client.post(address, {"text": text, "step": "register"})


# -- seats -----------------------------------------------------------------------------------------
def test_who_only_says_to_work_there_holds_a_seat_as_long_as_a_guest(
    activity: Activity, stranger: User, contact: User, school: Organisation
) -> None:
    (named,) = bring(stranger, activity, school, "a")
    (registered,) = bring(contact, activity, school, "b")
    assert (named.confirm_by, registered.confirm_by) == (clock.now() + timedelta(hours=10), None)
    with clock.frozen(clock.now() + timedelta(hours=11)):
        services.sweep(by=SYSTEM)
    assert states(activity) == {"a": "cancelled", "b": "confirmed"}


def test_seat_is_not_held_for_ever_where_guests_need_no_link(
    opened: Opener, stranger: User, school: Organisation
) -> None:
    (named,) = bring(stranger, opened(confirm_hours=None), school, "a")
    assert named.confirm_by == clock.now() + timedelta(hours=24)


def test_contact_of_another_school_is_a_stranger_here(activity: Activity, stranger: User, school: Organisation) -> None:
    other = Organisation.objects.create(kind="school", name_lv="4. vidusskola")
    SchoolContact.objects.create(organisation=other, user=stranger, starts_on=date(2020, 1, 1))
    SchoolContact.objects.create(
        organisation=school, user=stranger, starts_on=date(2020, 1, 1), ends_on=date(2020, 6, 9)
    )
    assert bring(stranger, activity, school, "a")[0].confirm_by is not None
    assert bring(stranger, activity, other, "b")[0].confirm_by is None


def test_their_letter_asks_to_confirm(activity: Activity, stranger: User, school: Organisation) -> None:
    (named,) = bring(stranger, activity, school, "a")
    send_due()
    (letter,) = mail.outbox
    assert links.mailed_url(named) in letter.body
    assert "vietu saņems kāds cits" in letter.body
    services.open_mailed_link(by=MAILED_LINK, registration=named)
    named.refresh_from_db()
    assert (named.confirm_by, named.state) == (None, "confirmed")


def test_school_s_seats_are_had_by_whom_its_contact_or_the_organiser_registers(
    opened: Opener, ilze: User, stranger: User, contact: User, school: Organisation
) -> None:
    activity = opened(capacity=3)
    (ours,) = services.reserve_seats(by=ilze, activity=activity, reserves=[SeatReserve(organisation=school, seats=3)])
    come(activity, "guest", school="3. vidusskola")
    bring(stranger, activity, school, "named")
    own = services.Participant.signed_in(stranger)
    services.register(by=stranger, activity=activity, participant=own, via=Via.SELF)
    bring(contact, activity, school, "registered")
    services.register(by=contact, activity=activity, via=Via.SELF, participant=services.Participant.signed_in(
        contact, organisation=school))  # fmt: skip
    come(activity, "organiser", organisation=school, via=Via.ORGANISER)
    assert [row.name for row in Registration.objects.filter(reserve=ours).order_by("pk")] == [
        "registered", contact.name, "organiser"]  # fmt: skip
    assert [state for name, state in states(activity).items() if name in {"guest", "named", "Kārlis"}] == [
        "waiting", "waiting", "waiting"]  # fmt: skip


def test_organiser_gives_a_guest_a_seat_of_the_school_and_it_stays_theirs(
    opened: Opener, ilze: User, school: Organisation
) -> None:
    activity = opened(capacity=1)
    services.reserve_seats(by=ilze, activity=activity, reserves=[SeatReserve(organisation=school, seats=1)])
    (guest,) = come(activity, "a", school="3. vidusskola")
    services.change(by=MAILED_LINK, registration=guest, is_own=True, name="a", school="3. vidusskola")
    assert states(activity) == {"a": "waiting"}
    services.change(by=ilze, registration=guest, organisation=school)
    assert states(activity) == {"a": "offered"}
    (ours,) = services.reserve_seats(by=ilze, activity=activity, reserves=[SeatReserve(organisation=school, seats=1)])
    guest.refresh_from_db()
    services.change(by=MAILED_LINK, registration=guest, is_own=True, name="b")
    assert Registration.objects.get().reserve == ours


def test_municipality_s_seats_are_for_whoever_comes_from_there(
    opened: Opener, ilze: User, daugavpils: Municipality, school: Organisation
) -> None:
    activity = opened(capacity=2)
    reserves = [SeatReserve(organisation=school, seats=1), SeatReserve(municipality=daugavpils, seats=1)]
    _ours, town = services.reserve_seats(by=ilze, activity=activity, reserves=reserves)
    (guest,) = come(activity, "a", school="3. vidusskola")
    assert guest.reserve == town


def test_page_offers_the_school_s_seats_to_its_contact_alone(
    opened: Opener, ilze: User, stranger: User, contact: User, school: Organisation, as_: As
) -> None:
    activity = opened(capacity=2)
    services.reserve_seats(by=ilze, activity=activity, reserves=[SeatReserve(organisation=school, seats=1)])
    Person.objects.create(name="Jānis", email=contact.email, user=contact, organisation=school)
    address = reverse("seminars:seminar_detail", args=[activity.seminar.pk])
    own = [as_(who).get(address).context["take_part"].own_reserved for who in (stranger, contact)]
    assert own == [0, 1]


def test_one_person_names_so_many_in_a_day_over_all_activities(
    opened: Opener, stranger: User, contact: User, school: Organisation
) -> None:
    first, second = opened(), opened(hour=15)
    for by, most in ((stranger, colleagues.MOST_A_DAY), (contact, colleagues.MOST_A_DAY_BY_CONTACT)):
        brought = [Registration(activity=first, name="x", email=f"{by.pk}.{n}@example.lv", via=Via.COLLEAGUE,
                                registered_by=by, state="cancelled") for n in range(most - 1)]  # fmt: skip
        for row in brought:
            row.sort()
        Registration.objects.bulk_create(brought)
        with pytest.raises(services.NobodyToAsk) as refused:
            bring(by, second, school, f"{by.pk}a", f"{by.pk}b")
        assert (refused.value.code, str(most) in refused.value.messages[0]) == ("many_today", True)
        bring(by, second, school, f"{by.pk}a")
        with clock.frozen(clock.now() + timedelta(days=1)):
            bring(by, second, school, f"{by.pk}b", f"{by.pk}c")


# -- nobody is told who takes part -------------------------------------------------------------------
def test_known_and_unknown_colleague_look_the_same(activity: Activity, stranger: User, as_: As) -> None:
    come(activity, "known")
    pages = []
    for name in ("known", "unknown"):
        client = as_(stranger)
        answer = send(client, activity, name)
        pages.append((answer.status_code, answer["Location"], said(client.get(answer["Location"]))))
    assert pages[0] == pages[1]
    assert dict(own_data.gather(stranger))["registered_for_others"].rows == []
    assert letters_to("known") == ["confirmed", "link"]
    assert states(activity) == {"known": "confirmed", "unknown": "confirmed"}
    services.open_mailed_link(by=MAILED_LINK, registration=Registration.objects.get(name="unknown"))
    assert [row.name for row in services.registered_by(stranger, activity)] == ["unknown"]


def test_list_with_a_slip_does_not_tell_of_the_others(activity: Activity, stranger: User, as_: As) -> None:
    """Once a list was taken back whole for a slip in it, and every line that was known was named."""
    come(activity, "known")
    client = as_(stranger)
    send(client, activity, "own")
    services.open_mailed_link(by=MAILED_LINK, registration=Registration.objects.get(name="own"))  # the page shows it
    page = send(client, activity, "known", "unknown", "own")
    assert page.status_code == 422
    assert ["1. rinda" in said(page), "2. rinda" in said(page), "3. rinda" in said(page)] == [False, False, True]


def test_line_beyond_the_last_seat_does_not_tell_of_those_before(
    opened: Opener, stranger: User, contact: User, school: Organisation, as_: As
) -> None:
    activity = opened(capacity=2, has_waiting_list=False)
    come(activity, "known")
    answers = [send(as_(stranger), activity, first, "filler") for first in ("known", "unknown")]
    lines = [("1. rinda" in said(page), "2. rinda: Visas vietas ir aizņemtas" in said(page)) for page in answers]
    assert lines == [(False, True), (False, True)]
    assert states(activity) == {"known": "confirmed"}
    services.set_up(by=SYSTEM, activity=activity, capacity=3)
    assert send(as_(stranger), activity, "known", "filler").status_code == 302
    assert OutgoingMail.objects.filter(template="registration_link").count() == 1


def test_known_address_is_written_to_and_one_s_own_is_said(
    activity: Activity, contact: User, school: Organisation
) -> None:
    come(activity, "anna")
    OutgoingMail.objects.all().delete()
    made = bring(contact, activity, school, "anna", "juris")
    assert [row.name for row in made] == ["juris"]
    assert letters_to("anna") == ["link"]
    with pytest.raises(ValidationError, match=r"1\.\\xa0rinda: Šī persona jau ir pieteikta"):
        bring(contact, activity, school, "juris", "zane")
    assert states(activity) == {"anna": "confirmed", "juris": "confirmed"}


def test_list_sent_again_tells_no_more_than_the_page(activity: Activity, stranger: User, school: Organisation) -> None:
    """Else two sendings would tell whether an address was registered by somebody else before."""
    come(activity, "known")
    for names in (["unknown"], ["unknown"], ["known"], ["known"]):
        bring(stranger, activity, school, *names)
    assert colleagues.registered_by(stranger, activity) == []


def test_line_of_a_megabyte_is_refused_unread() -> None:
    line = ("a" * 127 + "@" + "a" * 254) * 3000
    pasted = read_people(f"{line}\nAnna; anna@example.lv", most=9)
    assert ([person.email for person in pasted.people], pasted.slips) == (
        ["anna@example.lv"], [(1, "Rinda ir pārāk gara.")])  # fmt: skip
