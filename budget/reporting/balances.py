"""How the budget stands now: what each source and line has, what is booked, what is left.

Only booked shares are spent; what is still a draft or waits for approval is shown apart. Sources are never added up.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import F, Q, QuerySet

from budget.models import Allocation, BudgetLine, BudgetRule, ExpenseShare, FundingSource
from budget.models.plan import money_sum
from budget.shares import ZERO, Against
from darbigas_kopienas.people.requests import AnyUser
from darbigas_kopienas.programme.access import Permission, may, scopes_of
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope, q_in_scopes
from darbigas_kopienas.programme.shared_statements import shared
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.prepared_queries import Asked

_BOOKED = Q(expense__state="booked")


@dataclass(frozen=True)
class LineBalance:
    """One line of one source, in euros; `approved` is None where the source is not divided into lines.

    `own` is what the person's own municipality spent; None where the person sees the whole programme or only totals.
    """

    line: BudgetLine
    approved: Decimal | None
    spent: Decimal
    own: Decimal | None
    tolerance: Decimal

    @property
    def against(self) -> Against | None:
        return None if self.approved is None else Against(self.approved, self.spent, self.tolerance)

    @property
    def left(self) -> Decimal | None:
        return None if self.approved is None else self.approved - self.spent

    @property
    def percent(self) -> Decimal | None:
        """Spent in per cent; None (a dash) where nothing was approved."""
        return self.spent * 100 / self.approved if self.approved else None

    @property
    def is_over(self) -> bool:
        return self.left is not None and self.left < 0

    @property
    def needs_approval(self) -> bool:
        return self.against is not None and self.against.needs_approval


@dataclass(frozen=True)
class SourceBalance:
    """One source, in euros; of what is not booked only what the person may see.

    `submitted` waits for approval; `drafts` are not handed in, or were returned.
    """

    source: FundingSource
    spent: Decimal
    submitted: Decimal
    drafts: Decimal
    lines: tuple[LineBalance, ...] = ()

    @property
    def amount(self) -> Decimal:
        amount: Decimal = self.source.amount
        return amount

    @property
    def left(self) -> Decimal:
        return self.amount - self.spent

    @property
    def is_over(self) -> bool:
        return self.left < 0

    @property
    def own(self) -> Decimal | None:
        """What the person's own municipality spent; None where that is not asked."""
        amounts = [line.own for line in self.lines if line.own is not None]
        return sum(amounts, ZERO) if amounts else None

    @property
    def undivided(self) -> Decimal | None:
        """What the lines do not divide among them; None where nothing is divided."""
        approved = [line.approved for line in self.lines if line.approved is not None]
        return self.amount - sum(approved, ZERO) if approved else None


def left_by_source(programme: Programme, user: AnyUser) -> list[SourceBalance]:
    """The sources that the person may see, with what is left of each: one statement."""

    def summed(anybody: AnyUser) -> "QuerySet[FundingSource]":
        seen = q_in_scopes(anybody, Permission.SEE_BUDGET, path="shares__expense__")
        return (
            FundingSource.objects.visible_to(anybody)
            .filter(programme=programme)
            .select_related("only_in_municipality")
            .order_by("order", "pk")  # grouping drops the model's own order
            .annotate(
                spent=money_sum("shares__amount", filter=Q(shares__expense__state="booked")),
                submitted=money_sum("shares__amount", filter=Q(shares__expense__state="submitted") & seen),
                drafts=money_sum("shares__amount", filter=Q(shares__expense__state__in=["draft", "returned"]) & seen),
            )
        )

    rows = shared("sources with sums", user, programme.pk, summed, by_day=True).objects(user.pk)
    return [SourceBalance(source, source.spent, source.submitted, source.drafts) for source in rows]


def lines_of(programme: Programme, user: AnyUser) -> list[BudgetLine]:
    """The lines that the person may see."""

    def lines(anybody: AnyUser) -> "QuerySet[BudgetLine]":
        return BudgetLine.objects.visible_to(anybody).filter(programme=programme)

    return shared("budget lines", user, programme.pk, lines, by_day=True).objects(user.pk)


