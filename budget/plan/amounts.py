"""What each source gives for a line: as a form calls it, as it is written, as the trail keeps it."""

import re
from collections.abc import Collection, Mapping
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from budget.models import Allocation, BudgetLine, FundingSource
from budget.models.plan import money_sum
from budget.services.errors import ForeignBudget
from budget.shares import ZERO
from darbigas_kopienas.audit.changes import Changed, part_name
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.values import formats

from .checks import AMENDMENT, is_booked

Pair = tuple[int, int | None]
"""A source, and the municipality to which the agreement gives the amount by name; None is all of them together."""

_NAME = re.compile(r"amount_([0-9]{1,18})(?:_([0-9]{1,18}))?")


def field_name(source: int, municipality: int | None = None) -> str:
    return f"amount_{source}" if municipality is None else f"amount_{source}_{municipality}"


def pair_of(name: str) -> Pair | None:
    """None for a field that is no amount."""
    match = _NAME.fullmatch(name)
    return (int(match[1]), int(match[2]) if match[2] else None) if match else None


def main_pair(source: FundingSource, allocated: Collection[Pair]) -> Pair:
    """Where an amount stands that is not said to be one municipality's: money for one place alone is that place's."""
    whole: Pair = (source.pk, None)
    return whole if whole in allocated else (source.pk, source.only_in_municipality_id)


def allocated_to(line: BudgetLine) -> dict[Pair, Decimal]:
    return {(part.source_id, part.municipality_id): part.amount for part in line.allocations.all()}


def divided(programme_id: int) -> dict[int, Decimal]:
    """What the lines divide of each source, in euros."""
    return {source.pk: euros for source, euros in sources_divided(programme_id)}


def sources_divided(programme_id: int) -> list[tuple[FundingSource, Decimal]]:
    """The sources, and what the lines divide of each, in euros."""
    sources = FundingSource.objects.filter(programme=programme_id).annotate(euros=money_sum("allocations__amount"))
    return [(source, source.euros) for source in sources]  # type: ignore[attr-defined]  # the annotation above


def totals(programme_id: int) -> list[str]:
    """Of each source how much is divided, in sentences. The division may be incomplete."""
    return [
        _("%(source)s: %(divided)s of %(amount)s are divided.") % {"source": source, **_in_words(euros, source.amount)}
        for source, euros in sources_divided(programme_id)
    ]


def write_amounts(
    _by: Actor, line: BudgetLine, fields: Mapping[str, Decimal | None], *, is_summed_before: bool = False
) -> Changed:
    """Write those of the form's amounts that differ; None takes one away. The programme's row is locked.

    `is_summed_before`: the caller has looked at what all lines together divide. Raises ValidationError at the fields.
    """
    existing = {(part.source_id, part.municipality_id): part for part in Allocation.objects.filter(line=line)}
    asked = [pair for name in fields if (pair := pair_of(name)) is not None]
    before = {pair: existing[pair].amount if pair in existing else None for pair in asked}
    after = {pair: fields[field_name(*pair)] for pair in before}
    changed = [pair for pair in before if before[pair] != after[pair]]
    if changed and is_booked(line):
        raise ValidationError({field_name(*pair): AMENDMENT for pair in changed})
    _require_own(line, changed, after)
    for pair in changed:
        amount = after[pair]
        if amount is None:
            existing[pair].delete()
        elif pair in existing:
            existing[pair].amount = amount
            existing[pair].save(update_fields=["amount"])
        else:
            Allocation.objects.create(line=line, source_id=pair[0], municipality_id=pair[1], amount=amount)
    if not is_summed_before:
        _require_enough(line, [pair for pair in changed if (after[pair] or ZERO) > (before[pair] or ZERO)])
    return Changed(*_for_trail({pair: (before[pair], after[pair]) for pair in changed}))


def amounts_removed(line: BudgetLine) -> Changed:
    """With a line go the amounts that were agreed for it."""
    return Changed(*_for_trail({pair: (amount, None) for pair, amount in allocated_to(line).items()}))


def require_no_more(source: FundingSource, euros: Decimal) -> None:
    """Raise ValidationError where the lines would divide more than the source has.

    Asked where an amount grows: what was too much before may stay, and become less.
    """
    if euros > source.amount:
        raise ValidationError(
            _("The lines would divide %(divided)s, but the source has %(amount)s.") % _in_words(euros, source.amount),
            code="too_much",
        )


def _in_words(euros: Decimal, amount: Decimal) -> dict[str, str]:
    return {"divided": formats.money(euros), "amount": formats.money(amount)}


def _require_own(line: BudgetLine, changed: Collection[Pair], after: Mapping[Pair, Decimal | None]) -> None:
    """Sources and partners of the line's own programme; money for one place goes to that place."""
    sources = FundingSource.objects.filter(programme=line.programme_id).in_bulk()
    partners = set(line.programme.partnerships.values_list("municipality", flat=True))
    for source, municipality in changed:
        if source not in sources:
            raise ForeignBudget(_("The budget line and the source must be of the same programme."), code="programme")
        if after[source, municipality] is None or municipality is None:
            continue
        place = sources[source].only_in_municipality
        if municipality not in partners | {place and place.pk}:
            raise ForeignBudget(_("The municipality does not take part in the programme."), code="municipality")
        if place is not None and place.pk != municipality:
            sentence = _("“%(source)s” is only for %(place)s.") % {"source": sources[source], "place": place}
            raise ValidationError({field_name(source, municipality): sentence}, code="place")


def _require_enough(line: BudgetLine, raised: Collection[Pair]) -> None:
    sums = divided(line.programme_id) if raised else {}
    for source in FundingSource.objects.filter(pk__in={source for source, _municipality in raised}):
        try:
            require_no_more(source, sums.get(source.pk, ZERO))
        except ValidationError as refusal:
            names = [field_name(*pair) for pair in raised if pair[0] == source.pk]
            raise ValidationError(dict.fromkeys(names, refusal.messages)) from refusal


def _for_trail(
    changed: Mapping[Pair, tuple[Decimal | None, Decimal | None]],
) -> tuple[list[str], dict[str, list[object]]]:
    values: dict[str, list[object]] = {
        part_name("allocations", "amount", source=source, municipality=municipality): [
            None if amount is None else str(amount) for amount in amounts
        ]
        for (source, municipality), amounts in changed.items()
    }
    return list(values), values
