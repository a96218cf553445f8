"""E-mails that did not arrive, once a colleague has seen to it: rung the person up, or corrected the address."""

from collections.abc import Iterable

from django.db import transaction

from darbigas_kopienas.audit.services import record
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock


@transaction.atomic
def settle(*, by: Actor, mails: Iterable[OutgoingMail]) -> int:
    """Returns how many are settled by this; what arrived or was settled before is passed over.

    Raises PermissionDenied for all where one is of a scope whose mail they do not see, or of none.
    """
    chosen = list(mails)
    for scope in {Scope(mail.programme_id or 0, mail.municipality_id) for mail in chosen}:
        require(by, Permission.SEE_MAIL, scope)
    rows = OutgoingMail.objects.not_arrived().filter(pk__in=[mail.pk for mail in chosen])
    unsettled = list(rows.select_for_update(of=("self",)).order_by("pk"))
    OutgoingMail.objects.filter(pk__in=[mail.pk for mail in unsettled]).update(settled_at=clock.now())
    for mail in unsettled:
        record(by=by, verb="mail.settled", obj=mail, changes={"template": mail.template})
    return len(unsettled)
