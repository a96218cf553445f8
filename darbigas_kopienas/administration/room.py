"""What the implementer's pages say to the others (rooms.py)."""

from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.rooms import DraftedForm, Menu, MenuLine, Room

from .programme.kinds import KINDS

ROOM = Room(
    name="administration",
    verbs={
        "component.added": _("component added"),
        "component.edited": _("component corrected"),
        "component.removed": _("component removed"),
        "programme.added": _("programme added"),
        "programme.edited": _("programme corrected"),
        "indicator.added": _("indicator added"),
        "indicator.edited": _("indicator corrected"),
        "indicator.removed": _("indicator removed"),
        "reporting_period.added": _("reporting period added"),
        "reporting_period.edited": _("reporting period corrected"),
        "reporting_period.removed": _("reporting period removed"),
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
    drafts=[
        DraftedForm("administration:programme_add", _("a new programme")),
        DraftedForm("administration:programme_edit", _("correction of a programme")),
        *(draft for kind in KINDS for draft in kind.drafts),
    ],
    facts=KINDS,
)
