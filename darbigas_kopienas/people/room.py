"""What the floor of people says to the others (rooms.py)."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.rooms import Room

ROOM = Room(
    name="people",
    schedule={"people.tidy": timedelta(hours=1)},
    verbs={
        "person.corrected": _("own data corrected"),
        "person.agreed": _("agreed that the school sees the hours"),
        "person.withdrew": _("no longer agrees that the school sees the hours"),
        "account.named": _("name given"),
    },
)
