"""Prepared queries for registration: their SQL is put together once (docs/decisions/0012)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, Count, Exists, F, Func, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Lower, StrIndex

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.participation.enrolment.models import Enrolment, EnrolmentQuerySet, Rows, SeatReserve
from darbigas_kopienas.participation.enrolment.rules import Seats
from darbigas_kopienas.participation.enrolment.services import lock
from darbigas_kopienas.participation.registration.models import Registration, RegistrationQuerySet
from darbigas_kopienas.participation.registration.spellings import MOST, SchoolSpelling, SchoolSpellingQuerySet
from darbigas_kopienas.people.models import Municipality, Organisation
from darbigas_kopienas.values import clock, formats
from darbigas_kopienas.values.email_addresses import mailbox
from darbigas_kopienas.values.prepared_queries import Asked, names_of, row_of

_OF_ACTIVITY = {"activity": OuterRef("activity")}
_NEXT_NUMBER = Func(
    template=f"nextval(pg_get_serial_sequence('{Registration._meta.db_table}', 'id')::regclass)",
    output_field=BigIntegerField(),
)


@Asked
def _published(activity: int) -> Rows:
    return Enrolment.objects.visible_to(None).filter(activity_id=activity).as_rows()


def published_enrolment(activity_id: int) -> Enrolment | None:
    """As any visitor may see it."""
    row = _published.row(activity_id)
    return Enrolment.of_row(row) if row else None


_OCCUPANCY = ("occupied", "waiting", "last_no", "is_over")


def _with_occupancy(enrolments: EnrolmentQuerySet, now: datetime) -> EnrolmentQuerySet:
    """The reserves (or None) of those who hold a seat, how many wait, the last number in line, whether one lapsed."""
    rows = Registration.objects.filter(**_OF_ACTIVITY).order_by()
    waiting = rows.filter(state=Registration.State.WAITING).values("activity").annotate(number=Count("pk"))
    in_line = rows.filter(waiting_no__isnull=False).order_by("-waiting_no").values("waiting_no")
    return enrolments.annotate(
        occupied=ArraySubquery(rows.with_seat().values("reserve")),
        waiting=Coalesce(Subquery(waiting.values("number")), 0),
        last_no=Coalesce(Subquery(in_line[:1]), 0),
        is_over=Exists(rows.lapsed_at(now)),
    )


@Asked
def _stands(activity: int, now: datetime) -> Rows:
    return _with_occupancy(Enrolment.objects.filter(activity_id=activity), now).values_list(*_OCCUPANCY)


@dataclass(frozen=True)
class Counted:
    """See `_with_occupancy`."""

    occupied: list[int | None]
    waiting: int
    last_no: int
    is_over: bool


def counted(activity_id: int) -> Counted:
    """Of an activity that takes no registrations nobody holds a seat."""
    return Counted(*(_stands.row(activity_id, clock.now()) or ([], 0, 0, False)))


@dataclass(frozen=True)
class Occupancy:
    """How an activity stands: its seats, how many wait, the last number in line, whether a deadline has passed."""

    seats: Seats
    waiting: int
    last_no: int
    is_over: bool


def occupancy_of(enrolment: Enrolment, reserves: list[SeatReserve], known: Counted | None = None) -> Occupancy:
    """In one statement, or of what is `known` already."""
    seats_now = known or counted(enrolment.activity_id)
    reserved = {reserve.pk: reserve.seats for reserve in reserves if reserve.is_reserved_on(clock.today())}
    seats = Seats(enrolment.capacity, Counter(seats_now.occupied), reserved)
    return Occupancy(seats, seats_now.waiting, seats_now.last_no, seats_now.is_over)


def is_sold_out(enrolment: Enrolment) -> bool:
    """Nobody can get a place: every seat is taken for good and there is no line. Read without the lock, so it is only
    good for refusing: a seat that is freed the next moment is had by trying again.
    """
    if enrolment.capacity is None or enrolment.has_waiting_list or enrolment.needs_approval:
        return False
    occupancy = occupancy_of(enrolment, [])
    return not occupancy.is_over and occupancy.seats.taken >= enrolment.capacity


def _of_address(activity: int, address: str) -> RegistrationQuerySet:
    """Asked as the unique index has it: another spelling would read everybody of a large activity."""
    here = Registration.objects.order_by().filter(activity_id=activity).exclude(state=Registration.State.CANCELLED)
    return here.alias(address=Lower("email")).filter(address=address).exclude(email="")


@Asked
def _has_place(activity: int, address: str) -> Rows:
    return _of_address(activity, address).active().values_list("pk")


def has_place(activity_id: int, email: str) -> bool:
    """Whether somebody of this address is registered, neither cancelled nor refused."""
    return _has_place.row(activity_id, mailbox(email)) is not None


def _decides(activity: int, address: str, now: datetime) -> Rows:
    """All that decides about a newcomer, in one trip: the longer the lock is held, the longer everybody else waits."""
    enrolments = Enrolment.objects.filter(activity_id=activity).annotate(
        is_known=Exists(_of_address(activity, address)), number=_NEXT_NUMBER
    )
    return _with_occupancy(enrolments, now).as_rows("is_known", "number", *_OCCUPANCY)


_coming = Asked(_decides, first=lock)


@dataclass(frozen=True)
class Coming:
    """What stands when somebody comes, read behind the lock. `number` is the one for the newcomer's row."""

    enrolment: Enrolment
    is_known: bool
    number: int
    counted: Counted


