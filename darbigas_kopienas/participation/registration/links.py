"""Addresses that let their holder act on one registration, without an account.

Two kinds, never the same: the *place* link comes with registering and lets one see, change and cancel; the *mailed*
link is only ever sent to the address, so opening it proves that the address is read by whoever registered.
"""

import json
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac

from darbigas_kopienas.pages.broken_links import BrokenLink
from darbigas_kopienas.participation.registration.models import Registration
from darbigas_kopienas.values.codes import FAR_APART
from darbigas_kopienas.values.sealed_texts import seal, unsealed
from darbigas_kopienas.values.signed_tokens import pk_in, token

NEW_ADDRESS, NEW_ADDRESS_LASTS = "participation.new_address", timedelta(days=7)
PLACE, MAILED, INVITATION = "participation.place", "participation.mailed", "participation.invitation"


def short_code(registration: Registration) -> str:
    """What stands beside the QR, to be typed where no camera works: `12-K7QXM`."""
    digest = salted_hmac(PLACE, str(registration.pk), algorithm="sha256").digest()
    letters = "".join(FAR_APART[byte % len(FAR_APART)] for byte in digest[:5])
    return f"{registration.pk}-{letters}"


def place_path(registration: Registration) -> str:
    return reverse("participation:place_detail", args=[token(PLACE, registration.pk)])


def place_url(registration: Registration) -> str:
    """With the public address, in the registration's language."""
    with translation.override(registration.language):
        return settings.PUBLIC_URL + place_path(registration)


def cancel_url(registration: Registration) -> str:
    with translation.override(registration.language):
        return settings.PUBLIC_URL + reverse(
            "participation:place_cancel", args=[token(PLACE, registration.pk)]
        )  # fmt: skip


def mailed_url(registration: Registration) -> str:
    with translation.override(registration.language):
        return settings.PUBLIC_URL + reverse(
            "participation:place_verify", args=[token(MAILED, registration.pk)]
        )  # fmt: skip


def new_address_url(registration: Registration, email: str) -> str:
    """Sent to an address that is to be somebody's new one; good while the old one still stands.

    Sealed, not only signed: it names two addresses, and an address on the way is read by many.
    """
    sealed = seal(NEW_ADDRESS, json.dumps([registration.pk, registration.email, email]))
    with translation.override(registration.language):
        return settings.PUBLIC_URL + reverse("participation:address_confirm", args=[sealed])


def new_address_or_404(token: str) -> tuple[Registration, str]:
    """The registration and the address to which the link was sent. Raises BrokenLink."""
    text = unsealed(NEW_ADDRESS, token, seconds=int(NEW_ADDRESS_LASTS.total_seconds()))
    pk, was, email = json.loads(text) if text else (0, "", "")
    rows = Registration.objects.filter(pk=pk, email__in=[was, email]).exclude(email="")
    registration = rows.select_related("activity__enrolment", "activity__programme", "activity__municipality").first()
    if registration is None:
        raise BrokenLink
    return registration, email


def place_or_404(kind: str, token: str) -> Registration:
    """The registration of a place link or a mailed link (PLACE, MAILED), each only as its own kind.

    Raises BrokenLink.

    A token that was not made here asks the database too, so both answers take the same time.
    """
    pk = pk_in(kind, token) or 0
    registration = (
        Registration.objects.filter(pk=pk)
        .select_related("activity__enrolment", "activity__programme", "activity__municipality", "person")
        .first()
    )
    if registration is None:
        raise BrokenLink
    return registration
