"""Somebody invented is invited to each programme, so that the page of roles shows an open invitation."""

from darbigas_kopienas.administration.models import RoleInvitation
from darbigas_kopienas.administration.roles.invitations import invite
from darbigas_kopienas.people.models import Municipality, User
from darbigas_kopienas.programme.access import Role
from darbigas_kopienas.programme.models import Programme

INVITED = "sarmite@example.lv"


def load_invitation(programme: Programme, municipality: Municipality, by: User) -> None:
    """Once for a programme: what became of it since then stays."""
    if not RoleInvitation.objects.filter(programme=programme).exists():
        invite(by=by, programme=programme, email=INVITED, role=Role.CHECK_IN, municipality=municipality)
