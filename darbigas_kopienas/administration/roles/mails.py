"""The letter by which somebody is invited to a role."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from darbigas_kopienas.mailing.letters import Letter, NoLetter
from darbigas_kopienas.mailing.models import OutgoingMail, Reason
from darbigas_kopienas.people.contacts import contact_of_user

from .about import facts_of
from .invitations import Closed, link_token, why_closed
from .models import RoleInvitation

REASONS = {
    Closed.ACCEPTED: Reason.ANSWERED,
    Closed.DECLINED: Reason.ANSWERED,
    Closed.WITHDRAWN: Reason.CALLED_OFF,
    Closed.EXPIRED: Reason.OVER,
    Closed.PAST: Reason.OVER,
    Closed.SENDER: Reason.NO_RIGHT,
}


def invite_by_letter(mail: OutgoingMail) -> Letter | NoLetter:
    """Not sent where its link would open nothing. Whoever invites answers it."""
    rows = RoleInvitation.objects.select_related("programme", "municipality", "site", "invited_by")
    invitation = rows.filter(pk=mail.context.get("invitation")).first()
    if invitation is None:
        return NoLetter(Reason.GONE)
    if (why := why_closed(invitation)) is not None:
        return NoLetter(REASONS[why])
    with translation.override(mail.language):
        facts = facts_of(invitation)
        address = settings.PUBLIC_URL + reverse("administration:role_invitation", args=[link_token(invitation)])
    return Letter(
        context={**facts, "address": address, "sent_to": invitation.email},
        contact=contact_of_user(invitation.invited_by),
    )
