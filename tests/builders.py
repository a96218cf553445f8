"""What tests begin with, each in a line: registrations, activities that take them, held seminars and their papers."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from darbigas_kopienas.activities import services as activities
from darbigas_kopienas.activities.models import Activity, Session
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.participation import services as participation
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.participation.registration import links
from darbigas_kopienas.people.models import Municipality, Organisation, User
from darbigas_kopienas.programme.actors import SYSTEM, VISITOR
from darbigas_kopienas.programme.models import Component, Party, Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock, signed_tokens
from seminars.certificates import services as certificates
from seminars.certificates.facts import Signing
from seminars.models import Certificate, Seminar, TrainingProgramme
from seminars.plan import services as plan


# -- a registration -------------------------------------------------------------------------------
def register(
    *, by: Any, activity: Activity, via: str = Registration.Via.ORGANISER, language: str = "", **given: Any
) -> Registration:
    """`given` are the fields of a Participant: name, email, school, organisation…"""
    who = participation.Participant(**given)
    return participation.register(by=by, activity=activity, participant=who, via=via, language=language)


# -- an activity that takes registrations ---------------------------------------------------------
TODAY = date(2020, 6, 10)


def taking(by: User, scope: Scope, component: Component, *, day: date = date(2020, 6, 18), **fields: Any) -> Activity:
    """A published activity with one session from 10 to 14; `fields` are those of its registration."""
    activity = activities.plan(
        by=by, scope=scope, component=component, kind="seminar", title_lv="Talka", starts_on=day, is_public=True
    )
    begins = at(day, 10)
    activities.add_session(by=by, activity=activity, starts_at=begins, ends_at=begins + timedelta(hours=4))
    participation.set_up(by=by, activity=activity, **fields)
    return activity


def come(activity: Activity, *names: str, via: str = Registration.Via.GUEST, **given: Any) -> list[Registration]:
    """Guests, one after another, each with an address of their own."""
    by = VISITOR if via == Registration.Via.GUEST else SYSTEM
    return [
        register(by=by, activity=activity, via=via, **{"name": name, "email": f"{name}@example.lv", **given})
        for name in names
    ]


def states(activity: Activity) -> dict[str, str]:
    """Name: state, in the order of coming."""
    return dict(activity.registrations.order_by("pk").values_list("name", "state"))


def letters_to(name: str) -> list[str]:
    """Which letters were written to one guest, in order."""
    from darbigas_kopienas.mailing.models import OutgoingMail

    letters = OutgoingMail.objects.filter(to_email=f"{name}@example.lv").order_by("pk")
    return [letter.template.removeprefix("registration_") for letter in letters]


def trail(registration: Registration) -> list[str]:
    """What was done with one registration, in order."""
    return list(Entry.objects.of(registration).order_by("pk").values_list("verb", flat=True))


# -- a published seminar, and the pages by which a place is taken ---------------------------------
DAY = date(2020, 6, 18)
Opener = Callable[..., Activity]


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), clock.RIGA)


def open_seminar(by: User, scope: Scope, *, day: date = DAY, hour: int = 10, **enrolment: Any) -> Activity:
    """A published seminar of four hours; the rest is how it takes registrations."""
    seminar = plan.plan_seminar(
        by=by, scope=scope, title_lv="Ģimenes un skola", title_en="Families and school", place="Smilšu iela 92",
        starts_at=at(day, hour), ends_at=at(day, hour + 4), is_published=True, contact_email="ilze@example.lv",
    )  # fmt: skip
    participation.set_up(by=by, activity=seminar.activity, **enrolment)
    return seminar.activity


def typed(**changes: str) -> dict[str, str]:
    anna = {"name": "Anna Kalna", "email": "anna.kalna@example.lv", "school": "3. vidusskola"}
    return {**anna, "submission_key": str(uuid4()), **changes}


def send(client: Client, activity: Activity, **changes: str) -> Any:
    return client.post(register_path(activity), typed(**changes))


def register_path(activity: Activity) -> str:
    return reverse("participation:register", args=[activity.pk])


def path_of(registration: Registration, name: str = "place_detail", kind: str = links.PLACE) -> str:
    return reverse(f"participation:{name}", args=[signed_tokens.token(kind, registration.pk)])


def change_at(client: Client, registration: Registration, email: str) -> Any:
    return client.post(path_of(registration, "place_address"), typed(email=email))


def said(page: Any) -> str:
    """The words of a page's main part, without its tags."""
    import re

    main = page.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


