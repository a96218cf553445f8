"""How the facts of a grant come into the next one: each kind says how its rows are copied (`FactKind.copy`).

`copied` is for most. A kind whose rows have days takes `with_days`, one whose rows have rows of their own
`with_children`; what is agreed anew each time (a partnership, a period) has its own function here.
"""

from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldDoesNotExist
from django.db import IntegrityError, models, transaction

from darbigas_kopienas.people.models import Municipality

if TYPE_CHECKING:
    from darbigas_kopienas.programme.models import Partnership, Period, Programme

Row = Any  # of whatever model a kind is of
Copied = Mapping[tuple[str, int], models.Model]
"""By (label of the model, number of the old row): the rows that are copied already."""
Copy = Callable[[Row, "Programme", Copied], models.Model | None]
"""Of (old row, new programme, copied already): the new row, stored, or None where it is not taken over."""


def copied(row: models.Model, programme: "Programme", already: Copied, **others: object) -> models.Model | None:
    """The same in every column but `others`. What it points to in the old programme, it points to in the new one;
    where that is not there the column is left empty. A row that cannot be so is not taken over, nor is one of a
    municipality that has no part in the new programme: for its successors that is agreed anew."""
    new = type(row)()
    for field in row._meta.concrete_fields:
        if field.primary_key:
            continue
        value = getattr(row, field.attname)
        is_place = field.related_model is Municipality and value is not None and field.name not in others
        if is_place and not _has_part(value, programme):
            return None
        if isinstance(field, models.ForeignKey) and value is not None:
            value = _target(row, field, programme, already)
        setattr(new, field.attname, value)
    for name, value in others.items():
        setattr(new, name, value)
    try:
        with transaction.atomic():
            new.save()
    except IntegrityError:  # what it cannot be without is left behind, or its days have met in a shorter programme
        return None
    return new


def with_days(*names: str, **others: object) -> Copy:
    """`copied`, with the days in these columns as far from the first day as they were, and inside the programme."""

    def copy(row: Row, programme: "Programme", already: Copied) -> models.Model | None:
        began = row.programme.starts_on
        days = {name: day for name in names if (day := getattr(row, name)) is not None}
        new = {name: within(programme, moved(day, began, programme.starts_on)) for name, day in days.items()}
        return copied(row, programme, already, **{**new, **others})

    return copy


def with_children(*names: str, copy: Copy = copied) -> Copy:
    """`copy`, and then the rows of these relations (`related_name`), each behind its new row."""

    def copy_all(row: models.Model, programme: "Programme", already: Copied) -> models.Model | None:
        new = copy(row, programme, already)
        if new is not None:
            known = {**already, key_of(row): new}
            for name in names:
                for child in getattr(row, name).all():
                    copied(child, programme, known)
        return new

    return copy_all


def copied_partnership(row: "Partnership", programme: "Programme", already: Copied) -> models.Model | None:
    """Planned, from the first day. In place of a municipality that is no more by then stand its successors."""
    anew = {"agreement_state": type(row).State.PLANNED, "agreement_number": "", "agreed_on": None, "left_on": None,
            "joined_on": programme.starts_on}  # fmt: skip
    if row.municipality.is_valid_on(programme.starts_on):
        return copied(row, programme, already, **anew, municipality=row.municipality)
    valid = (successor for successor in row.municipality.successors.all() if successor.is_valid_on(programme.starts_on))
    rows = [copied(row, programme, already, **anew, municipality=successor) for successor in valid]
    return next((new for new in rows if new is not None), None)


def copied_period(row: "Period", programme: "Programme", already: Copied) -> models.Model | None:
    """Moved with the first day and cut at the last; the report stays due as long after its end. One that would begin
    after the programme's last day is not taken over."""
    began, begins = row.programme.starts_on, programme.starts_on
    starts_on = max(moved(row.starts_on, began, begins), begins)
    ends_on = min(moved(row.ends_on + timedelta(days=1), began, begins) - timedelta(days=1), programme.ends_on)
    if ends_on < starts_on:
        return None
    due_on = row.due_on and ends_on + (row.due_on - row.ends_on)
    return copied(row, programme, already, starts_on=starts_on, ends_on=ends_on, due_on=due_on)


def moved(day: date, began: date, begins: date) -> date:
    """As far from `begins` as the day is from `began`: by whole months where both are the same day of a month, so
    that a half-year stays one in a leap year."""
    if began.day != begins.day:
        return day + (begins - began)
    months = (day.year + begins.year - began.year) * 12 + day.month - 1 + begins.month - began.month
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def within(programme: "Programme", day: date) -> date:
    return min(max(day, programme.starts_on), programme.ends_on)


def key_of(row: models.Model) -> tuple[str, int]:
    return row._meta.label, int(row.pk)


def _target(
    row: models.Model, field: "models.ForeignKey[Row, Row]", programme: "Programme", already: Copied
) -> int | None:
    """The number of what the new row points to; None for what the old programme alone has."""
    pk: int = getattr(row, field.attname)
    if field.related_model is type(programme):
        return programme.pk
    new = already.get((field.related_model._meta.label, pk))
    if new is not None:
        return int(new.pk)
    return None if _belongs_to_a_programme(field.related_model) else pk


def _has_part(municipality_id: int, programme: "Programme") -> bool:
    """It is a partner; of a programme without partners yet, it is valid on its first day."""
    partners = set(programme.partnerships.values_list("municipality", flat=True))
    if partners:
        return municipality_id in partners
    return Municipality.objects.get(pk=municipality_id).is_valid_on(programme.starts_on)


def _belongs_to_a_programme(model: type[models.Model]) -> bool:
    try:
        return bool(model._meta.get_field("programme").many_to_one)
    except FieldDoesNotExist:
        return False
