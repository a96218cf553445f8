"""What the room of the budget says to floors and roof (rooms.py)."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from darbigas_kopienas.activities.models import Activity, Session
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.mailing.choices import Topic
from darbigas_kopienas.mailing.letters import LetterKind
from darbigas_kopienas.people.merged import Reference
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import Permission, Role, may, may_anywhere
from darbigas_kopienas.programme.closings import CutOff
from darbigas_kopienas.programme.days_in_use import DaysInUse
from darbigas_kopienas.programme.models import ClosingKind, Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.programme.shared_statements import shared
from darbigas_kopienas.rooms import (
    DocumentUse,
    DraftedForm,
    ListedTasks,
    MainButton,
    Menu,
    MenuLine,
    Reliance,
    Room,
    State,
    Task,
    TaskList,
)
from darbigas_kopienas.values import formats

from . import mails, own_data, reminders
from .models import Expense, FundingSource
from .plan.kinds import KINDS
from .retention import PAY, SUPPORTING
from .spending import booked_by_activity

MAX_EXPENSES_SHOWN = 40


def _uses_of(document: Document) -> Iterator[DocumentUse]:
    """A receipt stands beside its expenses."""
    for expense in Expense.objects.filter(documents=document):
        yield DocumentUse(str(expense), reverse("budget:expense_detail", args=[expense.pk]))


def _relies_on(activity: Activity, session: Session | None) -> Iterator[Reliance]:
    """Money that was booked on it."""
    booked = Expense.objects.filter(activity=activity).booked().active().count() if session is None else 0
    if booked:
        text = ngettext(
            "%(n)d expense is booked on it: reverse it first, or book it elsewhere.",
            "%(n)d expenses are booked on it: reverse them first, or book them elsewhere.",
            booked,
        )
        yield Reliance(text % {"n": booked}, shows_it=False)


def _mismatches(user: User, programme: Programme) -> Iterator[tuple[TaskList, Task]]:
    """The source's figure and its words differ: somebody has to say which counts."""
    if not may(user, Permission.RESOLVE_SUM, Scope(programme.pk)):
        return

    def stated(anybody: User) -> "QuerySet[FundingSource]":
        sources = FundingSource.objects.visible_to(anybody).filter(programme=programme, resolved_at=None)
        return sources.exclude(amount_stated_words="")

    for source in shared("mismatches", user, programme.pk, stated, by_day=True).objects(user.pk):
        if source.has_open_mismatch:
            text = f"{source.name}: {formats.money(source.amount)}"
            url = f"{reverse('budget:overview')}#source-{source.pk}"
            note = str(_("The figure and the words in the agreement differ."))
            yield TaskList.WAITING, Task(text, url, _("Resolve the difference"), note)


def _expenses(user: User, programme: Programme) -> Iterator[tuple[TaskList, Task]]:
    if not may_anywhere(user, Permission.SEE_BUDGET, programme.pk):
        return

    def waiting(anybody: User) -> "QuerySet[Expense]":
        mine = Q(added_by=anybody, state__in=[Expense.State.DRAFT, Expense.State.RETURNED])
        others = Q(pk__in=Expense.objects.awaiting_approval_of(anybody).values("pk"))
        rows = Expense.objects.visible_to(anybody).filter(programme=programme).filter(mine | others)
        return rows.order_by("document_on")[:MAX_EXPENSES_SHOWN]

    for expense in shared("expenses to do", user, programme.pk, waiting, by_day=True).objects(user.pk):
        yield _task_of(expense)


def _task_of(expense: Expense) -> tuple[TaskList, Task]:
    text, day = f"{expense.supplier_name}, {formats.money(expense.total)}", expense.document_on
    if expense.state == Expense.State.SUBMITTED:
        url = reverse("budget:expense_detail", args=[expense.pk])
        return TaskList.WAITING, Task(text, url, _("Check the expense"), str(_("Expense to approve")), day)
    url = reverse("budget:expense_edit", args=[expense.pk])
    if expense.state == Expense.State.RETURNED:
        return TaskList.RETURNED, Task(text, url, _("Correct the expense"), expense.comment, day)
    return TaskList.DUE, Task(text, url, _("Finish the expense"), str(_("Expense draft, not sent yet")), day)


