"""What was agreed and decided about a grant, and by which day something has to be done."""

from datetime import date, timedelta
from typing import ClassVar, Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.programme.access import Permission, scopes_of
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.models import Party
from darbigas_kopienas.programme.scoping import Scoped, ScopedQuerySet, q_in_scopes
from darbigas_kopienas.values import texts
from darbigas_kopienas.values.model_fields import MoneyField, NameField, is_seen

SOON = timedelta(days=30)
M = TypeVar("M", bound=models.Model)


class GrantQuerySet(ScopedQuerySet[M]):
    def also_visible(self, user: Reader) -> Q:
        """What concerns the whole programme, all its staff read; another municipality's nobody else."""
        programmes = {programme_id for programme_id, _municipality in scopes_of(user, Permission.SEE_STAFF)}
        return Q(municipality=None, programme__in=programmes)


class Decision(Scoped):
    """An agreement, an amendment, a council's decision, a funder's letter: on what the grant stands, with its file."""

    class Kind(models.TextChoices):
        AGREEMENT = "agreement", _("agreement")
        AMENDMENT = "amendment", _("amendment")
        COUNCIL_DECISION = "council_decision", _("council decision")
        FUNDER_LETTER = "funder_letter", _("letter of the funder")
        OTHER = "other", _("other")

    party = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("party")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    number = models.CharField(pgettext_lazy("of a document", "number"), max_length=60, blank=True)
    decided_on = models.DateField(_("date"), null=True, blank=True)
    summary_lv = models.CharField(_("summary in Latvian"), max_length=300)
    summary_en = models.CharField(_("summary in English"), max_length=300, blank=True)
    summary_en_source = models.CharField(max_length=64, blank=True, editable=False)
    amount = MoneyField(_("amount"), null=True, blank=True)
    documents = models.ManyToManyField(Document, related_name="decisions", blank=True, verbose_name=_("files"))

    summary = texts.Text("summary")
    open_texts = frozenset({"number"})
    named_by = ("number", "summary")

    objects: ClassVar[GrantQuerySet["Decision"]] = GrantQuerySet.as_manager()  # type: ignore[assignment]  # typed manager

    class Meta:
        verbose_name = _("decision or agreement")
        verbose_name_plural = _("decisions and agreements")
        ordering = [F("decided_on").desc(nulls_last=True), "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["agreement", "amendment", "council_decision", "funder_letter", "other"]),
                name="administration_decision_kind",
            ),
            models.UniqueConstraint(
                fields=["programme", "municipality", "number", "decided_on"],
                condition=~Q(number=""),
                nulls_distinct=False,
                name="administration_decision_once",
            ),
            is_seen("summary_lv", name="administration_decision_summary_is_seen"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.number or self.summary}"


class MilestoneQuerySet(GrantQuerySet["Milestone"]):
    def to_finish_by(self, user: Reader) -> Self:
        """Open ones that this person may say to be done: of the whole programme, or of their municipality."""
        whole = Q(municipality=None) & q_in_scopes(user, Permission.WRITE_PROGRAMME)
        own = Q(municipality__isnull=False) & q_in_scopes(user, Permission.WRITE_ACTIVITY)
        return self.filter(whole | own, done_on=None)

    def near_on(self, day: date) -> Self:
        """Overdue, or due within thirty days."""
        return self.filter(due_on__lte=day + SOON)


class Milestone(Scoped):
    """What has to be done by a day: a delivery, a decision, the end of the grant."""

    name_lv = NameField(_("name in Latvian"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    name_en_source = models.CharField(max_length=64, blank=True, editable=False)
    due_on = models.DateField(_("due"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    name = texts.Text("name")
    open_texts = frozenset({"name_lv", "name_en"})

    objects: ClassVar[MilestoneQuerySet] = MilestoneQuerySet.as_manager()  # type: ignore[assignment]  # typed manager

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["due_on", "pk"]
        constraints = [is_seen("name_lv", name="administration_milestone_name_is_seen")]

    def __str__(self) -> str:
        return self.name

    @property
    def permission_to_finish(self) -> Permission:
        """By the municipality's coordinator where it has a municipality, else by the programme's."""
        return Permission.WRITE_PROGRAMME if self.municipality_id is None else Permission.WRITE_ACTIVITY

    def state_on(self, day: date) -> str:
        """As a badge is called; nothing where there is time yet."""
        if self.done_on is not None:
            return "done"
        if self.due_on < day:
            return "overdue"
        return "due" if self.due_on <= day + SOON else ""
