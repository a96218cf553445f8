"""Somebody asked that their data be erased, and what was answered."""

from calendar import monthrange
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.people.models import Person
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.model_fields import ChoiceWords


class ErasureRequest(ChoiceWords, models.Model):
    """A request to be erased. It is answered within a month (GDPR, article 12, paragraph 3).

    `is_own`: asked in the portal by the person's own account; else `note` says how it reached the colleague who wrote
    it down. `erased` is how many rows were emptied or removed, by the trail's word. Holds no name: the row outlives it.
    """

    class State(models.TextChoices):
        ASKED = "asked_erasure", pgettext_lazy("erasure", "waits for an answer")
        DONE = "erased_person", pgettext_lazy("erasure", "erased")
        REFUSED = "refused_erasure", pgettext_lazy("erasure", "refused")
        WITHDRAWN = "withdrawn_erasure", pgettext_lazy("erasure", "withdrawn")

    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("person"))
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.ASKED)
    is_own = models.BooleanField(_("asked by the person"), default=True)
    note = models.CharField(_("how it was asked"), max_length=300, blank=True)
    asked_at = models.DateTimeField(_("asked at"), default=clock.now)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    erased: "models.JSONField[dict[str, int], dict[str, int]]" = models.JSONField(default=dict, editable=False)

    class Meta:
        verbose_name = _("request to erase data")
        verbose_name_plural = _("requests to erase data")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state="asked_erasure"), name="administration_erasure_asked_once"
            ),
            models.CheckConstraint(
                condition=Q(state="asked_erasure", answered_at__isnull=True)
                | (~Q(state="asked_erasure") & Q(answered_at__isnull=False)),
                name="administration_erasure_answered_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused_erasure") | ~Q(reason=""), name="administration_erasure_refused_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(is_own=True) | ~Q(note=""), name="administration_erasure_says_how_it_was_asked"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} · {self.pk}"

    @property
    def due_on(self) -> date:
        """The last day for the answer: the same day of the next month, or the last that it has."""
        asked = clock.day_of(self.asked_at)
        year, month = divmod(asked.year * 12 + asked.month, 12)
        return date(year, month + 1, min(asked.day, monthrange(year, month + 1)[1]))
