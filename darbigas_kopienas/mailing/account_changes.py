"""Whoever owns an account hears of each change in how one signs in to it, at the address from before as well.

Said in the person's language, with the moment and whom to reach. Where the change came from (IP address, browser) is
not said: the portal stores neither, and to most people they say nothing.
"""

import uuid
from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.audit.services import record
from darbigas_kopienas.mailing.letters import Letter
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.values import clock, formats
from darbigas_kopienas.values.email_addresses import masked

from . import services
from .models import OutgoingMail

TEMPLATE = "account_changed"
WORDS = {
    "email_added": _("An e-mail address was added to your account"),
    "email_changed": _("The e-mail address of your account was changed"),
    "email_removed": _("An e-mail address was removed from your account"),
    "password_set": _("A password was set for your account"),
    "password_changed": _("The password of your account was changed"),
    "password_reset": _("The password of your account was replaced by a link in an e-mail"),
    "factor_added": _("An authenticator app was added to your account"),
    "factor_removed": _("The authenticator app was removed from your account"),
    "passkey_added": _("A passkey was added to your account"),
    "passkey_removed": _("A passkey was removed from your account"),
    "recovery_codes_made": _("New recovery codes were made for your account"),
    "recovery_codes_removed": _("The recovery codes of your account were removed"),
}


@transaction.atomic
def notify_of_change(*, by: Actor, user: User, change: str, address: str = "", before: Iterable[str] = ()) -> None:
    """Write to every address that the account has, and to those of `before`; `address` is what came or went."""
    record(by=by, verb=f"account.{change}", obj=user)
    at = clock.now()
    with translation.override(user.language):
        context: dict[str, object] = {
            "change": change,
            "at": formats.moment(at),
            "address": masked(address),
            "is_by_administrator": isinstance(by, User) and by.pk != user.pk,
            "reset_path": reverse("account_reset_password"),
        }
    for to in {*addresses_of(user), *(address.strip().lower() for address in before)} - {""}:
        key = f"account:{uuid.uuid4()}"
        services.queue(
            by=by, to=to, user=user, template=TEMPLATE, language=user.language, context=context, unique_key=key
        )


def addresses_of(user: User) -> set[str]:
    """By which somebody signs in to this account today; what was typed but never proven to be theirs is left out."""
    proven = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    present = User.objects.filter(pk=user.pk).values_list("email", flat=True)
    return {address.lower() for address in (*proven, *present) if address}


def compose(mail: OutgoingMail) -> Letter:
    return Letter({"what": WORDS[mail.context["change"]]})
