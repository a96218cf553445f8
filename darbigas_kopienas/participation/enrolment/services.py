"""The lock behind which every seat is given and taken back.

Every service that gives or takes a seat begins with it: until its transaction ends nobody else gives or takes one
of this activity. What is derived from the rows (who is first, what is left) is read after the lock, never before.
"""

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.values.prepared_queries import Asked

from .models import Enrolment, Rows


def lock(activity: int) -> Rows:
    return Enrolment.objects.select_for_update().filter(activity_id=activity).values_list("pk")


def _runs(activity: int) -> Rows:
    return Enrolment.objects.filter(activity_id=activity).as_rows()


_locked = Asked(_runs, first=lock)


def locked_enrolment(activity_id: int) -> Enrolment | None:
    """With its activity, which is read after the lock and not with it; locked until the transaction ends."""
    row = _locked.row(activity_id)
    return Enrolment.of_row(row) if row else None


def locked(activity: Activity) -> Enrolment:
    """The activity's registration, locked until the transaction ends; made where there was none.

    The activity is read after the lock, not with it: whoever one waited for may just have cancelled it.
    """
    enrolment = locked_enrolment(activity.pk)
    if enrolment is None:
        Enrolment.objects.bulk_create([Enrolment(activity_id=activity.pk)], ignore_conflicts=True)
        enrolment = locked_enrolment(activity.pk)
    if enrolment is None:
        raise Activity.DoesNotExist
    return enrolment
