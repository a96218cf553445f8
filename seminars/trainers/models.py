"""What belongs to one run: who teaches it, what is handed out, and runs kept as a pattern for the next."""

from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.people.models import Organisation
from darbigas_kopienas.programme.scoping import Scope, Scoped, ScopedQuerySet
from darbigas_kopienas.values import clock, formats, texts
from darbigas_kopienas.values.model_fields import MoneyField
from seminars.seminar.models import Seminar


class TrainerQuerySet(ScopedQuerySet["Trainer"]):
    pass


class Trainer(Scoped):
    """Somebody who teaches; the profile is told to everybody, the address to nobody."""

    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    profile_lv = models.TextField(_("about the trainer, in Latvian"), blank=True)
    profile_en = models.TextField(_("about the trainer, in English"), blank=True)
    profile_en_source = models.CharField(max_length=64, blank=True, editable=False)
    sort_key = models.CharField(max_length=400, editable=False)

    profile = texts.Text("profile")

    objects = TrainerQuerySet.as_manager()

    class Meta:
        verbose_name = _("trainer")
        verbose_name_plural = _("trainers")
        ordering = ["sort_key", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="seminars_trainer_has_name")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = formats.sort_key(self.name)[:400]
        super().save(*args, **kwargs)


class EngagementQuerySet(ScopedQuerySet["Engagement"]):
    """Agreements and fees: the staff's; names and profiles are shown by the seminar's page itself."""

    scope_path: ClassVar[str] = "seminar__activity__"


class Engagement(models.Model):
    """A trainer at a seminar: asked, confirmed or declined (with the reason, where given), and by which agreement.

    `asked_by` sent the letter that asks, and is told the answer.
    """

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("trainer", "asked")
        CONFIRMED = "confirmed", pgettext_lazy("trainer", "confirmed")
        DECLINED = "declined", pgettext_lazy("trainer", "declined")

    seminar = models.ForeignKey(Seminar, models.CASCADE, related_name="engagements")
    trainer = models.ForeignKey(Trainer, models.PROTECT, related_name="engagements", verbose_name=_("trainer"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ASKED)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("asked by")
    )
    agreement_number = models.CharField(_("agreement number"), max_length=60, blank=True)
    agreed_on = models.DateField(_("agreed on"), null=True, blank=True)
    agreement = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("agreement")
    )
    fee = MoneyField(_("fee"), null=True, blank=True)

    objects = EngagementQuerySet.as_manager()

    class Meta:
        verbose_name = _("engagement of a trainer")
        verbose_name_plural = _("engagements of trainers")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["seminar", "trainer"], name="seminars_engagement_once"),
            models.CheckConstraint(condition=Q(fee__isnull=True) | Q(fee__gte=0), name="seminars_engagement_fee"),
            models.CheckConstraint(
                condition=Q(reason="") | Q(state="declined"), name="seminars_engagement_reason_of_declined"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seminar_id}: {self.trainer_id}"

    @property
    def scope(self) -> Scope:
        return self.seminar.scope


class MaterialQuerySet(ScopedQuerySet["Material"]):
    """On the staff side all; what a participant or a visitor may open is asked of `is_open_to`."""

    scope_path: ClassVar[str] = "seminar__activity__"

    def for_everybody(self) -> Self:
        return self.filter(audience="public")


class Material(models.Model):
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


class SeminarTemplateQuerySet(ScopedQuerySet["SeminarTemplate"]):
    pass


class SeminarTemplate(Scoped):
    """A run kept as a pattern: texts, length of its days, questions, without any person in it."""

    name = models.CharField(_("name"), max_length=120)
    pattern: models.JSONField[Any, Any] = models.JSONField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    objects = SeminarTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("template of a seminar")
        verbose_name_plural = _("templates of seminars")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "municipality", "name"], name="seminars_template_name_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return self.name
