"""What is asked before a source, a line or a rule of the agreed budget is written; the database asks most of it too.

Called by the engine of facts behind the programme's lock, so nobody books meanwhile. A refusal stands at its field.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Max, Min, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from budget.models import BudgetLine, BudgetRule, ExpenseShare, FundingSource
from budget.models.expenses import ExpenseShareQuerySet
from budget.models.plan import money_sum
from budget.services import decisions
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.programme.facts.services import require_in_order, require_unique
from darbigas_kopienas.rooms import Text
from darbigas_kopienas.values import formats

AMENDMENT = gettext_lazy(
    "Expenses are booked on this line: what was agreed for it changes by an amendment to the budget."
)
AGREED = ("code", "component", "is_publicity")

Slip = tuple[str, Text]


def _raise(slips: Iterator[Slip]) -> None:
    if wrong := dict(slips):
        raise ValidationError(wrong)


def lock_sources(programme_id: int) -> None:
    """Before the programme, as booking does (CONTRIBUTING, the order of locks)."""
    list(decisions.lock_sources(FundingSource.objects.filter(programme=programme_id).order_by("pk")))


# -- sources --------------------------------------------------------------------------------------
def resolved_anew(_by: Actor, source: FundingSource, fields: Mapping[str, object]) -> Mapping[str, object]:
    """Which of the figure and the words counts was said of these: for others it is asked again."""
    written = ("amount", "amount_stated_words")
    if source.resolved_at is None or all(fields.get(name, getattr(source, name)) == getattr(source, name)
                                         for name in written):  # fmt: skip
        return fields
    return {**fields, "resolution_note": "", "resolved_by": None, "resolved_at": None}


def check_source(source: FundingSource) -> None:
    _raise(_slips_of_source(source))


def _slips_of_source(source: FundingSource) -> Iterator[Slip]:
    others = FundingSource.objects.filter(programme=source.programme_id).exclude(pk=source.pk)
    if formats.folded(source.name_lv) in {formats.folded(name) for name in others.values_list("name_lv", flat=True)}:
        yield "name_lv", _("Another source of the programme has this name.")
    first, last = source.documents_from, source.documents_to
    if first is not None and last is not None and last < first:
        yield "documents_to", _("The last day must not be before the first.")
    if source.allows_publicity and source.only_in_municipality_id is None:
        yield "only_in_municipality", _("Choose the municipality whose publicity the source may pay for.")
    if source.pk is not None:
        yield from _against_lines(source)
        yield from _against_booked(source)


def _against_lines(source: FundingSource) -> Iterator[Slip]:
    place = source.only_in_municipality_id
    elsewhere = source.allocations.filter(municipality__isnull=False).exclude(municipality=place)
    if place is not None and elsewhere.exists():
        yield "only_in_municipality", _("Budget lines give money of this source to other municipalities.")
    before = FundingSource.objects.get(pk=source.pk).amount
    if source.amount >= before:
        return
    divided = source.allocations.aggregate(euros=money_sum("amount"))["euros"]
    if source.amount < divided:
        sentence = _("The lines divide %(divided)s of it already, so it cannot be %(amount)s.")
        yield "amount", sentence % {"divided": formats.money(divided), "amount": formats.money(source.amount)}
    booked = _booked(source).aggregate(euros=money_sum("amount"))["euros"]
    if source.amount < booked:
        sentence = _("%(booked)s of it are booked already, so it cannot be %(amount)s.")
        yield "amount", sentence % {"booked": formats.money(booked), "amount": formats.money(source.amount)}


def _against_booked(source: FundingSource) -> Iterator[Slip]:
    """The conditions stay such that what is booked was allowed."""
    booked = _booked(source).filter(expense__reverses__isnull=True, expense__reversal__isnull=True)
    days = booked.aggregate(first=Min("expense__document_on"), last=Max("expense__document_on"))
    first, last = source.documents_from, source.documents_to
    if days["first"] is not None and first is not None and days["first"] < first:
        yield "documents_from", _a_document_of(days["first"])
    if days["last"] is not None and last is not None and days["last"] > last:
        yield "documents_to", _a_document_of(days["last"])
    place = source.only_in_municipality_id
    if place is None:
        return
    allowed = Q(expense__activity__municipality=place)
    if source.allows_publicity:
        allowed |= Q(expense__is_publicity=True)
    if booked.exclude(allowed, expense__municipality=place).exists():
        yield "only_in_municipality", _("Expenses are booked on the source that this would not allow.")


def _a_document_of(day: date) -> str:
    return _("A document dated %(day)s is booked on the source.") % {"day": formats.day(day)}


def _booked(source: FundingSource) -> ExpenseShareQuerySet:
    return ExpenseShare.objects.booked().filter(source=source)


# -- lines ----------------------------------------------------------------------------------------
def is_booked(line: BudgetLine) -> bool:
    """Something is booked on it and was not taken back."""
    booked = ExpenseShare.objects.booked().filter(line=line.pk)
    return booked.filter(expense__reverses__isnull=True, expense__reversal__isnull=True).exists()


def check_line(line: BudgetLine) -> None:
    require_unique(line, "code", at="code", sentence=_("Another line has this code."))
    _raise(_slips_of_line(line))


def _slips_of_line(line: BudgetLine) -> Iterator[Slip]:
    if line.component_id is None and not line.is_publicity:
        yield "component", _("Choose the component, or mark the line as publicity.")
    if line.pk is None or not is_booked(line):
        return
    before = BudgetLine.objects.get(pk=line.pk)
    for name in AGREED:
        if getattr(before, name) != getattr(line, name):
            yield name, AMENDMENT


# -- rules ----------------------------------------------------------------------------------------
def check_rule(rule: BudgetRule) -> None:
    """Of two rules that overlap nobody could say which counts."""
    require_in_order(rule.valid_from, rule.valid_to, at="valid_to")
    others = BudgetRule.objects.filter(programme=rule.programme_id).exclude(pk=rule.pk)
    overlapping = others.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=rule.valid_from))
    if rule.valid_to is not None:
        overlapping = overlapping.filter(valid_from__lte=rule.valid_to)
    if (other := overlapping.first()) is not None:
        sentence = _("Another rule is in force on some of these days: %(days)s.") % {"days": other.span}
        raise ValidationError({"valid_from": sentence})
