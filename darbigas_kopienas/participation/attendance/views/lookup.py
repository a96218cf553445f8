"""Whose attendance somebody may see or record, or the refusal."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from darbigas_kopienas.activities.models import Activity, Session
from darbigas_kopienas.participation.registration.sessions import sessions_of
from darbigas_kopienas.programme.access import Permission, require


def activity_to_see(request: HttpRequest, pk: int, permission: Permission = Permission.SEE_REGISTRATIONS) -> Activity:
    activity = get_object_or_404(
        Activity.objects.visible_to(request.user).select_related("programme", "municipality"), pk=pk
    )
    require(request.user, permission, activity.scope)
    return activity


def session_to_see(
    request: HttpRequest, pk: int, session_pk: int, permission: Permission = Permission.SEE_REGISTRATIONS
) -> tuple[Session, list[Session]]:
    """The session and all of its activity's; cancelled ones are not found."""
    sessions = sessions_of(activity_to_see(request, pk, permission))
    for session in sessions:
        if session.pk == session_pk:
            return session, sessions
    raise Http404


def session_to_record(request: HttpRequest, pk: int, session_pk: int) -> Session:
    return session_to_see(request, pk, session_pk, Permission.RECORD_ATTENDANCE)[0]
