"""The seats of many activities at once, in SQL: the same numbers as `enrolment.rules.Seats` gives for one."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce, Greatest

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.participation.enrolment.models import SeatReserve
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.values import clock

from .models import Registration


def registered_counts(activities: Iterable[Activity]) -> dict[int, int]:
    """Taken seats by activity, in one statement."""
    rows = Registration.objects.filter(activity__in=list(activities)).with_seat().order_by()
    return dict(rows.values("activity").annotate(number=Count("pk")).values_list("activity", "number"))


def seat_columns(path: str = "", *, on: date | None = None) -> dict[str, object]:
    """For `annotate` on activities, or on rows that lead to one by `path` ("activity"): what a list shows of its seats.

    `seats_taken`, `people_waiting`, and `seats_left` for somebody for whom none are kept (None: without limit): the
    same numbers as `enrolment.rules.Seats` gives, in the list's own statement. By what is reserved `on` a day: today.
    """
    return dict(_columns(path, on or clock.today()))


@lru_cache(maxsize=20)
def _columns(path: str, day: date) -> dict[str, object]:
    """Put together once a day: a statement takes a copy of each."""
    capacity_path = f"{path}__enrolment__capacity" if path else "enrolment__capacity"
    activity, capacity = OuterRef(f"{path}_id" if path else "pk"), F(capacity_path)
    registrations = Registration.objects.filter(activity=activity).order_by()
    reserves = (
        SeatReserve.objects.filter(enrolment__activity=activity)
        .filter(Q(released_on__isnull=True) | Q(released_on__gt=day))
        .order_by()
    )
    sitting = _counted(Registration.objects.filter(reserve=OuterRef("pk")).with_seat().order_by(), "reserve")
    unused = reserves.annotate(unused=Greatest(F("seats") - sitting, 0)).values("enrolment").annotate(n=Sum("unused"))
    taken = _counted(registrations.with_seat(), "activity")
    reserved = Coalesce(Subquery(unused.values("n"), output_field=IntegerField()), 0)
    return {
        "seats_taken": taken,
        "people_waiting": _counted(registrations.filter(state="waiting"), "activity"),
        "seats_left": Case(
            When(**{f"{capacity_path}__isnull": True}, then=None),
            default=Greatest(capacity - taken - reserved, 0),
            output_field=IntegerField(),
        ),
    }


def own_place_column(user: Reader, path: str = "") -> Subquery:
    """For `annotate`, likewise: the state of this person's own place there, None without one."""
    own = Registration.objects.own(user).active().filter(activity=OuterRef(f"{path}_id" if path else "pk"))
    return Subquery(own.order_by().values("state")[:1])


def _counted(rows: QuerySet[Registration], by: str) -> Coalesce:
    return Coalesce(Subquery(rows.values(by).annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)
