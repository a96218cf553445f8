"""What the floor of people says to the others (rooms.py)."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.rooms import Room

from . import own_consents
from .erased_people import ERASURE
from .merged import Doubles, Reference
from .trail import TRAIL
from .unused_accounts import ACCOUNTS

ROOM = Room(
    name="people",
    erasure=ERASURE,
    retention=[ACCOUNTS, TRAIL],
    schedule={"people.tidy": timedelta(hours=1)},
    references=[
        # That the school sees the hours was agreed of this school, however many rows it had.
        Reference("people.Person", "organisation"),
        # Somebody who speaks for both goes on as contact of the one that is kept (`SchoolContactQuerySet.own`).
        Reference("people.SchoolContact", "organisation", once=("user",), doubles=Doubles.LEFT),
        Reference(
            "people.Organisation_successors", "from_organisation", once=("to_organisation",), doubles=Doubles.DROPPED
        ),
        Reference(
            "people.Organisation_successors", "to_organisation", once=("from_organisation",), doubles=Doubles.DROPPED
        ),
        # Whoever was merged into it before: nobody leads on to a third.
        Reference("people.Person", "merged_into"),
        Reference("people.Organisation", "merged_into"),
        # Of what both agreed to, the kept one's own words count.
        Reference("people.Consent", "person", once=("kind", "about"), doubles=Doubles.LEFT),
    ],
    consents=[own_consents.SCHOOL_SEES_HOURS],
    own_data=own_consents.gather,
    verbs={
        "person.corrected": _("own data corrected"),
        "person.agreed": _("agreed that the school sees the hours"),
        "person.withdrew": _("no longer agrees that the school sees the hours"),
        "notice.published": _("privacy notice published"),
        "notice.read": _("privacy notice read"),
        "consent.reworded": _("words of a consent changed"),
        "consent.lapsed": _("consent ended since its words changed"),
        "account.named": _("name given"),
        "account.email_added": _("e-mail address added"),
        "account.email_changed": _("e-mail address changed"),
        "account.email_removed": _("e-mail address removed"),
        "account.password_set": _("password set"),
        "account.password_changed": _("password changed"),
        "account.password_reset": _("password reset"),
        "account.factor_added": _("authenticator app added"),
        "account.factor_removed": _("authenticator app removed"),
        "account.passkey_added": _("passkey added"),
        "account.passkey_removed": _("passkey removed"),
        "account.recovery_codes_made": _("recovery codes made"),
        "account.recovery_codes_removed": _("recovery codes removed"),
    },
)
