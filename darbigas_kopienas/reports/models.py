"""What the funder and the council read: figures frozen once, and the files made of them."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.jobs.models import Job
from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.scoping import Scoped, ScopedQuerySet, q_in_scopes
from darbigas_kopienas.values import clock, texts
from darbigas_kopienas.values.codes import spaced
from darbigas_kopienas.values.model_fields import ChoiceWords

from . import codes
from .shared.models import SharedLink, SharedVisit

__all__ = ["Rendering", "RenderingQuerySet", "Report", "ReportQuerySet", "SharedLink", "SharedVisit"]


class ReportQuerySet(ScopedQuerySet["Report"]):
    see = (Permission.SEE_REPORT,)

    def also_visible(self, user: Reader) -> Q:
        """The funder and the auditor read what has been submitted, never a draft."""
        return Q(state=Report.State.SUBMITTED) & q_in_scopes(user, Permission.SEE_FINAL_REPORT)

    def for_lists(self) -> Self:
        """Without the figures, which may be large."""
        return self.select_related("programme", "municipality").defer("snapshot")

    def known_by(self, code: str) -> dict[str, object] | None:
        """What anybody who holds a printed report may learn of it; None for a code that is nobody's.

        Read as parts of the kept JSON: no figures are opened, so a known code takes no longer than an unknown one.
        """
        parts = {"name": "programme__name", "place": "municipality", "amounts": "sums", "is_demo": "programme__is_demo"}
        report: dict[str, object] | None = (
            self.filter(code=code)
            .annotate(**{name: F(f"snapshot__{path}") for name, path in parts.items()})
            .values("code", "starts_on", "ends_on", "as_of", "state", "submitted_at", "snapshot_sha256", *parts)
            .first()
        )
        return report


class Report(Scoped):
    """One report: the figures of a period as they stood at one moment, in both languages, never changed again."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")

    code = models.CharField(_("code"), max_length=codes.LENGTH, unique=True, default=codes.new_code)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    as_of = models.DateTimeField(_("figures as of"), default=clock.now)
    snapshot: models.JSONField[object, Any] = models.JSONField(_("figures"))
    snapshot_sha256 = models.CharField(max_length=64)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("made by")
    )
    job = models.OneToOneField(Job, models.SET_NULL, null=True, blank=True, related_name="report")
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("submitted by"),
    )
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)

    named_by = ("code",)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-as_of", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="reports_report_period_order"),
            models.CheckConstraint(
                condition=Q(state="draft", submitted_at__isnull=True)
                | Q(state="submitted", submitted_at__isnull=False),
                name="reports_report_submitted_has_time",
            ),
        ]
        indexes = [models.Index(fields=["programme", "-as_of"], name="reports_report_newest")]

    def __str__(self) -> str:
        return self.spaced_code

    @property
    def spaced_code(self) -> str:
        return spaced(self.code)

    @property
    def is_submitted(self) -> bool:
        return self.state == self.State.SUBMITTED


class RenderingQuerySet(ScopedQuerySet["Rendering"]):
    see = (Permission.SEE_REPORT,)
    scope_path = "report__"

    def of_code(self, code: str) -> Self:
        return self.filter(report__code=code).order_by("format", "language")

    def also_visible(self, user: Reader) -> Q:
        return Q(report__state=Report.State.SUBMITTED) & q_in_scopes(user, Permission.SEE_FINAL_REPORT, path="report__")


class Rendering(ChoiceWords, models.Model):
    """A file made of a report's frozen figures, one for each language and format; the stored bytes are what counts.

    It never changes; the database lets it go only together with a draft.
    """

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        XLSX = "xlsx", "XLSX"

    report = models.ForeignKey(Report, models.PROTECT, related_name="renderings", verbose_name=_("report"))
    language = models.CharField(_("language"), max_length=2, choices=texts.LANGUAGES)
    format = models.CharField(_("format"), max_length=4, choices=Format.choices)
    document = models.OneToOneField(Document, models.PROTECT, related_name="rendering", verbose_name=_("file"))
    sha256 = models.CharField(max_length=64)
    rendered_at = models.DateTimeField(_("made at"), default=clock.now)

    objects = RenderingQuerySet.as_manager()

    class Meta:
        verbose_name = _("report’s file")
        verbose_name_plural = _("reports’ files")
        ordering = ["report", "format", "language"]
        constraints = [
            models.UniqueConstraint(fields=["report", "language", "format"], name="reports_rendering_once"),
            models.CheckConstraint(condition=Q(language__in=["lv", "en"]), name="reports_rendering_language"),
            models.CheckConstraint(condition=Q(format__in=["pdf", "xlsx"]), name="reports_rendering_format"),
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.language} {self.format}"
