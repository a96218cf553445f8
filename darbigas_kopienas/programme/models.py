"""The grant as agreed: programme, parties, partnerships, components, indicators, periods and who belongs to it."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.people.models import Municipality, Organisation
from darbigas_kopienas.people.requests import AnyUser
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.values import texts
from darbigas_kopienas.values.model_fields import ChoiceWords

from .access import memberships_of
from .closings import Closing, ClosingKind, Reopening
from .contacts import PartyContact
from .measures import measure_words
from .memberships import Membership
from .scoping import Scope
from .sites import Site

__all__ = [
    "Closing",
    "ClosingKind",
    "Component",
    "Indicator",
    "Membership",
    "Partnership",
    "Party",
    "PartyContact",
    "Period",
    "Programme",
    "Reopening",
    "Site",
]


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def visible_to(self, user: Reader) -> Self:
        """A programme is public knowledge: everybody may read what it is."""
        return self.all()

    def of_member(self, user: AnyUser) -> Self:
        return self.filter(pk__in={membership.programme_id for membership in memberships_of(user)})

    def running_on(self, day: date) -> Self:
        return self.filter(starts_on__lte=day, ends_on__gte=day)


class Programme(ChoiceWords, models.Model):
    """One grant, from its first day to its last. A next grant is a new row, never new code."""

    class KnownTo(models.TextChoices):
        DAY = "day", _("to the day")
        MONTH = "month", _("to the month")

    code = models.SlugField(_("code"), unique=True)
    number = models.CharField(_("grant number"), max_length=60, blank=True)
    name_lv = models.CharField(_("name in Latvian"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)
    name_en_source = models.CharField(max_length=64, blank=True, editable=False)
    goal_lv = models.TextField(_("goal in Latvian"))
    goal_en = models.TextField(_("goal in English"), blank=True)
    goal_en_source = models.CharField(max_length=64, blank=True, editable=False)
    target_group_lv = models.TextField(_("target group in Latvian"), blank=True)
    target_group_en = models.TextField(_("target group in English"), blank=True)
    target_group_en_source = models.CharField(max_length=64, blank=True, editable=False)
    credit_lv = models.TextField(_("funder’s standing paragraph in Latvian"), blank=True)
    credit_en = models.TextField(_("funder’s standing paragraph in English"), blank=True)
    credit_en_source = models.CharField(max_length=64, blank=True, editable=False)
    starts_on = models.DateField(_("starts on"))
    starts_known_to = models.CharField(_("start known"), max_length=5, choices=KnownTo.choices, default=KnownTo.DAY)
    ends_on = models.DateField(_("ends on"))
    is_demo = models.BooleanField(_("demonstration"), default=False)
    # Goes up with every deed on its facts, so what a process remembers of them is known to hold without asking.
    facts_edition = models.PositiveIntegerField(default=0, editable=False)

    name = texts.Text("name")
    goal = texts.Text("goal")
    target_group = texts.Text("target_group")
    credit = texts.Text("credit")
    open_texts = frozenset(
        {"code", "number", "name_lv", "name_en", "goal_lv", "goal_en", "target_group_lv", "target_group_en",
         "credit_lv", "credit_en"}
    )  # fmt: skip

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="programme_programme_period_order")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def scope(self) -> Scope:
        return Scope(self.pk)

    def is_running_on(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


class Party(ChoiceWords, models.Model):
    """An organisation's place in the grant: who funds, who applied, who implements, who adds money."""

    class Role(models.TextChoices):
        FUNDER = "funder", _("funder")
        APPLICANT = "applicant", _("applicant")
        IMPLEMENTER = "implementer", _("implementer")
        CO_FINANCER = "co_financer", _("co-financer")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="parties", verbose_name=_("programme"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="parties", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    order = models.PositiveSmallIntegerField(_("place in the list"), default=0)

    named_by = ("organisation__name",)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        constraints = [
            models.UniqueConstraint(fields=["programme", "organisation", "role"], name="programme_party_once")
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.get_role_display()})"


