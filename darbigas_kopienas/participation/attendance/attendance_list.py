"""The list in which attendance is ticked: who may sit there, who is ticked, who waits at the door."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.participation.attendance.models import Attendance
from darbigas_kopienas.participation.registration.at_the_door import only_records
from darbigas_kopienas.participation.registration.models import Registration
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.values import formats


def plain_hours(hours: Decimal | None) -> str:
    """`2.5`, `4`; nothing is empty. As the page and its script tell the server, whatever the language."""
    return "" if hours is None else f"{hours.normalize():f}"


@dataclass(frozen=True)
class Line:
    registration: Registration
    attendance: Attendance | None
    typed: tuple[bool, str] | None = None  # ticked, hours: as they stood in a form that was refused
    shows_school: bool = True

    @property
    def is_here(self) -> bool:
        return self.attendance is not None and self.attendance.counts

    @property
    def is_odd(self) -> bool:
        return self.attendance is not None and not self.attendance.counts

    @property
    def hours(self) -> str:
        """Academic hours as they stand; empty where the person is not ticked."""
        return plain_hours(self.attendance.hours) if self.attendance is not None and self.attendance.counts else ""

    @property
    def is_ticked(self) -> bool:
        """In the page: as typed, else as it stands."""
        return self.typed[0] if self.typed is not None else self.is_here

    @property
    def typed_hours(self) -> str:
        """In the page, in its language: as typed, else as they stand."""
        if self.typed is not None:
            return self.typed[1]
        return formats.short_number(self.attendance.hours) if self.attendance is not None and self.is_here else ""

    @property
    def school(self) -> str:
        return self.registration.school if self.shows_school else ""

    @property
    def search(self) -> str:
        return formats.folded(f"{self.registration.name} {self.school}".strip())


@dataclass(frozen=True)
class AttendanceList:
    """`lines` have a seat; those `at_the_door` are in line or not approved; `odd` are to be looked at."""

    lines: Sequence[Line]
    at_the_door: Sequence[Line]

    @property
    def odd(self) -> list[Line]:
        return [line for line in self.lines if line.is_odd]

    @property
    def present(self) -> int:
        return sum(line.is_here for line in self.lines)

    @property
    def state(self) -> dict[str, str]:
        """Hours by registration's id, empty where not ticked: what a page or its script has seen."""
        return {str(line.registration.pk): line.hours for line in self.lines}


def list_of(user: Reader, session: Session, typed: Mapping[int, tuple[bool, str]] | None = None) -> AttendanceList:
    """As this person may see it, in two statements however many people.

    Whoever only ticks sees names; the school too where two people have the same name.
    """
    typed = typed or {}
    people = list(Registration.objects.at_the_door(user).active().filter(activity_id=session.activity_id))
    seen = {attendance.registration_id: attendance for attendance in Attendance.objects.filter(session=session)}
    sees_schools = not only_records(user, session.activity.scope)
    named = Counter(formats.folded(person.name) for person in people)
    lines = [
        Line(
            person,
            seen.get(person.pk),
            typed.get(person.pk),
            shows_school=sees_schools or named[formats.folded(person.name)] > 1,
        )
        for person in people
    ]
    return AttendanceList(
        lines=[line for line in lines if line.registration.has_seat],
        at_the_door=[line for line in lines if not line.registration.has_seat],
    )
