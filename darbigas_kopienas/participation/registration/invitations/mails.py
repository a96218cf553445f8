"""What an invitation says when it leaves, and whether it is still worth sending."""

from typing import Any

from darbigas_kopienas.activities.pages import page_of
from darbigas_kopienas.participation.enrolment.models import Enrolment
from darbigas_kopienas.participation.registration.invitations.links import invitation_url
from darbigas_kopienas.participation.registration.invitations.models import Invitation
from darbigas_kopienas.participation.registration.prepared import occupancy_of
from darbigas_kopienas.rooms import Letter
from darbigas_kopienas.values import clock


def compose(mail: Any) -> Letter | None:
    """None where the person has answered, or nobody can register any more."""
    invitation = (
        Invitation.objects.silent()
        .filter(pk=mail.context.get("invitation"))
        .select_related("activity__enrolment", "activity__municipality", "activity__programme", "invited_by")
        .first()
    )
    if invitation is None or not _takes_more(invitation.activity.enrolment):
        return None
    activity = invitation.activity
    return Letter(
        context={
            "invitation": invitation,
            "activity": activity,
            "sessions": [session for session in activity.sessions.all() if session.state != "cancelled"],
            "answer_url": invitation_url(invitation),
            "page_path": page_of(activity) or "",
        }
    )


def _takes_more(enrolment: Enrolment) -> bool:
    if not enrolment.is_open_on(clock.today()):
        return False
    return enrolment.has_waiting_list or occupancy_of(enrolment, []).seats.is_free_for(None)
