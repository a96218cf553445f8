"""People whose names were not taken."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.participation.head_counts.models import Group, HeadCount
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.programme.models import ClosingKind
from darbigas_kopienas.programme.services import require_open

from .errors import NegativeCount


@transaction.atomic
def count_heads(*, by: Actor, activity: Activity, counts: Mapping[str, int]) -> dict[str, int]:
    """The whole count of people whose names were not taken; a group left out or zero is taken away.

    Returns what stands now. Raises PermissionDenied, NegativeCount, PeriodClosed; ValueError for a group that does
    not exist.
    """
    require(by, Permission.RECORD_ATTENDANCE, activity.scope)
    wanted = {Group(group).value: number for group, number in counts.items() if number}
    if any(number < 0 for number in wanted.values()):
        raise NegativeCount(_("A number of people cannot be negative."), code="negative")
    Activity.objects.select_for_update(no_key=True).get(pk=activity.pk)
    require_open(activity.scope, kind=ClosingKind.ACTIVITIES, on=activity.day)
    before = dict(activity.head_counts.values_list("group", "count"))
    if before == wanted:
        return wanted
    activity.head_counts.exclude(group__in=wanted).delete()
    HeadCount.objects.bulk_create(
        [HeadCount(activity=activity, group=group, count=number) for group, number in wanted.items()],
        update_conflicts=True,
        unique_fields=["activity", "group"],
        update_fields=["count"],
    )
    record(by=by, verb="activity.counted", obj=activity, changes={"before": before, "after": wanted})
    return wanted
