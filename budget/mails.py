"""Who is written to about an expense: those who may approve it while it waits, and its author of what became of it."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.mailing import services as mailing
from darbigas_kopienas.mailing.letters import Letter, NoLetter
from darbigas_kopienas.mailing.models import OutgoingMail, Reason
from darbigas_kopienas.people.contacts import contact_of_user
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import Permission, may
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.programme.colleagues import nearest_with
from darbigas_kopienas.values import clock

from .models import Expense

WAITING, RETURNED, BOOKED = "expense_waiting", "expense_returned", "expense_booked"
KINDS = {
    WAITING: _("an expense waits for approval"),
    RETURNED: _("an expense was returned"),
    BOOKED: _("an expense was approved"),
}
NEWS_FOR = timedelta(days=30)
# The state in which the letter still says the truth.
STATES = {WAITING: Expense.State.SUBMITTED, RETURNED: Expense.State.RETURNED, BOOKED: Expense.State.BOOKED}


def notify_approvers(expense: Expense, *, by: Actor) -> None:
    for approver in approvers_of(expense):
        _queue(expense, WAITING, approver, by=by)


def approvers_of(expense: Expense) -> list[User]:
    """Those of its municipality (else of the programme) who approve and neither added nor changed it."""
    writers = {expense.added_by_id, *expense.editors.values_list("user_id", flat=True)}
    return nearest_with(Permission.APPROVE_EXPENSE, expense.scope, but=writers)


def notify_author(expense: Expense, template: str, *, by: Actor) -> None:
    """Whoever added it, unless they did it themselves."""
    if expense.added_by_id != by.pk:
        _queue(expense, template, expense.added_by, by=by)


def _queue(expense: Expense, template: str, to: User, *, by: Actor) -> None:
    """Once for each time that it is handed in or answered: each is done only in the state that waits for it."""
    if not mailing.can_be_written_to(to.email):
        return
    mailing.queue_to(
        to,
        by=by,
        template=template,
        context={"expense": expense.pk, "by": by.pk},
        unique_key=f"{template}:{expense.pk}:{to.pk}:{clock.now():%Y%m%d%H%M%S%f}",
        scope=expense.scope,
        about=expense,
    )


def compose(mail: OutgoingMail) -> Letter | NoLetter:
    """Not sent where it stands otherwise meanwhile, is no news any more, or the person has no longer to do with it."""
    expense = Expense.objects.filter(pk=mail.context.get("expense")).first()
    if expense is None or expense.state != STATES[mail.template]:
        return NoLetter(Reason.CHANGED)
    if clock.now() - mail.created_at > NEWS_FOR:
        return NoLetter(Reason.OVER)
    is_approver = mail.template == WAITING
    permission = Permission.APPROVE_EXPENSE if is_approver else Permission.ADD_EXPENSE
    if not may(mail.user, permission, expense.scope):
        return NoLetter(Reason.NO_RIGHT)
    page = "budget:expense_edit" if mail.template == RETURNED else "budget:expense_detail"
    with translation.override(mail.language):
        url = settings.PUBLIC_URL + reverse(page, args=[expense.pk])
    other = User.objects.filter(pk=mail.context.get("by")).first()
    return Letter(
        context={"expense": expense, "expense_url": url, "who": other or ""},
        contact=contact_of_user(other),
    )