# -- a seminar that was held, and its papers ------------------------------------------------------
AFTER = DAY + timedelta(days=1)
CREDIT = ("Programmu atbalsta Britu padome Latvijā.", "The programme is supported by the British Council in Latvia.")


def implementer(programme: Programme) -> Organisation:
    """Who issues the papers, and the funder's line under them."""
    Programme.objects.filter(pk=programme.pk).update(credit_lv=CREDIT[0], credit_en=CREDIT[1])
    party = Party.objects.filter(programme=programme, role=Party.Role.IMPLEMENTER).first()
    if party is not None:
        return party.organisation
    about = {"kind": Organisation.Kind.NGO, "registration_number": "40008012345"}
    centre, _is_new = Organisation.objects.get_or_create(
        name_lv="Izglītības iniciatīvu centrs", defaults={"name_en": "Education Initiatives Centre", **about}
    )
    Party.objects.create(programme=programme, organisation=centre, role=Party.Role.IMPLEMENTER)
    return centre


def approved(programme: Programme, municipality: Municipality, **changes: Any) -> TrainingProgramme:
    """An A programme of six hours that the municipality approved."""
    wanted: dict[str, Any] = {
        "programme": programme,
        "municipality": municipality,
        "type": "A",
        "title_lv": "Ģimenes un skolas sadarbība kopienā",
        "title_en": "Family and school together",
        "academic_hours": 6,
        "approval_number": "12",
        "approved_on": date(2020, 3, 5),
        "valid_until": date(2022, 3, 4),
        "approved_by": municipality,
    }
    return TrainingProgramme.objects.create(**{**wanted, **changes})


def attend(
    by: Any, seminar: Seminar, name: str = "Jānis Kalniņš", hours: str | None = None, **given: Any
) -> Registration:
    """Registered and seen at every session; `hours` at the first instead of all of it."""
    registration = register(by=by, activity=seminar.activity, name=name, **given)
    for session in Session.objects.filter(activity=seminar.activity_id).exclude(state="cancelled"):
        some = Decimal(hours) if hours is not None else None
        with clock.frozen(max(clock.now(), session.starts_at)):  # nobody is ticked ahead
            participation.record_attendance(by=by, registration=registration, session=session, hours=some)
    return registration


def cancel_though_seen(by: Any, registration: Registration) -> None:
    """Somebody who was there and whose registration was cancelled, as it could be before that was refused."""
    seen = registration.attendances.all()
    seen.update(oddity="same_device", settled_by=None)
    participation.cancel_registration(by=by, registration=registration)
    seen.update(oddity="")


@contextmanager
def after(day: date = AFTER) -> Iterator[datetime]:
    with clock.frozen(day) as moment:
        yield moment


def held(by: Any, seminar: Seminar, day: date = DAY) -> Seminar:
    """Marked as held on the day before the clock's."""
    plan.mark_seminar_held(by=by, seminar=seminar, held_on=day)
    return Seminar.objects.get(pk=seminar.pk)


def signing(issued_on: date = AFTER, **changes: Any) -> Signing:
    wanted = {"signatory": "Līga Āboliņa", "position_lv": "valdes priekšsēdētāja", "position_en": "chair of the board"}
    return Signing(**{**wanted, "issued_on": issued_on, **changes})


def issue(by: Any, seminar: Seminar, issued_on: date | None = None, **chosen: Any) -> list[Certificate]:
    """Papers for all who are ready; those made now."""
    on = issued_on or clock.today()
    return list(certificates.issue(by=by, seminar=seminar, signing=signing(on), **chosen).made)


# -- codes and links that are not quite right -----------------------------------------------------
def forged(code: str, at: int = -1) -> str:
    """The same but for one character, which is certainly another."""
    place = at % len(code)
    return code[:place] + ("3" if code[place] == "2" else "2") + code[place + 1 :]