def _cut_off(user: User, scope: Scope, kind: str, starts_on: date, ends_on: date) -> Iterator[CutOff]:
    """Drafts, returned and submitted documents of these days."""
    if kind != ClosingKind.MONEY:
        return
    open_states = [Expense.State.DRAFT, Expense.State.RETURNED, Expense.State.SUBMITTED]
    rows = Expense.objects.visible_to(user).in_scope(scope).dated_between(starts_on, ends_on)
    for expense in rows.filter(state__in=open_states).order_by("document_on", "pk"):
        text = f"{formats.day(expense.document_on)} · {expense} · {formats.money(expense.total)}"
        yield CutOff(text, reverse("budget:expense_detail", args=[expense.pk]), expense.get_state_display())


def _days_in_use(programme_id: int) -> Iterator[DaysInUse]:
    """By the document's date, drafts too. A payment may come after the programme's last day."""
    expenses = Expense.objects.filter(programme=programme_id)
    yield from DaysInUse.of(_("expenses"), expenses, "document_on")


ROOM = Room(
    name="budget",
    drafts=[
        DraftedForm("budget:expense_add", _("an expense"), key="expense"),
        DraftedForm("budget:expense_edit", _("correction of an expense")),
        *(draft for kind in KINDS for draft in kind.drafts),
    ],
    verbs={
        "expense.added": _("expense added"),
        "expense.edited": _("expense corrected"),
        "expense.submitted": _("expense submitted for approval"),
        "expense.withdrawn": _("expense withdrawn"),
        "expense.deleted": _("draft of an expense deleted"),
        "expense.returned": _("expense returned"),
        "expense.booked": _("expense booked"),
        "expense.paid": _("expense paid"),
        "expense.reversed": _("expense reversed"),
        "funding_source.added": _("funding source added"),
        "funding_source.edited": _("funding source corrected"),
        "funding_source.removed": _("funding source removed"),
        "budget_line.added": _("budget line added"),
        "budget_line.edited": _("budget line corrected"),
        "budget_line.removed": _("budget line removed"),
        "budget_rule.added": _("budget rule added"),
        "budget_rule.edited": _("budget rule corrected"),
        "budget_rule.removed": _("budget rule removed"),
        "funding_source.sum_resolved": _("the sum of the source confirmed"),
    },
    facts=KINDS,
    states={
        "draft": State(_("draft"), "", "ring"),
        "submitted": State(_("submitted"), "info", "arrow"),
        "returned": State(_("returned"), "warning", "back"),
        "booked": State(_("booked"), "good", "check"),
        "reversed": State(_("reversed"), "", "back"),
    },
    menu=[
        MenuLine(
            Menu.STAFF,
            _("Budget"),
            "budget:overview",
            order=10,
            icon="coins",
            permissions=frozenset({Permission.SEE_BUDGET, Permission.SEE_BUDGET_TOTALS}),
        ),
    ],
    main_buttons=[
        MainButton(role, Permission.ADD_EXPENSE, "budget:expense_add", _("Add an expense"), order)
        for role, order in ((Role.STAFF, 30), (Role.ACCOUNTANT, 40), (Role.COORDINATOR, 50))
    ],
    listed_tasks=[ListedTasks(10, _mismatches), ListedTasks(20, _expenses)],
    record_pages={"budget.expense": "budget:expense_detail"},
    letters={
        **{template: LetterKind(label, mails.compose, topic=Topic.WORK) for template, label in mails.KINDS.items()},
        reminders.REMINDER: LetterKind(_("an expense still waits"), reminders.compose, topic=Topic.WORK),
    },
    schedule={"budget.remind": timedelta(hours=1)},
    own_data=own_data.gather,
    document_uses=_uses_of,
    retention=[PAY, SUPPORTING],
    # The sums stay; reports that were frozen keep its name.
    references=[Reference("budget.FundingSource", "organisation", scope="", is_fact=True)],
    relies_on=_relies_on,
    cut_off=_cut_off,
    days_in_use=_days_in_use,
    spending=booked_by_activity,
)
