"""What was decided of two people, or two organisations, that look like one."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.people.models import Organisation, Person
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.model_fields import ChoiceWords


class Duplicate(ChoiceWords, models.Model):
    """A pair that was looked at: one was merged into the other, or they are two; what was merged can be undone.

    Names a pair of people or a pair of organisations, never both. `moved` says what led to the one that is no more and
    leads to the other since: {model's label: {column: [ids]}}, and `filled` which empty columns of the kept one were
    filled, so that undoing moves back just that.
    """

    class State(models.TextChoices):
        MERGED = "merged", pgettext_lazy("duplicate", "merged")
        UNDONE = "undone", pgettext_lazy("duplicate", "merging undone")
        DIFFERENT = "different", pgettext_lazy("duplicate", "not the same")

    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    target_person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("the person who stays")
    )
    other_person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("the other person")
    )
    target_organisation = models.ForeignKey(
        Organisation,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("the organisation that stays"),
    )
    other_organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("the other organisation")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    moved: "models.JSONField[dict[str, dict[str, list[int]]], dict[str, dict[str, list[int]]]]" = models.JSONField(
        default=dict, editable=False
    )
    filled: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list, editable=False)
    decided_at = models.DateTimeField(_("decided at"), default=clock.now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("decided by")
    )
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("undone by")
    )

    class Meta:
        ordering = ["-decided_at", "-pk"]
        verbose_name = _("decision on a likely duplicate")
        verbose_name_plural = _("decisions on likely duplicates")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["merged", "undone", "different"]), name="administration_duplicate_state"
            ),
            models.CheckConstraint(
                condition=Q(
                    target_person__isnull=False,
                    other_person__isnull=False,
                    target_organisation__isnull=True,
                    other_organisation__isnull=True,
                )
                | Q(
                    target_person__isnull=True,
                    other_person__isnull=True,
                    target_organisation__isnull=False,
                    other_organisation__isnull=False,
                ),
                name="administration_duplicate_one_pair",
            ),
            models.CheckConstraint(
                condition=~Q(target_person=F("other_person")) & ~Q(target_organisation=F("other_organisation")),
                name="administration_duplicate_two_rows",
            ),
            models.CheckConstraint(
                condition=Q(state="undone", undone_at__isnull=False) | (~Q(state="undone") & Q(undone_at__isnull=True)),
                name="administration_duplicate_undone_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="merged") | ~Q(note=""), name="administration_duplicate_merged_with_a_note"
            ),
            # The other one is merged at most once at a time.
            models.UniqueConstraint(
                fields=["other_person"], condition=Q(state="merged"), name="administration_duplicate_person_once"
            ),
            models.UniqueConstraint(
                fields=["other_organisation"],
                condition=Q(state="merged"),
                name="administration_duplicate_organisation_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} · {self.pk}"

    @property
    def is_undoable(self) -> bool:
        """Merged, and the one that stays has not been merged into a third since."""
        target = self.target_person or self.target_organisation
        return self.state == self.State.MERGED and target is not None and target.merged_into_id is None
