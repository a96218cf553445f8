"""A held seminar of an approved programme with people who attended, and papers issued, in a line each."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.participation import services as participation
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.people.models import Municipality, Organisation
from darbigas_kopienas.programme.models import Party, Programme
from darbigas_kopienas.values import clock
from seminars.certificates import services as certificates
from seminars.certificates.facts import Signing
from seminars.models import Certificate, Seminar, TrainingProgramme
from seminars.plan import services as plan
from tests.registering import register

DAY = date(2020, 6, 18)
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
        participation.record_attendance(by=by, registration=registration, session=session, hours=some)
    return registration


@contextmanager
def after(day: date = AFTER) -> Iterator[datetime]:
    with clock.frozen(day) as moment:
        yield moment


def held(by: Any, seminar: Seminar, day: date = DAY) -> Seminar:
    """Marked as held on the day before the clock's."""
    plan.hold_seminar(by=by, seminar=seminar, held_on=day)
    return Seminar.objects.get(pk=seminar.pk)


def signing(issued_on: date = AFTER, **changes: Any) -> Signing:
    wanted = {"signatory": "Līga Āboliņa", "position_lv": "valdes priekšsēdētāja", "position_en": "chair of the board"}
    return Signing(**{**wanted, "issued_on": issued_on, **changes})


def issue(by: Any, seminar: Seminar, issued_on: date | None = None, **chosen: Any) -> list[Certificate]:
    """Papers for all who are ready; those made now."""
    on = issued_on or clock.today()
    return list(certificates.issue(by=by, seminar=seminar, signing=signing(on), **chosen).made)
