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
