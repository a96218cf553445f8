"""What somebody who is asked to come reads before answering, in the e-mail and on the page: what it is and who asks."""

from decimal import Decimal

from django.utils.translation import gettext as _

from darbigas_kopienas.activities.contacts import organiser_of
from darbigas_kopienas.activities.pages import facts_of, page_of
from darbigas_kopienas.participation.registration.errors import WordsTooLong
from darbigas_kopienas.participation.registration.invitations.models import MOST_WORDS, Invitation
from darbigas_kopienas.values.characters import visible


def about(invitation: Invitation) -> dict[str, object]:
    """For the template, beside the activity itself."""
    activity = invitation.activity
    sessions = activity.active_sessions
    hours = sum((session.academic_hours for session in sessions), Decimal(0))
    invited_by = invitation.invited_by or organiser_of(activity)
    return {
        "activity": activity,
        "invitation": invitation,
        "sessions": sessions,
        "facts": facts_of(activity),
        "hours": hours or None,
        "invited_by": invited_by.name if invited_by is not None else "",
        "page_path": page_of(activity) or "",
    }


def own_words(typed: str) -> str:
    """As they are stored: what is seen of them, with plain ends of lines. Raises WordsTooLong."""
    words = visible(typed.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if len(words) > MOST_WORDS:
        sentence = _("Write at most %(most)s characters; here are %(number)s.")
        raise WordsTooLong(sentence % {"most": MOST_WORDS, "number": len(words)}, code="too_long")
    return words
