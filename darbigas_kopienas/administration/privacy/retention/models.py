"""An act by which documents are destroyed: what, on what ground, drafted by one person and approved by another."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.scoping import Scoped, ScopedQuerySet
from darbigas_kopienas.values import clock


class DestructionActQuerySet(ScopedQuerySet["DestructionAct"]):
    """For those who may approve one: whoever approves expenses there."""

    see: ClassVar[tuple[Permission, ...]] = (Permission.APPROVE_EXPENSE,)

    def drafted(self) -> "DestructionActQuerySet":
        return self.filter(state="drafted_act")


class DestructionAct(Scoped):
    """Documents of one municipality (or of the programme itself) that are to be destroyed, and were once approved.

    `rows` are the documents as they were when the act was drafted; the files go when it is approved, their rows and
    sums (`sha256`) stay. The paper of an approved act is `document`. `author` is who issues it, as it was called.
    """

    class State(models.TextChoices):
        DRAFTED = "drafted_act", pgettext_lazy("destruction act", "waits for approval")
        APPROVED = "approved_act", pgettext_lazy("destruction act", "approved")
        CANCELLED = "cancelled_act", pgettext_lazy("destruction act", "cancelled")

    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(pgettext_lazy("of a document", "number"))
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.DRAFTED)
    author = models.CharField(_("issued by"), max_length=200, blank=True)
    place = models.CharField(_("place"), max_length=120)
    basis = models.CharField(_("law or decision"), max_length=300)
    rows: "models.JSONField[list[dict[str, Any]], list[dict[str, Any]]]" = models.JSONField(default=list)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("drafted by")
    )
    drafted_at = models.DateTimeField(_("drafted at"), default=clock.now)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    document = models.OneToOneField(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("file")
    )

    objects: ClassVar[DestructionActQuerySet] = DestructionActQuerySet.as_manager()  # type: ignore[assignment]  # typed manager

    class Meta:
        verbose_name = _("destruction act")
        verbose_name_plural = _("destruction acts")
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "year", "number"], name="administration_act_number_once"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("drafted_by")),
                name="administration_act_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(
                    state="approved_act", approved_by__isnull=False, approved_at__isnull=False, document__isnull=False
                )
                | Q(
                    state__in=["drafted_act", "cancelled_act"],
                    approved_by__isnull=True,
                    approved_at__isnull=True,
                    document__isnull=True,
                ),
                name="administration_act_approved_whole",
            ),
            models.CheckConstraint(condition=~Q(basis=""), name="administration_act_has_basis"),
        ]

    def __str__(self) -> str:
        return f"{self.year}/{self.number}"

    @property
    def dated_rows(self) -> list[dict[str, Any]]:
        """Its rows, as people read them: the days are days."""
        days = ("on", "stored_since")
        return [{**row, **{name: date.fromisoformat(row[name]) for name in days}} for row in self.rows]

    @property
    def is_drafted(self) -> bool:
        return self.state == self.State.DRAFTED
