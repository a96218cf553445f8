"""How long each kind of data is stored: dated settings, so that a new decision is data entry.

Each floor and room says in its `room.py` which kinds it has (`Room.retention`); a dated row says for how long from a
day on, and without any row the kind's own usual span holds.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.values import clock


@dataclass(frozen=True, slots=True)
class RetentionKind:
    """One kind of data. `days` is its usual span, `least` the shortest that the law (`law`) lets be set.

    `overdue` gives how many rows are stored longer than until this moment allows: what came (`counted_from`) before it
    is overdue. Where `is_automatic` the floor's own task removes them; else a person decides, by a destruction act.
    """

    key: str
    label: str | Promise
    counted_from: str | Promise
    days: int
    overdue: Callable[[datetime], int]
    is_automatic: bool = True
    least: int = 1
    law: str | Promise = ""


class RetentionPeriodQuerySet(models.QuerySet["RetentionPeriod"]):
    def of(self, kind: str, on: date | None = None) -> "RetentionPeriod | None":
        """The row that holds on a day (today)."""
        return self.filter(kind=kind, valid_from__lte=on or clock.today()).order_by("-valid_from").first()


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
    row = RetentionPeriod.objects.of(kind.key, on)
    return max(kind.days if row is None else row.days, kind.least)


def limit_of(kind: RetentionKind) -> datetime:
    """What came before this moment has been stored for long enough."""
    return clock.now() - timedelta(days=days_of(kind))