def coming(activity_id: int, address: str) -> Coming | None:
    """The activity's registration is locked until the transaction ends; None where it has none yet."""
    row = _coming.row(activity_id, address, clock.now())
    if row is None:
        return None
    is_known, number, *counts = row[-6:]
    return Coming(Enrolment.of_row(row[:-6]), is_known, number, Counted(*counts))


_SCHOOL = names_of(Organisation)
_MERGED_INTO = [f"merged_into__{name}" for name in _SCHOOL]


@Asked
def _schools(folded: str, today: date) -> Rows:
    """Each with the one that it was merged into."""
    now = Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    and_there = Q(merged_into__valid_to__isnull=True) | Q(merged_into__valid_to__gte=today)
    schools = Organisation.with_merged.alias(at=StrIndex("folded", Value(folded))).filter(now, and_there, at__gt=0)
    return schools.values_list(*_SCHOOL, *_MERGED_INTO)[:20]


def known_school(name: str) -> Organisation | None:
    """The institution that is called exactly so, whatever the case and the diacritics; old names are left out.

    Of one that was merged into another, that other.
    """
    folded = formats.folded(name)
    if not folded:
        return None
    matches: dict[int, Organisation] = {}
    for row in _schools.rows(folded, clock.today()):
        school = row_of(Organisation, row[: len(_SCHOOL)])
        if folded in {formats.folded(school.name_lv), formats.folded(school.name_en)}:
            match = school if school.merged_into_id is None else row_of(Organisation, row[len(_SCHOOL) :])
            matches[match.pk] = match
    return next(iter(matches.values())) if len(matches) == 1 else None


@dataclass(frozen=True, slots=True)
class Meaning:
    """Whose people they are who typed a text: of an institution, or only of a municipality; nobody's where unknown."""

    organisation: Organisation | None = None
    place: Municipality | None = None

    @property
    def municipality_id(self) -> int | None:
        if self.organisation is not None:
            return self.organisation.municipality_id
        return self.place.pk if self.place is not None else None


def meaning_of(typed: str, activity: Activity) -> Meaning:
    """The institution that is called so, else what an organiser of this activity's scope has said that it means."""
    school = known_school(typed)
    key = formats.folded(typed)[:MOST]
    if school is not None or not key:
        return Meaning(school)
    own_first = spellings_of(activity).filter(folded=key).order_by(F("municipality").asc(nulls_last=True))
    spelling = own_first.first()
    return Meaning() if spelling is None else Meaning(spelling.organisation, spelling.place)


def spellings_of(activity: Activity) -> SchoolSpellingQuerySet:
    """What organisers have said that holds for those who come to this activity."""
    here = Q(municipality__isnull=True) | Q(municipality=activity.municipality_id)
    rows = SchoolSpelling.objects.filter(here, programme=activity.programme_id)
    return rows.select_related("organisation", "place")
