"""The thanks with the link to the evaluation, and whether it is still true when the letter leaves."""

from django.conf import settings
from django.utils import translation

from darbigas_kopienas.activities.contacts import contact_of
from darbigas_kopienas.mailing.letters import Letter, NoLetter
from darbigas_kopienas.mailing.models import OutgoingMail, Reason

from .links import evaluation_path
from .models import EvaluationTicket


def compose_thanks(mail: OutgoingMail) -> Letter | NoLetter:
    """While the seminar counts as held, somebody's hours stand, and they have not evaluated yet."""
    ticket = (
        EvaluationTicket.objects.filter(pk=mail.context.get("ticket"), is_used=False)
        .select_related("registration__activity")
        .first()
    )
    if ticket is None:
        return NoLetter(Reason.ANSWERED)
    if not ticket.registration.activity.is_held or not ticket.registration.is_active:
        return NoLetter(Reason.CHANGED)
    if not ticket.registration.attendances.counting().exists():
        return NoLetter(Reason.CHANGED)
    with translation.override(mail.language):
        url = settings.PUBLIC_URL + evaluation_path(ticket)
    activity = ticket.registration.activity
    return Letter({"activity": activity, "evaluation_url": url}, contact=contact_of(activity))
