"""What the floor of people says to the others (rooms.py)."""

from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.rooms import Room

ROOM = Room(
    name="people",
    verbs={
        "person.corrected": _("own data corrected"),
        "person.agreed": _("agreed that the school sees the hours"),
        "person.withdrew": _("no longer agrees that the school sees the hours"),
        "account.named": _("name given"),
    },
)
