"""The agreed budget as kinds of facts: who gives, for which lines, by which rules."""

from collections.abc import Iterator

from django.db.models import Prefetch
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from budget.models import Allocation, BudgetLine, BudgetRule, FundingSource
from budget.shares import ZERO
from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.facts.copies import with_children, with_days
from darbigas_kopienas.programme.facts.kinds import FactKind, Line, Verbs, Words
from darbigas_kopienas.values import formats

from . import amounts, checks
from .forms import LineForm, RuleForm, SourceForm


def _source_line(source: FundingSource) -> Line:
    notes = [str(source.organisation), formats.money(source.amount)]
    if source.only_in_municipality is not None:
        notes.append(gettext("only for %(place)s") % {"place": source.only_in_municipality})
    return Line(str(source), notes)


def _line_line(line: BudgetLine) -> Line:
    return Line(str(line), list(_notes_of_line(line)))


def _notes_of_line(line: BudgetLine) -> Iterator[str]:
    if line.component is not None:
        yield str(line.component)
    if line.is_publicity:
        yield gettext("Publicity")
    sums = {str(part.source): ZERO for part in line.allocations.all()}
    for part in line.allocations.all():
        sums[str(part.source)] += part.amount
    yield from (f"{name}: {formats.money(euros)}" for name, euros in sums.items())


FUNDING_SOURCES = FactKind(
    room="budget",
    name="funding_source",
    path=_("sources/"),
    model=FundingSource,
    form=SourceForm,
    words=Words(
        plural=_("Funding sources"),
        lead=_("Who gives how much money, and on what conditions. Sources are never added up."),
        add=_("Add a funding source"),
        edit=_("Edit the funding source"),
        remove=_("Remove the funding source"),
    ),
    verbs=Verbs("funding_source.added", "funding_source.edited", "funding_source.removed"),
    line=_source_line,
    order=90,
    copy=with_days("documents_from", "documents_to", resolution_note="", resolved_by=None, resolved_at=None),
    is_needed=True,
    see=Permission.WRITE_PROGRAMME,  # not every partner sees a council's money: /budget/ shows each theirs
    related=("organisation", "only_in_municipality"),
    lock=checks.lock_sources,
    prepare=checks.resolved_anew,
    check=checks.check_source,
    draft=True,
)

BUDGET_LINES = FactKind(
    room="budget",
    name="budget_line",
    path=_("lines/"),
    model=BudgetLine,
    form=LineForm,
    words=Words(
        plural=_("Budget lines"),
        lead=_("For what the money was agreed, and how much of each source."),
        add=_("Add a budget line"),
        edit=_("Edit the budget line"),
        remove=_("Remove the budget line"),
    ),
    verbs=Verbs("budget_line.added", "budget_line.edited", "budget_line.removed"),
    line=_line_line,
    order=92,
    copy=with_children("allocations"),
    is_needed=True,
    see=Permission.WRITE_PROGRAMME,  # for the amounts of each source, as above
    related=("component",),
    prefetched=(Prefetch("allocations", Allocation.objects.select_related("source")),),
    list_context=lambda lines: {"totals": amounts.totals(lines[0].programme_id) if lines else []},
    lock=checks.lock_sources,
    check=checks.check_line,
    rest=amounts.write_amounts,
    parts_removed=amounts.amounts_removed,
    more_links=[("budget:budget_line_import", _("Lines from a table"))],
    form_template="budget/plan/line_form.html",
    draft=True,
)

BUDGET_RULES = FactKind(
    room="budget",
    name="budget_rule",
    path=_("rules/"),
    model=BudgetRule,
    form=RuleForm,
    words=Words(
        plural=_("Budget rules"),
        lead=_("By how much a line may be exceeded without the funder’s approval, and when."),
        add=_("Add a budget rule"),
        edit=_("Edit the budget rule"),
        remove=_("Remove the budget rule"),
    ),
    verbs=Verbs("budget_rule.added", "budget_rule.edited", "budget_rule.removed"),
    line=lambda rule: Line(rule.tolerance_text, [rule.span]),
    order=94,
    copy=with_days("valid_from", "valid_to"),
    check=checks.check_rule,
)

KINDS = [FUNDING_SOURCES, BUDGET_LINES, BUDGET_RULES]
