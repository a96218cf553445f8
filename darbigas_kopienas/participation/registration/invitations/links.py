"""Addresses by which the invited answer; see `registration.links`."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.pages.broken_links import BrokenLink
from darbigas_kopienas.participation.registration import links
from darbigas_kopienas.participation.registration.invitations.models import Invitation
from darbigas_kopienas.values import signed_tokens


def invitation_url(invitation: Invitation) -> str:
    with translation.override(invitation.language):
        return settings.PUBLIC_URL + reverse(
            "participation:invitation_answer", args=[signed_tokens.token(links.INVITATION, invitation.pk)]
        )  # fmt: skip


def invitation_in(token: str, activity: Activity) -> Invitation | None:
    """The invitation to this activity that the token stands for, as long as nobody has answered it."""
    pk = signed_tokens.pk_in(links.INVITATION, token)
    return Invitation.objects.filter(pk=pk, activity=activity, registration__isnull=True).first() if pk else None


def invitation_or_404(token: str) -> Invitation:
    """The invitation that a mailed link stands for, answered or not. Unknown tokens ask the database too."""
    pk = signed_tokens.pk_in(links.INVITATION, token) or 0
    rows = Invitation.objects.select_related(
        "activity__enrolment", "activity__programme", "activity__municipality", "invited_by"
    )
    invitation = rows.filter(pk=pk).first()
    if invitation is None:
        raise BrokenLink
    return invitation
