"""What participants thought of a seminar. No row says whose it is."""

from typing import ClassVar
from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.programme.scoping import ScopedQuerySet
from seminars.seminar.models import Seminar

MARKS = ("usefulness", "content", "trainers", "organisation")


def _mark(name: str) -> "models.PositiveSmallIntegerField[int | None, int | None]":
    return models.PositiveSmallIntegerField(
        name, null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )


class EvaluationQuerySet(ScopedQuerySet["Evaluation"]):
    scope_path: ClassVar[str] = "seminar__activity__"


class Evaluation(models.Model):
    """Marks from 1 to 5 and two free answers. The key is random and no time is kept, so order tells nothing."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    seminar = models.ForeignKey(Seminar, models.CASCADE, related_name="evaluations")
    usefulness = _mark(_("useful for my work"))  # type: ignore[arg-type]  # a lazy text is a text
    content = _mark(_("content"))  # type: ignore[arg-type]  # the same
    trainers = _mark(_("trainers"))  # type: ignore[arg-type]  # the same
    organisation = _mark(_("organisation of the seminar"))  # type: ignore[arg-type]  # the same
    will_use = models.TextField(_("what I will use"), blank=True)
    to_improve = models.TextField(_("what could be better"), blank=True)

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        constraints = [
            models.CheckConstraint(
                condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": 1, f"{name}__lte": 5}),
                name=f"seminars_evaluation_{name}",
            )
            for name in MARKS
        ]

    def __str__(self) -> str:
        return f"{self.seminar_id}"


class EvaluationTicket(models.Model):
    """A participant may evaluate once: `is_used` says that it happened, never which evaluation it was."""

    registration = models.OneToOneField(Registration, models.CASCADE, related_name="evaluation_ticket")
    is_used = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("ticket for an evaluation")
        verbose_name_plural = _("tickets for evaluations")

    def __str__(self) -> str:
        return f"{self.registration_id}"
