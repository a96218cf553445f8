"""What can be taught: the catalogue of training programmes."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.people.models import Municipality, Organisation
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.scoping import Scoped, ScopedQuerySet
from darbigas_kopienas.values import formats, texts

LEAST_HOURS_OF_MODULE = 6
MAX_SORT_KEY = 800
DEFAULT_CERTIFICATE_SHARE = 80  # what a new programme starts with; each programme has its own


class TrainingProgrammeQuerySet(ScopedQuerySet["TrainingProgramme"]):
    def also_visible(self, user: Reader) -> Q:
        return Q(pk__isnull=False)


class TrainingProgramme(Scoped):
    """What can be taught: a programme with its hours, taught once or many times.

    Type "A" programmes are approved by a municipality (number, day, validity); only they lead to a certificate.
    """

    class Type(models.TextChoices):
        A = "A", _("professional development programme (A)")
        OTHER = "other", _("other programme")

    type = models.CharField(_("type"), max_length=10, choices=Type.choices, default=Type.OTHER)
    title_lv = models.CharField(_("title in Latvian"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    title_en_source = models.CharField(max_length=64, blank=True, editable=False)
    aims_lv = models.TextField(_("aims in Latvian"), blank=True)
    aims_en = models.TextField(_("aims in English"), blank=True)
    aims_en_source = models.CharField(max_length=64, blank=True, editable=False)
    module = models.CharField(_("module"), max_length=120, blank=True)
    academic_hours = models.PositiveSmallIntegerField(_("academic hours (40 minutes each)"))
    approval_number = models.CharField(_("approval number"), max_length=60, blank=True)
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    approved_by = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("approved by")
    )
    issuer = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who issues the certificates"),
        help_text=_("Empty: the implementer of the programme."),
    )
    certificate_share = models.PositiveSmallIntegerField(
        _("share of the hours needed for a certificate, %"), default=DEFAULT_CERTIFICATE_SHARE
    )

    sort_key = models.CharField(max_length=MAX_SORT_KEY, editable=False)

    title = texts.Text("title")
    aims = texts.Text("aims")

    objects = TrainingProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("training programme")
        verbose_name_plural = _("training programmes")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(academic_hours__gt=0), name="seminars_programme_has_hours"),
            models.CheckConstraint(
                condition=Q(certificate_share__gte=1, certificate_share__lte=100),
                name="seminars_programme_share_percent",
            ),
            # MK 569 (2018): a module of a programme has at least six academic hours.
            models.CheckConstraint(
                condition=Q(module="") | Q(academic_hours__gte=LEAST_HOURS_OF_MODULE),
                name="seminars_programme_module_hours",
            ),
            models.CheckConstraint(
                condition=Q(approved_on__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=models.F("approved_on")),
                name="seminars_programme_valid_after_approval",
            ),
            models.UniqueConstraint(
                fields=["programme", "approval_number"],
                condition=~Q(approval_number=""),
                name="seminars_programme_approval_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def choice_label(self) -> str:
        """One title may be approved more than once, and for other hours."""
        hours = formats.academic_hours(self.academic_hours)
        return " · ".join(filter(None, [str(self.title), hours, self.approval_number]))

    def save(self, *args: object, **kwargs: Any) -> None:
        self.sort_key = formats.sort_key(self.title_lv)[:MAX_SORT_KEY]
        super().save(*args, **kwargs)

    def is_approved_on(self, day: date) -> bool:
        """An approved A programme whose approval covers the day."""
        return (
            self.type == self.Type.A
            and bool(self.approval_number)
            and self.approved_on is not None
            and self.approved_on <= day
            and (self.valid_until is None or day <= self.valid_until)
        )


def approved_on(day: str, path: str = "") -> Q:
    """`is_approved_on` for a query: `path` leads to the programme, `day` names the column that holds the day."""
    return (
        Q(**{f"{path}type": TrainingProgramme.Type.A, f"{path}approved_on__lte": models.F(day)})
        & (Q(**{f"{path}valid_until__isnull": True}) | Q(**{f"{path}valid_until__gte": models.F(day)}))
        & ~Q(**{f"{path}approval_number": ""})
    )
