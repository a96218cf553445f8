"""From the receipt in the hand to the submitted expense, and back with a comment."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NotRequired, TypedDict, Unpack

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from budget import mails
from budget import shares as sums
from budget.models import Expense, ExpenseShare
from darbigas_kopienas.activities.models import Activity, Cost
from darbigas_kopienas.audit.changes import compared
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.evidence import services as evidence
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.people.requests import AnyUser
from darbigas_kopienas.programme.access import Permission, may, require
from darbigas_kopienas.programme.actors import Actor, account_of
from darbigas_kopienas.programme.models import ClosingKind
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.programme.services import require_open, require_within
from darbigas_kopienas.values import texts

from . import checks
from .checks import ShareOf
from .errors import AddedByYourself, ProofMissing, wrong_state


class ExpenseFields(TypedDict):
    """What is written down from the document; amounts in euros."""

    supplier_name: str
    document_number: str
    document_on: date
    total: Decimal
    supplier_registration_number: NotRequired[str]
    document_type: NotRequired[str]
    net: NotRequired[Decimal | None]
    vat: NotRequired[Decimal | None]
    activity: NotRequired[Activity | None]
    cost: NotRequired[Cost | None]
    description_lv: NotRequired[str]
    description_en: NotRequired[str]
    is_publicity: NotRequired[bool]


@transaction.atomic
def add_expense(
    *,
    by: Actor,
    scope: Scope,
    shares: Sequence[ShareOf],
    documents: Iterable[Document] = (),
    **fields: Unpack[ExpenseFields],
) -> Expense:
    """A draft with its shares, which must make the total.

    Raises PermissionDenied, PeriodClosed, OutsideProgramme and the errors of a document (FutureDocument,
    SharesDoNotAddUp, ForeignBudget, ForeignActivity, SourceNotAllowed, DuplicateDocument, CostAlreadyBooked).
    """
    require(by, Permission.ADD_EXPENSE, scope)
    expense = Expense(programme_id=scope.programme_id, municipality_id=scope.municipality_id, added_by=account_of(by))
    _put(expense, shares, fields)
    _store(expense, shares, documents, by)
    record(by=by, verb="expense.added", obj=expense, changes={"total": str(expense.total)})
    return expense


@transaction.atomic
def edit_expense(
    *,
    by: Actor,
    expense: Expense,
    shares: Sequence[ShareOf],
    documents: Iterable[Document] = (),
    without: Iterable[Document] = (),
    **fields: Unpack[ExpenseFields],
) -> Expense:
    """Write a draft or a returned expense anew; `documents` are added to those it has, those `without` are taken off.

    A file that was taken off is erased unless it stands somewhere else.
    Whoever changes it is its editor from then on and does not approve it; what is saved as it was makes nobody one.
    Raises what `add_expense` raises, and WrongState.
    """
    require(by, Permission.ADD_EXPENSE, expense.scope)
    expense = _locked(expense, Expense.State.DRAFT, Expense.State.RETURNED)
    require_may_edit(by, expense)
    require_open(expense.scope, kind=ClosingKind.MONEY, on=expense.document_on)
    before = _content(expense)
    _put(expense, shares, fields)
    more = _not_tied(expense, documents)
    changed = compared(expense, before, {**_content(expense), "shares": _merged(shares)})
    less = list(expense.documents.filter(pk__in=[document.pk for document in without]))
    if not changed and not more and not less:
        return expense
    _store(expense, shares, more, by)
    expense.documents.remove(*less)
    _erase_unused(by, less)
    expense.editors.get_or_create(user=account_of(by))
    changed += ["documents"] if more or less else []
    record(by=by, verb="expense.edited", obj=expense, changes=changed.stored)
    return expense


@transaction.atomic
def submit_expense(*, by: Actor, expense: Expense) -> Expense:
    """Hand it in for approval. Raises PermissionDenied, WrongState, ProofMissing, PeriodClosed, DuplicateDocument."""
    require(by, Permission.ADD_EXPENSE, expense.scope)
    expense = _locked(expense, Expense.State.DRAFT, Expense.State.RETURNED)
    require_may_edit(by, expense)
    if not expense.documents.exists():
        raise ProofMissing(_("Add the supporting document first: a photo or a file."), code="proof")
    require_open(expense.scope, kind=ClosingKind.MONEY, on=expense.document_on)
    checks.require_new_document(expense)
    expense.state, expense.comment = Expense.State.SUBMITTED, ""
    expense.save(update_fields=["state", "comment"])
    record(by=by, verb="expense.submitted", obj=expense)
    mails.notify_approvers(expense, by=by)
    return expense


@transaction.atomic
def return_expense(*, by: Actor, expense: Expense, comment: str) -> Expense:
    """Back to the one who added it. Raises PermissionDenied, WrongState; ValidationError without a comment.

    What one added oneself is withdrawn instead.
    """
    require(by, Permission.APPROVE_EXPENSE, expense.scope)
    expense = _locked(expense, Expense.State.SUBMITTED)
    if expense.added_by_id == by.pk:
        raise AddedByYourself(_("You added it yourself: withdraw it instead of returning it."), code="own")
    if not comment.strip():
        raise ValidationError(_("Write what has to be put right."), code="comment")
    expense.state, expense.comment = Expense.State.RETURNED, comment.strip()[:500]
    expense.save(update_fields=["state", "comment"])
    record(by=by, verb="expense.returned", obj=expense)
    mails.notify_author(expense, mails.RETURNED, by=by)
    return expense


@transaction.atomic
def withdraw_expense(*, by: Actor, expense: Expense) -> Expense:
    """What one added oneself, and nobody has decided about, is a draft again. Raises PermissionDenied, WrongState."""
    require(by, Permission.ADD_EXPENSE, expense.scope)
    if expense.added_by_id != by.pk:
        raise PermissionDenied(_("An expense is withdrawn by the one who added it."))
    expense = _locked(expense, Expense.State.SUBMITTED)
    expense.state = Expense.State.DRAFT
    expense.save(update_fields=["state"])
    record(by=by, verb="expense.withdrawn", obj=expense)
    return expense


@transaction.atomic
def delete_draft(*, by: Actor, expense: Expense) -> None:
    """The draft goes with its shares, and its files with it where nothing else shows them; the trail says that it was.

    Only a draft, by who added it or by the coordinator there. Raises PermissionDenied, WrongState.
    """
    require(by, Permission.ADD_EXPENSE, expense.scope)
    expense = _locked(expense, Expense.State.DRAFT)
    if not may_delete(by, expense):
        require(by, Permission.DELETE_DRAFT, expense.scope)
    documents = list(expense.documents.all())
    record(by=by, verb="expense.deleted", obj=expense, changes={"total": str(expense.total)})
    expense.delete()
    _erase_unused(by, documents)


def may_delete(user: AnyUser | Actor, expense: Expense) -> bool:
    """A draft: one's own, or in whose scope one coordinates."""
    if expense.state != Expense.State.DRAFT or not may(user, Permission.ADD_EXPENSE, expense.scope):
        return False
    return expense.added_by_id == user.pk or may(user, Permission.DELETE_DRAFT, expense.scope)


