"""What an invitation says when it leaves, and whether it is still worth sending."""

from darbigas_kopienas.activities.contacts import contact_of
from darbigas_kopienas.mailing.letters import Letter, NoLetter
from darbigas_kopienas.mailing.models import OutgoingMail, Reason
from darbigas_kopienas.participation.registration.invitations.about import about
from darbigas_kopienas.participation.registration.invitations.links import invitation_url
from darbigas_kopienas.participation.registration.invitations.models import Invitation
from darbigas_kopienas.participation.registration.invitations.services import has_room


def compose(mail: OutgoingMail) -> Letter | NoLetter:
    """Not sent where the person has answered, or nobody can register any more."""
    invitation = (
        Invitation.objects.silent()
        .filter(pk=mail.context.get("invitation"))
        .select_related("activity__enrolment", "activity__municipality", "activity__programme", "invited_by")
        .first()
    )
    if invitation is None:
        return NoLetter(Reason.ANSWERED)
    if not has_room(invitation.activity.enrolment):
        return NoLetter(Reason.CLOSED)
    activity = invitation.activity
    return Letter(context={**about(invitation), "answer_url": invitation_url(invitation)}, contact=contact_of(activity))
