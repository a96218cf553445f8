"""Addresses to which e-mails do not arrive, so that whoever meets one asks for another."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.db.models.functions import Coalesce

from darbigas_kopienas.values import clock
from darbigas_kopienas.values.email_addresses import mailbox

from .models import NO_SUCH_ADDRESS, OutgoingMail, OutgoingMailQuerySet, State

COMES_BACK_WITHIN = timedelta(hours=1)
# What a server says of the address or its mailbox (RFC 3463, x.1 and x.2); of spam, rules and ways it says otherwise.
ABOUT_ADDRESS = (
    Q(state=State.FAILED, error=NO_SUCH_ADDRESS)
    | Q(state=State.BOUNCED, error__startswith="5.1.")
    | Q(state=State.BOUNCED, error__in=["5.2.0", "5.2.1"])
    | Q(state=State.BOUNCED, error__endswith=".2.2")  # a full mailbox, also where the server hopes that it is emptied
)


def refused_letters() -> OutgoingMailQuerySet:
    """Those by which an address may be unreachable."""
    return OutgoingMail.objects.filter(ABOUT_ADDRESS)


def unreachable_among(addresses: Iterable[str]) -> dict[str, str]:
    """Those that take no e-mails, each with why, in words; one statement for any number of addresses.

    An address is unreachable once a letter to it was refused for good or found the mailbox full, until another letter,
    sent more than an hour after that one, has been away for more than an hour and has not come back. Letters of every
    municipality count, and so do settled ones: it is asked about addresses that the reader sees already.
    """
    forms = {address: mailbox(address) for address in addresses if address}
    if not forms:
        return {}
    refused = refused_letters().filter(to_email__in=set(forms.values())).annotate(left_at=Coalesce("sent_at", "due_at"))
    arrived = OutgoingMail.objects.filter(
        to_email=OuterRef("to_email"),
        state=State.SENT,
        sent_at__gt=ExpressionWrapper(OuterRef("left_at") + COMES_BACK_WITHIN, output_field=DateTimeField()),
        sent_at__lt=clock.now() - COMES_BACK_WITHIN,
    )
    newest = refused.filter(~Exists(arrived)).order_by("to_email", F("left_at").desc(), "-pk").distinct("to_email")
    why = {mail.to_email: mail.why_not for mail in newest.only("to_email", "state", "error")}
    return {address: why[form] for address, form in forms.items() if form in why}