def may_edit(user: AnyUser | Actor, expense: Expense) -> bool:
    """A coordinator writes own drafts; who approves in the scope may put right others'."""
    if not expense.is_editable or not may(user, Permission.ADD_EXPENSE, expense.scope):
        return False
    return expense.added_by_id == user.pk or may(user, Permission.APPROVE_EXPENSE, expense.scope)


def require_may_edit(user: AnyUser | Actor, expense: Expense) -> None:
    require(user, Permission.ADD_EXPENSE, expense.scope)
    if not may_edit(user, expense):
        raise PermissionDenied(_("A draft is changed by the one who added it."))


def _locked(expense: Expense, *states: str) -> Expense:
    """The row as it stands now, held until the transaction ends. Raises WrongState unless in one of the states."""
    locked = Expense.objects.select_for_update(of=("self",)).get(pk=expense.pk)
    if locked.state not in states:
        raise wrong_state(state=locked.get_state_display())
    return locked


def _put(expense: Expense, parts: Sequence[ShareOf], fields: ExpenseFields) -> None:
    """Put the fields on the row, unsaved, and ask all that is asked of a document."""
    for name, value in fields.items():
        setattr(expense, name, value)
    expense.is_publicity = expense.is_publicity or any(part.line.is_publicity for part in parts)
    texts.stamp_translation(expense, "description")
    expense.set_keys()
    _check(expense, parts)


def _store(expense: Expense, parts: Sequence[ShareOf], documents: Iterable[Document], by: Actor) -> None:
    expense.save()
    expense.shares.all().delete()
    ExpenseShare.objects.bulk_create(
        ExpenseShare(expense=expense, line_id=line, source_id=source, amount=amount)
        for (line, source), amount in _merged(parts).items()
    )
    for document in documents:
        expense.documents.add(evidence.attach(by=by, document=document, scope=expense.scope))


def _merged(parts: Iterable[ShareOf]) -> dict[tuple[int, int], Decimal]:
    return sums.merged(((part.line.pk, part.source.pk), part.amount) for part in parts)


def _erase_unused(by: Actor, documents: Iterable[Document]) -> None:
    """Files that were taken off a draft: what stands beside something else stays."""
    for document in documents:
        if not document.uses():
            evidence.erase(by=by, document=document)


def _content(expense: Expense) -> dict[str, object]:
    """All that is written down of the document: the fields of its row that a person writes, and its shares."""
    fields = [field for field in Expense._meta.concrete_fields if field.editable]
    shares = expense.shares.values_list("line_id", "source_id", "amount")
    return {
        **{field.name: getattr(expense, field.attname) for field in fields},
        "shares": {(line, source): amount for line, source, amount in shares},
    }


def _not_tied(expense: Expense, documents: Iterable[Document]) -> list[Document]:
    """Those that do not stand beside the expense already: a form may send them again."""
    tied = set(expense.documents.values_list("pk", flat=True))
    return [document for document in documents if document.pk not in tied]


def _check(expense: Expense, parts: Sequence[ShareOf]) -> None:
    scope = expense.scope
    checks.require_not_future(expense.document_on)
    require_within(expense.programme, expense.document_on)
    require_open(scope, kind=ClosingKind.MONEY, on=expense.document_on)
    checks.require_whole(expense.total, parts)
    checks.require_own_budget(scope, parts)
    checks.require_own_activity(scope, expense.activity)
    checks.require_sources_allow(
        scope,
        expense.document_on,
        expense.activity,
        is_publicity=expense.is_publicity,
        sources={part.source.pk: part.source for part in parts}.values(),
    )
    checks.lock_ledger(scope.programme_id)
    checks.require_new_document(expense)
    checks.require_free_cost(expense, expense.cost)
