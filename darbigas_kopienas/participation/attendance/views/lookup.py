"""Whose attendance somebody may see or record, or the refusal."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from darbigas_kopienas.activities.models import Activity, Session
from darbigas_kopienas.participation.attendance.recorder import is_near
from darbigas_kopienas.participation.registration.at_the_door import only_records
from darbigas_kopienas.participation.registration.sessions import sessions_of
from darbigas_kopienas.programme.access import Permission, require


def activity_to_see(request: HttpRequest, pk: int) -> Activity:
    """With all that stands in its registrations."""
    activity = get_object_or_404(
        Activity.objects.visible_to(request.user).select_related("programme", "municipality"), pk=pk
    )
    require(request.user, Permission.SEE_REGISTRATIONS, activity.scope)
    return activity


def sessions_to_see(request: HttpRequest, pk: int) -> tuple[Activity, list[Session]]:
    """The activity and its sessions but for cancelled ones; for whoever only ticks, those of these days.

    Raises Http404 where there are none of these days, PermissionDenied.
    """
    activities = Activity.objects.visible_or_recorded_by(request.user)
    activity = get_object_or_404(activities.select_related("programme", "municipality"), pk=pk)
    sessions = sessions_of(activity)
    if not only_records(request.user, activity.scope):
        require(request.user, Permission.SEE_REGISTRATIONS, activity.scope)
        return activity, sessions
    near = [session for session in sessions if is_near(session)]
    if not near:
        raise Http404
    return activity, near


def session_to_see(request: HttpRequest, pk: int, session_pk: int) -> tuple[Session, list[Session]]:
    """The session, and all of its activity's that this person sees."""
    _activity, sessions = sessions_to_see(request, pk)
    for session in sessions:
        if session.pk == session_pk:
            return session, sessions
    raise Http404


def session_to_record(request: HttpRequest, pk: int, session_pk: int) -> tuple[Session, list[Session]]:
    session, sessions = session_to_see(request, pk, session_pk)
    require(request.user, Permission.RECORD_ATTENDANCE, session.activity.scope)
    return session, sessions
