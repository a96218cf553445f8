"""What is read for everybody who registers: the same questions each time, so their SQL is put together once."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, Count, Exists, Func, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Lower, StrIndex

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.participation.models import Enrolment, Question, Registration, SeatReserve
from darbigas_kopienas.participation.querysets import RegistrationQuerySet
from darbigas_kopienas.people.models import Organisation
from darbigas_kopienas.values import clock, formats
from darbigas_kopienas.values.prepared_queries import Asked, names_of, row_of

Rows = QuerySet[Any, tuple[Any, ...]]
_OF_ENROLMENT = {"enrolment": OuterRef("pk")}
_OF_ACTIVITY = {"activity": OuterRef("activity")}
_NEXT_NUMBER = Func(
    template=f"nextval(pg_get_serial_sequence('{Registration._meta.db_table}', 'id')::regclass)",
    output_field=BigIntegerField(),
)


def _with_activity(enrolments: QuerySet[Any, Any], *more: str) -> Rows:
    """The columns that `_enrolment_in` reads, then `more`."""
    return enrolments.values_list(
        *names_of(Enrolment),
        *(f"activity__{name}" for name in names_of(Activity)),
        Exists(Question.objects.filter(**_OF_ENROLMENT)),
        Exists(SeatReserve.objects.filter(**_OF_ENROLMENT)),
        *more,
    )


def _enrolment_in(row: tuple[Any, ...]) -> Enrolment:
    *cells, has_questions, has_reserves = row
    number = len(names_of(Enrolment))
    enrolment = row_of(Enrolment, cells[:number])
    enrolment.activity = row_of(Activity, cells[number:])
    enrolment.has_questions, enrolment.has_reserves = has_questions, has_reserves
    return enrolment


def _lock(activity: int) -> Rows:
    return Enrolment.objects.select_for_update().filter(activity_id=activity).values_list("pk")


def _runs(activity: int) -> Rows:
    return _with_activity(Enrolment.objects.filter(activity_id=activity))


_locked = Asked(_runs, first=_lock)


@Asked
def _published(activity: int) -> Rows:
    return _with_activity(Enrolment.objects.visible_to(None).filter(activity_id=activity))


def locked_enrolment(activity_id: int) -> Enrolment | None:
    """With its activity, which is read after the lock and not with it; locked until the transaction ends."""
    row = _locked.row(activity_id)
    return _enrolment_in(row) if row else None


def published_enrolment(activity_id: int) -> Enrolment | None:
    """As any visitor may see it."""
    row = _published.row(activity_id)
    return _enrolment_in(row) if row else None


_STANDING = ("held", "waiting", "last_no", "is_over")


def _with_standing(enrolments: QuerySet[Enrolment], now: datetime) -> QuerySet[Enrolment]:
    """The reserves (or None) of those who hold a seat, how many wait, the last number in line, whether one lapsed."""
    rows = Registration.objects.filter(**_OF_ACTIVITY).order_by()
    waiting = rows.filter(state=Registration.State.WAITING).values("activity").annotate(number=Count("pk"))
    in_line = rows.filter(waiting_no__isnull=False).order_by("-waiting_no").values("waiting_no")
    return enrolments.annotate(
        held=ArraySubquery(rows.holding_seat().values("reserve")),
        waiting=Coalesce(Subquery(waiting.values("number")), 0),
        last_no=Coalesce(Subquery(in_line[:1]), 0),
        is_over=Exists(rows.lapsed_at(now)),
    )


@Asked
def _stands(activity: int, now: datetime) -> Rows:
    return _with_standing(Enrolment.objects.filter(activity_id=activity), now).values_list(*_STANDING)


@dataclass(frozen=True)
class Counted:
    """See `_with_standing`."""

    held: list[int | None]
    waiting: int
    last_no: int
    is_over: bool


def counted(activity_id: int) -> Counted:
    """Of an activity that takes no registrations nobody holds a seat."""
    return Counted(*(_stands.row(activity_id, clock.now()) or ([], 0, 0, False)))


def _of_address(activity: int, address: str) -> RegistrationQuerySet:
    """Asked as the unique index has it: another spelling would read everybody of a large activity."""
    here = Registration.objects.order_by().filter(activity_id=activity).exclude(state=Registration.State.CANCELLED)
    return here.alias(address=Lower("email")).filter(address=address).exclude(email="")


@Asked
def _has_place(activity: int, address: str) -> Rows:
    return _of_address(activity, address).standing().values_list("pk")


def has_place(activity_id: int, email: str) -> bool:
    """Whether somebody of this address is registered, neither cancelled nor refused."""
    return _has_place.row(activity_id, email.strip().lower()) is not None


def _decides(activity: int, address: str, now: datetime) -> Rows:
    """All that decides about a newcomer, in one trip: the longer the lock is held, the longer everybody else waits."""
    enrolments = Enrolment.objects.filter(activity_id=activity).annotate(
        is_known=Exists(_of_address(activity, address)), number=_NEXT_NUMBER
    )
    return _with_activity(_with_standing(enrolments, now), "is_known", "number", *_STANDING)


_coming = Asked(_decides, first=_lock)


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
    is_known, number, *told = row[-6:]
    return Coming(_enrolment_in(row[:-6]), is_known, number, Counted(*told))


@Asked
def _schools(folded: str, today: date) -> Rows:
    now = Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    found = Organisation.objects.alias(at=StrIndex("folded", Value(folded))).filter(now, at__gt=0)
    return found.values_list(*names_of(Organisation))[:20]


def known_school(name: str) -> Organisation | None:
    """The institution that is called exactly so, whatever the case and the diacritics; old names are left out."""
    folded = formats.folded(name)
    if not folded:
        return None
    found = [row_of(Organisation, row) for row in _schools.rows(folded, clock.today())]
    exact = [one for one in found if folded in {formats.folded(one.name_lv), formats.folded(one.name_en)}]
    return exact[0] if len(exact) == 1 else None
