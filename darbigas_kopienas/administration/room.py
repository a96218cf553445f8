"""What the implementer's pages say to the others (rooms.py)."""

from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.rooms import Menu, MenuLine, Room

from .programme.kinds import KINDS

ROOM = Room(
    name="administration",
    verbs={
        "component.added": _("component added"),
        "component.edited": _("component corrected"),
        "component.removed": _("component removed"),
        "logo.added": _("logo added"),
        "logo.edited": _("logo corrected"),
        "logo.removed": _("logo removed"),
    },
    menu=[
        MenuLine(
            Menu.PERSONAL,
            _("Set up the programme"),
            "administration:set_up",
            order=28,
            icon="settings",
            permissions=frozenset({Permission.WRITE_PROGRAMME}),
        ),
    ],
    drafts=[draft for kind in KINDS for draft in kind.drafts],
    facts=KINDS,
)