class Partnership(ChoiceWords, models.Model):
    """A municipality's part in the programme and the state of its agreement."""

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("agreement", "planned")
        SIGNED = "signed", _("signed")
        ENDED = "ended", _("ended")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="partnerships", verbose_name=_("programme"))
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="partnerships", verbose_name=_("municipality")
    )
    agreement_state = models.CharField(
        pgettext_lazy("partnership", "agreement"), max_length=10, choices=State.choices, default=State.PLANNED
    )
    agreement_number = models.CharField(pgettext_lazy("partnership", "agreement number"), max_length=60, blank=True)
    agreed_on = models.DateField(_("agreed on"), null=True, blank=True)
    joined_on = models.DateField(_("joined on"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("place in the list"), default=0)

    open_texts = frozenset({"agreement_number"})
    named_by = ("municipality__name",)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("partnership")
        verbose_name_plural = _("partnerships")
        constraints = [
            models.UniqueConstraint(fields=["programme", "municipality"], name="programme_partnership_once"),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(joined_on__isnull=True) | Q(left_on__gte=F("joined_on")),
                name="programme_partnership_order",
            ),
        ]

    def __str__(self) -> str:
        return str(self.municipality)


class Component(models.Model):
    """An activity heading of the grant with its own label; the source has no 5, so neither have we."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="components")
    label = models.CharField(_("label"), max_length=10)
    name_lv = models.CharField(_("name in Latvian"), max_length=300)
    name_en = models.CharField(_("name in English"), max_length=300)
    name_en_source = models.CharField(max_length=64, blank=True, editable=False)
    order = models.PositiveSmallIntegerField(default=0)

    name = texts.Text("name")
    open_texts = frozenset({"label", "name_lv", "name_en"})

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("component")
        verbose_name_plural = _("components")
        constraints = [models.UniqueConstraint(fields=["programme", "label"], name="programme_component_label")]

    def __str__(self) -> str:
        return f"{self.label}. {self.name}"


class Indicator(ChoiceWords, models.Model):
    """What the programme promised publicly; `measured_by` names the figure that measures it ("seminars.days")."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="indicators")
    component = models.ForeignKey(
        Component, models.PROTECT, null=True, blank=True, related_name="indicators", verbose_name=_("component")
    )
    code = models.SlugField(_("code"))
    name_lv = models.CharField(_("name in Latvian"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)
    name_en_source = models.CharField(max_length=64, blank=True, editable=False)
    target = models.PositiveIntegerField(_("target"))
    is_more_than = models.BooleanField(_("more than the target"), default=False)
    measured_by = models.CharField(_("measured by"), max_length=60, choices=measure_words)
    order = models.PositiveSmallIntegerField(default=0)

    name = texts.Text("name")
    open_texts = frozenset({"code", "name_lv", "name_en"})

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        constraints = [models.UniqueConstraint(fields=["programme", "code"], name="programme_indicator_code")]

    def __str__(self) -> str:
        return self.name


class Period(models.Model):
    """A reporting period of the grant agreement, both days inclusive; `due_on` is the report's day.

    Two of one programme never share a day: the database refuses it.
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="periods")
    name_lv = models.CharField(_("name in Latvian"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    name_en_source = models.CharField(max_length=64, blank=True, editable=False)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    due_on = models.DateField(_("report due"), null=True, blank=True)

    name = texts.Text("name")
    open_texts = frozenset({"name_lv", "name_en"})

    class Meta:
        ordering = ["starts_on"]
        verbose_name = _("reporting period")
        verbose_name_plural = _("reporting periods")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="programme_period_order"),
            models.UniqueConstraint(fields=["programme", "starts_on", "ends_on"], name="programme_period_once"),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(due_on__gte=F("ends_on")), name="programme_period_due_after"
            ),
        ]

    def __str__(self) -> str:
        return self.name
