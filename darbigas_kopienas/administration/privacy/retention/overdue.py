"""Documents whose time is over and that nothing asks for any more: a person decides about them, by an act."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import (
    Count,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    JSONField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.expressions import BaseExpression
from django.db.models.functions import Coalesce, ExtractYear, Greatest, JSONObject
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.retention import RetentionKind, RetentionPeriod, kinds
from darbigas_kopienas.programme.access import Permission, may, may_anywhere
from darbigas_kopienas.programme.models import Closing, Programme, Reopening
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.programme.task_counts import number_of
from darbigas_kopienas.rooms import CountedTask, Task, TaskList
from darbigas_kopienas.values import clock

from .models import DestructionAct


@dataclass(frozen=True, slots=True)
class Group:
    """Overdue documents of a kind, of one year and one municipality (None: of the programme itself)."""

    kind: RetentionKind
    year: int
    municipality: int | None
    municipality_name: str
    number: int
    address: str


def document_kinds() -> list[RetentionKind]:
    return [kind for kind in kinds() if kind.documents is not None]


def overdue_documents(kind: RetentionKind) -> "QuerySet[Any]":
    """Stored for longer than was set (never less than the law), of a closed period; the setting is read with them."""
    if kind.documents is None:
        raise ValueError(kind.key)
    set_days = RetentionPeriod.objects.filter(kind=kind.key, valid_from__lte=clock.today()).order_by("-valid_from")
    days = Greatest(Coalesce(Subquery(set_days.values("days")[:1]), Value(kind.days)), Value(kind.least))
    last_day = ExpressionWrapper(F("counted_on") + F("days"), output_field=DateField())
    rows: QuerySet[Any] = kind.documents().annotate(days=ExpressionWrapper(days, output_field=IntegerField()))
    overdue: QuerySet[Any] = rows.annotate(last_day=last_day).filter(_is_closed(), last_day__lt=clock.today())
    return overdue


def _is_closed() -> Exists:
    opened = Reopening.objects.open_on(clock.today()).filter(closing=OuterRef("pk"))
    here = Q(municipality__isnull=True) | Q(municipality=OuterRef("municipality"))
    closings = Closing.objects.filter(
        here,
        programme=OuterRef("programme"),
        kind=OuterRef("closed_as"),
        starts_on__lte=OuterRef("document_on"),
        ends_on__gte=OuterRef("document_on"),
    )
    return Exists(closings.exclude(Exists(opened)))


def overdue_of(programme: Programme, kind: RetentionKind) -> "QuerySet[Any]":
    return overdue_documents(kind).filter(programme=programme)


def groups_of(programme: Programme) -> Iterator[Group]:
    """By kind, year and municipality, in one statement."""
    of_kind = {kind.key: kind for kind in document_kinds()}
    names = ("municipality", "municipality__name_lv", "municipality__sort_key")
    counted = [
        overdue_of(programme, kind)
        .order_by()
        .annotate(_kind=Value(key), year=ExtractYear("counted_on"))
        .values("_kind", "year", *names)
        .annotate(number=Count("pk"))
        for key, kind in of_kind.items()
    ]
    order, rows = list(of_kind), counted[0].union(*counted[1:], all=True)
    for row in sorted(rows, key=lambda row: (order.index(row["_kind"]), row["year"], row[names[-1]] or "")):
        kind, place = of_kind[row["_kind"]], row["municipality"]
        words = f"?kind={kind.key}&year={row['year']}&municipality={place or 0}"
        yield Group(
            kind=kind,
            year=row["year"],
            municipality=place,
            municipality_name=row["municipality__name_lv"] or "",
            number=row["number"],
            address=reverse("administration:destruction_add", args=[programme.pk]) + words,
        )


def in_group(programme: Programme, kind: RetentionKind, year: int, municipality: int | None) -> "QuerySet[Any]":
    """The documents of one group, the oldest first."""
    rows = overdue_of(programme, kind).annotate(year=ExtractYear("counted_on"))
    group: QuerySet[Any] = rows.filter(municipality=municipality, year=year)
    return group.order_by("document_on", "created_at", "pk")


def _waiting(user: User, programme_id: int) -> BaseExpression | None:
    if not may(user, Permission.MANAGE_PRIVACY, Scope(programme_id)):
        return None
    counts: list[Any] = [number_of(overdue_documents(kind)) for kind in document_kinds()]
    return cast("BaseExpression", sum(counts[1:], start=counts[0]))


def _task(number: object) -> Task:
    n = cast("int", number)
    text = ngettext(
        "%(n)d document has been stored for long enough", "%(n)d documents have been stored for long enough", n
    )
    return Task(text % {"n": n}, reverse("administration:privacy_overdue"), _("Look at what is overdue"))


OVERDUE = CountedTask(TaskList.WAITING, 90, _waiting, _task)


def _to_approve(user: User, programme_id: int) -> BaseExpression | None:
    if not may_anywhere(user, Permission.APPROVE_EXPENSE, programme_id):
        return None
    acts = DestructionAct.objects.visible_to(user).drafted().exclude(drafted_by=user).filter(programme=OuterRef("pk"))
    facts = JSONObject(n=Count("pk"), at=Min("pk"), programme=Min("programme"))
    return Subquery(acts.order_by().values("programme").annotate(facts=facts).values("facts"), output_field=JSONField())


def _act_task(facts: Any) -> Task:
    n = facts["n"]
    text = ngettext("%(n)d destruction act waits for approval", "%(n)d destruction acts wait for approval", n)
    url = reverse("administration:destruction_detail", args=[facts["programme"], facts["at"]])
    return Task(text % {"n": n}, url, _("Look at the act"))


TO_APPROVE = CountedTask(TaskList.WAITING, 91, _to_approve, _act_task)
