"""Two rows that turn out to be one person or one organisation: one is kept, the other leads to it (`merged_into`).

The other's row stays, so that it can be undone, and so that whoever reads its address is still known.
"""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

M = TypeVar("M", bound=models.Model)


class Doubles(Enum):
    """What becomes of a row that the one who is kept has already."""

    REFUSED = auto()  # they are not merged before somebody removes one of the two
    LEFT = auto()  # it stays where it is
    DROPPED = auto()  # it goes, and comes back when the merging is undone


@dataclass(frozen=True, slots=True)
class Reference:
    """A column that leads to a person or an organisation, and follows where that is merged into another.

    `model` is the label of its table ("participation.Registration"), that of a list of many included; `scope` the path
    from a row to the one that has a programme and a municipality ("activity__"; "" is its own; None: it has none).
    """

    model: str
    column: str
    scope: str | None = None
    is_fact: bool = False
    """The grant's own facts name it there, so only whoever sets up the grant lets it lead elsewhere."""
    once: tuple[str, ...] = ()
    """The columns beside which it stands once; of others there may be as many as there are."""
    doubles: Doubles = Doubles.REFUSED
    stays: bool = False
    """It does not follow: what was decided of a pair is told of these two."""


class NotMerged(models.Manager[M]):
    """Those that stand for themselves: what lists, choices and searches offer."""

    def get_queryset(self) -> models.QuerySet[M]:
        return super().get_queryset().filter(merged_into__isnull=True)


def merged_column() -> "models.ForeignKey[Any, Any]":
    """The row that is kept instead of this one; it never leads on to a third.

    Without a name for the way back, which would pass through the manager that leaves them out: ask `with_merged`.
    """
    target = _("merged into")
    return models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name=target
    )


def never_merged_into_itself(table: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")), name=f"{table}_merged_into_another"
    )


def target_of(rows: models.QuerySet[M], pk: int) -> models.QuerySet[M]:
    """Of these rows the one into which the row of this number was merged."""
    everybody: Any = rows.model
    return rows.filter(pk__in=everybody.with_merged.filter(pk=pk).values("merged_into"))
