"""Which activity somebody may open or manage the registrations of, or the refusal."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.programme.access import Permission, require


def activity_for_staff(request: HttpRequest, pk: int, permission: Permission, **columns: object) -> Activity:
    """Of one's own municipality or programme, even where it is public, annotated with `columns`.

    Raises Http404, PermissionDenied.
    """
    rows = Activity.objects.for_staff(request.user).select_related("programme", "municipality", "enrolment")
    activity = get_object_or_404(rows.annotate(**columns), pk=pk)
    require(request.user, permission, activity.scope)
    return activity