def sources_of(programme: Programme, user: AnyUser) -> list[FundingSource]:
    """The sources that the person may see."""

    def sources(anybody: AnyUser) -> "QuerySet[FundingSource]":
        return FundingSource.objects.visible_to(anybody).filter(programme=programme)

    return shared("sources", user, programme.pk, sources, by_day=True).objects(user.pk)


def balances_of(programme: Programme, user: AnyUser) -> list[SourceBalance]:
    """The same with its lines: five statements, however many lines and expenses."""
    sources = left_by_source(programme, user)
    approved = _approved(programme, user)
    spent = _spent(programme, user)
    lines = lines_of(programme, user)
    rules: list[BudgetRule] = _rule.objects(programme.pk, clock.today())
    tolerance = rules[0].line_tolerance_percent if rules else ZERO
    return [replace(balance, lines=_lines(balance.source.pk, lines, approved, spent, tolerance)) for balance in sources]


@Asked
def _rule(programme: int, today: date) -> "QuerySet[BudgetRule]":
    """The one in force, or of a past programme its last."""
    return BudgetRule.objects.filter(programme=programme).latest_on(today)[:1]


def hidden_from(programme: Programme, user: Reader, **share: int) -> list[tuple[FundingSource, Decimal]]:
    """What is booked on this line or source in documents that the person does not see, in euros by source."""
    shares = ExpenseShare.objects.filter(_BOOKED, expense__programme=programme, **share)
    seen = q_in_scopes(user, Permission.SEE_BUDGET, path="expense__")
    hidden = dict(shares.exclude(seen).values_list("source").annotate(euros=money_sum("amount")).order_by())
    sources = FundingSource.objects.visible_to(user).filter(pk__in=hidden).order_by("order", "pk")
    return [(source, hidden[source.pk]) for source in sources]


def over_limit(programme: Programme, user: AnyUser) -> list[tuple[FundingSource, LineBalance]]:
    """Lines that are exceeded by more than the agreement allows."""
    return [
        (balance.source, line)
        for balance in balances_of(programme, user)
        for line in balance.lines
        if line.needs_approval
    ]


Pair = tuple[int, int]


def _lines(
    source: int,
    lines: list[BudgetLine],
    approved: dict[Pair, Decimal],
    spent: dict[Pair, tuple[Decimal, Decimal | None]],
    tolerance: Decimal,
) -> tuple[LineBalance, ...]:
    is_divided = any(of == source for _line, of in approved)
    balances = []
    for line in lines:
        key = (line.pk, source)
        if key in approved or key in spent:
            all_spent, own = spent.get(key, (ZERO, None))
            share = approved.get(key, ZERO) if is_divided else None
            balances.append(LineBalance(line, share, all_spent, own, tolerance))
    return tuple(balances)


def _approved(programme: Programme, user: AnyUser) -> dict[Pair, Decimal]:
    def summed(anybody: AnyUser) -> "QuerySet[Allocation, object]":
        rows = Allocation.objects.visible_to(anybody).filter(source__programme=programme)
        return rows.values(on=F("line_id"), of=F("source_id")).annotate(euros=money_sum("amount")).order_by()

    rows = shared("approved sums", user, programme.pk, summed, by_day=True).dicts(user.pk)
    return {(row["on"], row["of"]): row["euros"] for row in rows}


def _spent(programme: Programme, user: AnyUser) -> dict[Pair, tuple[Decimal, Decimal | None]]:
    own = _own_municipalities(programme, user)
    is_municipal = bool(own) and not may(user, Permission.SEE_BUDGET, Scope(programme.pk))

    def summed(anybody: AnyUser) -> "QuerySet[ExpenseShare, object]":
        mine = Q(expense__municipality__in=_own_municipalities(programme, anybody))
        booked = ExpenseShare.objects.filter(_BOOKED, expense__programme=programme)
        rows = booked.values(on=F("line_id"), of=F("source_id"))
        return rows.annotate(euros=money_sum("amount"), own=money_sum("amount", filter=mine)).order_by()

    rows = shared("spent sums", user, programme.pk, summed, by_day=True).dicts(user.pk)
    return {(row["on"], row["of"]): (row["euros"], row["own"] if is_municipal else None) for row in rows}


def _own_municipalities(programme: Programme, user: AnyUser) -> set[int]:
    return {
        municipality
        for of, municipality in scopes_of(user, Permission.SEE_BUDGET)
        if of == programme.pk and municipality is not None
    }
