"""Papers for 300 people: how many a second of one worker's CPU, from the facts to stored files in both languages."""

import time
from datetime import timedelta
from typing import Any
from unittest import mock

from tests.bench.portal import say

PEOPLE = 300


def run() -> None:
    from darbigas_kopienas.programme.actors import SYSTEM
    from darbigas_kopienas.values import clock
    from seminars.certificates import services as certificates

    seminar, ilze = _held_seminar()
    with clock.frozen(seminar.last_day + timedelta(days=1)):
        before = time.process_time()
        made = _issue(seminar, ilze)
        issuing = time.process_time() - before
        before = time.process_time()
        done = certificates.make_missing(by=SYSTEM, seminar_pk=seminar.pk, progress=lambda _done, _total: None)
        making = time.process_time() - before
        before = time.process_time()
        content = certificates.pack(certificates.of_run(seminar.pk), lambda _done, _total: None)
        packing = time.process_time() - before
    say(
        f"Papers for {done} people, each in Latvian and English (CPU of one process)",
        [
            ("figure", "seconds", "people a second"),
            ("issued (numbers, facts, letters)", f"{issuing:.1f}", f"{len(made) / issuing:.0f}"),
            ("PDFs made and stored, two each", f"{making:.1f}", f"{done / making:.1f}"),
            (f"one ZIP of {len(content) / 1e6:.1f} MB", f"{packing:.1f}", f"{done / packing:.0f}"),
            ("all together", f"{issuing + making + packing:.1f}", f"{done / (issuing + making + packing):.1f}"),
        ],
    )


def _issue(seminar: Any, ilze: Any) -> Any:
    from darbigas_kopienas.values import clock
    from seminars.certificates import services as certificates
    from seminars.certificates.facts import Signing

    with mock.patch("darbigas_kopienas.jobs.services._send"):  # no worker runs beside the bench
        signing = Signing("Līga Āboliņa", "valdes priekšsēdētāja", "chair of the board", clock.today())
        return certificates.issue(by=ilze, seminar=seminar, signing=signing).made


def _held_seminar() -> tuple[Any, Any]:
    """A seminar of the furnished portal's programme with 300 people who attended all of it."""
    from datetime import date, datetime, time

    from darbigas_kopienas.participation.models import Attendance, Registration
    from darbigas_kopienas.people.models import Municipality, User
    from darbigas_kopienas.programme.models import Programme
    from darbigas_kopienas.programme.scoping import Scope
    from darbigas_kopienas.values import clock
    from seminars.models import TrainingProgramme
    from seminars.plan import services as plan

    ilze = User.objects.get(email="ilze@example.lv")
    programme = Programme.objects.get(code="dk-demo")
    place = Municipality.objects.get(code="daugavpils")
    day = programme.starts_on + timedelta(days=40)
    training = TrainingProgramme.objects.create(
        programme=programme, municipality=place, type="A", title_lv="Ģimenes un skolas sadarbība kopienā",
        academic_hours=6, approval_number="BENCH", approved_on=date(day.year - 1, 1, 1), approved_by=place,
    )  # fmt: skip
    at = datetime.combine(day, time(10), clock.RIGA)
    with clock.frozen(day):
        seminar = plan.plan_seminar(
            by=ilze, scope=Scope(programme.pk, place.pk), title_lv="Seminārs mērīšanai", starts_at=at,
            ends_at=at + timedelta(hours=4), place="Smilšu iela 92", training_programme=training,
        )  # fmt: skip
        plan.mark_seminar_held(by=ilze, seminar=seminar, held_on=day)
    session = seminar.activity.sessions.get()
    people = [
        Registration(
            activity=seminar.activity,
            name=f"Dalībniece Nr. {number}",
            email=f"b{number}@example.lv",
            group="teachers",
            sort_key=f"{number:04d}",
        )
        for number in range(PEOPLE)
    ]
    Registration.objects.bulk_create(people)
    Attendance.objects.bulk_create([Attendance(registration=person, session=session, hours=6) for person in people])
    return seminar, ilze
