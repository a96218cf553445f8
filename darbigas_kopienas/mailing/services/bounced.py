"""A letter that left and came back."""

from django.db import transaction
from django.db.models import Q

from darbigas_kopienas.audit.services import record
from darbigas_kopienas.mailing.models import OutgoingMail, State
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.values.email_addresses import mailbox

from .delivery import end


@transaction.atomic
def note_bounce(*, by: Actor, message_id: str, recipient: str, status: str) -> bool:
    """That it will not arrive, by a report that names it (`bounces.py`); False where it says nothing new of a letter.

    A letter goes to one address, so a report of another says nothing of it, nor does one whose address is forgotten. It
    may be in the hand of whoever sends it still: a server can be quicker than the end of the
    talk with it; or wait for the next try, where that talk broke off.
    """
    left = OutgoingMail.objects.filter(message_id=message_id).filter(
        Q(state__in=[State.SENT, State.SENDING]) | Q(state=State.WAITING, attempts__gt=0)
    )
    mail = left.exclude(to_email="").select_for_update(of=("self",)).first()
    if mail is None or (recipient and mailbox(recipient) != mail.to_email):
        return False
    mail.save(update_fields=end(mail, State.BOUNCED, status))
    record(by=by, verb="mail.bounced", obj=mail, changes={"template": mail.template, "status": status})
    return True
