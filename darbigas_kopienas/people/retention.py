"""How long each kind of data is stored: dated settings, so that a new decision is data entry.

Each floor and room says in its `room.py` which kinds it has (`Room.retention`); a dated row says for how long from a
day on, and without any row the kind's own usual span holds.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from darbigas_kopienas.rooms import registered
from darbigas_kopienas.values import clock, formats

DAYS_OF_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class RetentionKind:
    """One kind of data. `days` is its usual span, `least` the shortest that the law (`law`) lets be set.

    `overdue` gives the rows (of what is no row, their number) that are stored for longer than until this moment allows:
    what came (`counted_from`) before it. Where `is_automatic` the floor's own task removes them; else a person decides,
    by a destruction act. `documents` gives the stored files of such a kind, each with `document_on`, `counted_on` and
    `closed_as` (the kind of a closing): the day of what it proves, the day from which it is counted, and what has to be
    closed by then. `is_public`: the page about privacy tells everybody.
    """

    key: str
    label: str | Promise
    counted_from: str | Promise
    days: int
    overdue: "Callable[[datetime], models.QuerySet[Any] | int]"
    is_automatic: bool = True
    least: int = 1
    law: str | Promise = ""
    documents: "Callable[[], models.QuerySet[Any]] | None" = None
    is_public: bool = False


class RetentionPeriodQuerySet(models.QuerySet["RetentionPeriod"]):
    def of(self, kind: str, on: date | None = None) -> "RetentionPeriod | None":
        """The row that holds on a day (today)."""
        return self.filter(kind=kind, valid_from__lte=on or clock.today()).order_by("-valid_from").first()

    def of_kind(self, kind: str) -> "RetentionPeriodQuerySet":
        """All that was ever set, the newest first."""
        return self.filter(kind=kind).select_related("set_by").order_by("-valid_from")

    def coming(self) -> "RetentionPeriodQuerySet":
        """Those of later days, the nearest first."""
        return self.filter(valid_from__gt=clock.today()).order_by("valid_from")

    def holding(self) -> "dict[str, RetentionPeriod]":
        """Those that hold today, by kind, in one statement."""
        rows = self.filter(valid_from__lte=clock.today()).select_related("set_by")
        return {row.kind: row for row in rows.order_by("kind", "-valid_from").distinct("kind")}


class RetentionPeriod(models.Model):
    """From a day on, data of a kind are stored for so many days. `reason` names the law, clause or decision."""

    kind = models.CharField(_("kind of data"), max_length=60)
    days = models.PositiveIntegerField(_("days"))
    valid_from = models.DateField(_("valid from"))
    reason = models.CharField(_("law, clause or decision"), max_length=300)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    set_at = models.DateTimeField(default=clock.now, editable=False)

    objects = RetentionPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("retention period")
        verbose_name_plural = _("retention periods")
        ordering = ["kind", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "valid_from"], name="people_retention_once_a_day"),
            models.CheckConstraint(condition=Q(days__gte=1), name="people_retention_some_days"),
            models.CheckConstraint(condition=~Q(reason=""), name="people_retention_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.days}"


def days_of(kind: RetentionKind, on: date | None = None) -> int:
    """For how long data of this kind are stored, as it holds on a day (today); never less than the law allows."""
    return days_by(kind, RetentionPeriod.objects.of(kind.key, on))


def days_by(kind: RetentionKind, row: RetentionPeriod | None) -> int:
    return max(kind.days if row is None else row.days, kind.least)


def limit_of(kind: RetentionKind) -> datetime:
    """What came before this moment has been stored for long enough."""
    return clock.now() - timedelta(days=days_of(kind))


Holding = dict[str, RetentionPeriod]


def numbers_overdue(
    asked: "Iterable[RetentionKind]", *, holding: Holding | None = None, late: timedelta = timedelta()
) -> dict[str, int]:
    """Of each kind how many rows are stored for longer than was set, by more than `late`; in one statement, and one
    more where the settings (`holding`) are not given."""
    rows_set = RetentionPeriod.objects.holding() if holding is None else holding
    numbers, counted = {}, []
    for kind in asked:
        rows = kind.overdue(clock.now() - timedelta(days=days_by(kind, rows_set.get(kind.key))) - late)
        numbers[kind.key] = rows if isinstance(rows, int) else 0
        if not isinstance(rows, int):
            of_kind = rows.order_by().annotate(_kind=models.Value(kind.key)).values("_kind")
            counted.append(of_kind.annotate(_number=models.Count("pk")).values_list("_kind", "_number"))
    if counted:
        numbers |= dict(counted[0].union(*counted[1:], all=True))
    return numbers


def kinds() -> list[RetentionKind]:
    """Of all rooms and floors, by the rooms' names."""
    return [kind for room in registered() for kind in room.retention]


def kind_of(key: str) -> RetentionKind | None:
    return next((kind for kind in kinds() if kind.key == key), None)


def span_in_words(days: int) -> str:
    """Whole years where the days make them, else the days: a year is 365 days, and each fourth one more."""
    years = round(days / DAYS_OF_YEAR)
    if years and days in {int(years * DAYS_OF_YEAR), int(years * DAYS_OF_YEAR) + 1, years * 365}:
        return formats.unbroken(ngettext("%(n)d year", "%(n)d years", years) % {"n": years})
    return formats.unbroken(ngettext("%(n)d day", "%(n)d days", days) % {"n": days})


def public_spans() -> "Iterable[tuple[RetentionKind, str]]":
    """What everybody is told, as it holds today: in one statement."""
    holding = RetentionPeriod.objects.holding()
    return [(kind, span_in_words(days_by(kind, holding.get(kind.key)))) for kind in kinds() if kind.is_public]
