"""Who teaches, and at which seminar."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.people.models import Organisation
from darbigas_kopienas.programme.scoping import Scope, Scoped, ScopedQuerySet
from darbigas_kopienas.values import formats, texts
from darbigas_kopienas.values.model_fields import ChoiceWords, EmailField, MoneyField, NameField, in_one_form, is_seen
from seminars.seminar.models import Seminar


class TrainerQuerySet(ScopedQuerySet["Trainer"]):
    pass


class Trainer(Scoped):
    """Somebody who teaches; the profile is told to everybody, the address to nobody."""

    name = NameField(_("name"), max_length=120)
    email = EmailField(_("e-mail"), blank=True)
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
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="seminars_trainer_has_name"),
            in_one_form(name="seminars_trainer_email_one_form"),
            is_seen("name", name="seminars_trainer_name_is_seen"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def choice_label(self) -> str:
        """Two may have one name; the staff knows them by where they are from, else by the address."""
        return " · ".join(filter(None, [self.name, str(self.organisation or self.email)]))

    def save(self, *args: object, **kwargs: Any) -> None:
        self.sort_key = formats.sort_key(self.name)[:400]
        super().save(*args, **kwargs)


class EngagementQuerySet(ScopedQuerySet["Engagement"]):
    """Agreements and fees: the staff's; names and profiles are shown by the seminar's page itself."""

    scope_path: ClassVar[str] = "seminar__activity__"


class Engagement(ChoiceWords, models.Model):
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
        Document,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("trainer", "agreement"),
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
