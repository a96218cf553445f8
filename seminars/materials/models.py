from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.programme.scoping import Scope, ScopedQuerySet
from darbigas_kopienas.values import texts
from darbigas_kopienas.values.model_fields import ChoiceWords
from seminars.seminar.models import Seminar


class MaterialQuerySet(ScopedQuerySet["Material"]):
    """On the staff side all; what a participant or a visitor may open is asked of `is_open_to`."""

    scope_path: ClassVar[str] = "seminar__activity__"

    def for_everybody(self) -> Self:
        return self.filter(audience="public")


class Material(ChoiceWords, models.Model):
    """Something handed out: a file or a link, for everybody or for those who take part, at once or afterwards."""

    class Audience(models.TextChoices):
        PUBLIC = "public", _("everybody")
        PARTICIPANTS = "participants", _("participants only")

    class When(models.TextChoices):
        AT_ONCE = "at_once", _("at once")
        AFTER = "after", _("after the seminar")

    seminar = models.ForeignKey(Seminar, models.CASCADE, related_name="materials")
    title_lv = models.CharField(_("title in Latvian"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    title_en_source = models.CharField(max_length=64, blank=True, editable=False)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("file")
    )
    url = models.URLField(_("link"), max_length=500, blank=True)
    audience = models.CharField(_("for whom"), max_length=15, choices=Audience.choices, default=Audience.PARTICIPANTS)
    when = models.CharField(_("shown"), max_length=10, choices=When.choices, default=When.AT_ONCE)
    order = models.PositiveSmallIntegerField(default=0)

    title = texts.Text("title")

    objects = MaterialQuerySet.as_manager()

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(document__isnull=True) & ~Q(url="") | Q(document__isnull=False, url=""),
                name="seminars_material_file_or_link",
            ),
            models.CheckConstraint(condition=~Q(title_lv=""), name="seminars_material_has_title"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def scope(self) -> Scope:
        return self.seminar.scope

    def is_shown_on(self, day: date) -> bool:
        return self.when == self.When.AT_ONCE or day > self.seminar.last_day or self.seminar.activity.is_held
