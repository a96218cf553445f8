"""What an invitation says, in its letter and on its page, in the active language."""

from django.utils.translation import gettext as _

from darbigas_kopienas.values import clock

from .models import RoleInvitation


def facts_of(invitation: RoleInvitation) -> dict[str, object]:
    inviter = invitation.invited_by
    return {
        "invitation": invitation,
        "role": invitation.get_role_display(),
        "where": where_of(invitation),
        "inviter": inviter.name if inviter is not None else "",
        "begins_later": invitation.starts_on > clock.today(),  # else when it is taken up
    }


def where_of(invitation: RoleInvitation) -> str:
    """`Resource centre “Mezgls”, Daugavpils`, the municipality alone, or the whole programme."""
    places = [str(place) for place in (invitation.site, invitation.municipality) if place is not None]
    return ", ".join(places) or _("the whole programme")
