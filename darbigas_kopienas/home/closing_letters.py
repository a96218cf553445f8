"""The letter that a period was closed. The programme and the outbox do not know each other; the roof knows both."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from darbigas_kopienas.mailing import services as mailing
from darbigas_kopienas.mailing.letters import Letter, NoLetter
from darbigas_kopienas.mailing.models import OutgoingMail, Reason
from darbigas_kopienas.people.contacts import contact_of_user
from darbigas_kopienas.programme.access import Permission, may, scopes_of
from darbigas_kopienas.programme.actors import Actor, Reader
from darbigas_kopienas.programme.colleagues import people_in, roles_with
from darbigas_kopienas.programme.models import Closing, Reopening
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock

CLOSED = "period_closed"


def notify_of_closing(closing: Closing, by: Actor) -> None:
    """To all who may ask to open it, but for whoever closed it. Inside the transaction that closes.

    A closing of the whole programme concerns every municipality, and each may ask for itself.
    """
    places = () if closing.municipality_id is None else (None, closing.municipality_id)
    people = people_in(roles_with(Permission.ASK_CLOSING), closing.programme_id, *places)
    mailing.queue_to_each(
        people, by=by, template=CLOSED, context={"closing": closing.pk}, about=closing, scope=closing.scope
    )


def compose(mail: OutgoingMail) -> Letter | NoLetter:
    """Not sent where it is open again for all that the person works with, or is no longer theirs to ask for."""
    rows = Closing.objects.select_related("municipality", "closed_by")
    closing = rows.filter(pk=mail.context.get("closing")).first()
    if closing is None:
        return NoLetter(Reason.GONE)
    places = _places(mail.user, closing)
    if not places:
        return NoLetter(Reason.NO_RIGHT)
    opened = Reopening.objects.open_on(clock.today()).filter(closing=closing)
    if all(opened.for_scope(place).exists() for place in places):
        return NoLetter(Reason.CHANGED)
    with translation.override(mail.language):
        address = settings.PUBLIC_URL + reverse("programme:closing_list")
    return Letter(context={"closing": closing, "address": address}, contact=contact_of_user(closing.closed_by))


def _places(user: Reader, closing: Closing) -> list[Scope]:
    """For which the person may ask to open it."""
    if closing.municipality_id is not None:
        return [closing.scope] if may(user, Permission.ASK_CLOSING, closing.scope) else []
    scopes = [Scope(*pair) for pair in scopes_of(user, Permission.ASK_CLOSING)]
    return [scope for scope in scopes if scope.programme_id == closing.programme_id]
