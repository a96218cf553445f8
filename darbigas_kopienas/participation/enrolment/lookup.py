"""Which activity somebody may open or manage the registrations of, or the refusal."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.programme.access import Permission, may, require
from darbigas_kopienas.values.prepared_queries import Asked


def activity_for_staff(request: HttpRequest, pk: int, permission: Permission) -> Activity:
    """Of one's own municipality or programme, even where it is public. Raises Http404, PermissionDenied."""
    activity: Activity | None = next(iter(_activity.objects(pk)), None)
    if activity is None or not may(request.user, Permission.SEE_STAFF, activity.scope):
        raise Http404
    require(request.user, permission, activity.scope)
    return activity


@Asked
def _activity(pk: int) -> QuerySet[Activity]:
    """With what the pages about its registrations say of it."""
    return Activity.objects.filter(pk=pk).select_related("programme", "municipality", "enrolment")
