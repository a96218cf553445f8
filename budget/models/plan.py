"""The money as agreed: who gives it and on what conditions, for which lines, by which rules."""

from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, DecimalField, F, Q, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.people.models import Municipality, Organisation
from darbigas_kopienas.programme.access import Permission, scopes_of
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.models import Component, Programme
from darbigas_kopienas.programme.scoping import Scope, Scoped, ScopedQuerySet
from darbigas_kopienas.values import formats, texts
from darbigas_kopienas.values.model_fields import MoneyField

MONEY: "DecimalField[object, object]" = DecimalField(max_digits=14, decimal_places=2)


def money_sum(field: str, **more: Any) -> Coalesce:
    """A sum that is 0.00 where there is nothing to add."""
    return Coalesce(Sum(field, **more), Value(Decimal("0.00")), output_field=MONEY)


class FundingSourceQuerySet(ScopedQuerySet["FundingSource"]):
    see = (Permission.SEE_BUDGET_TOTALS,)

    def also_visible(self, user: Reader) -> Q:
        """A partner municipality sees the common grant beside its own money, never another council's."""
        shared = {programme_id for programme_id, _municipality in scopes_of(user, *self.see)}
        return Q(programme_id__in=shared, municipality__isnull=True)

    def open_to(self, scope: Scope) -> Self:
        """Sources that may at all pay for something in this scope."""
        own = Q(only_in_municipality__isnull=True)
        if scope.municipality_id is not None:
            own |= Q(only_in_municipality_id=scope.municipality_id)
        return self.filter(own, programme_id=scope.programme_id)


class BudgetLineQuerySet(models.QuerySet["BudgetLine"]):
    def visible_to(self, user: Reader) -> Self:
        """The approved lines are the same for every partner of the programme."""
        programmes = {programme_id for programme_id, _municipality in scopes_of(user, Permission.SEE_BUDGET_TOTALS)}
        return self.filter(programme_id__in=programmes)


class AllocationQuerySet(models.QuerySet["Allocation"]):
    def visible_to(self, user: Reader) -> Self:
        return self.filter(source__in=FundingSource.objects.visible_to(user))

    def in_scope(self, scope: Scope) -> Self:
        """Of the whole programme all rows; of a municipality only what is given to it by name."""
        rows = self.filter(source__programme_id=scope.programme_id)
        if scope.municipality_id is not None:
            rows = rows.filter(
                Q(municipality_id=scope.municipality_id)
                | Q(municipality__isnull=True, source__only_in_municipality_id=scope.municipality_id)
            )
        return rows


class BudgetRuleQuerySet(models.QuerySet["BudgetRule"]):
    def on(self, programme_id: int, day: date) -> "BudgetRule | None":
        """The agreement's rule in force on a day; None where the agreement says nothing."""
        return self.in_force(programme_id, day).first()

    def in_force(self, programme_id: int, day: date) -> Self:
        return self.filter(_is_in_force(day), programme_id=programme_id).order_by("valid_from")

    def latest_on(self, day: date) -> Self:
        """The rule in force on a day first, then the latest."""
        is_in_force = Case(When(_is_in_force(day), then=Value(0)), default=Value(1))
        return self.order_by(is_in_force, "-valid_from")


def _is_in_force(day: date) -> Q:
    return Q(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)


def _in_order(first: str, last: str) -> Q:
    return Q(**{f"{first}__isnull": True}) | Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gte": F(first)})


class FundingSource(Scoped):
    """One giver's money for the programme, kept apart from every other's; `municipality` is whose council gives it.

    `amount` is the figure that counts. `amount_stated_words` is what the source writes in words, word for word: where
    the two differ, the difference is shown until a person resolves it with a note. The conditions that a machine can
    keep are columns: the documents' days, the only municipality, and whether its publicity may be paid.
    """

    class Kind(models.TextChoices):
        GRANT = "grant", _("grant")
        MUNICIPAL = "municipal", _("municipal co-financing")
        PRIVATE = "private", _("private money")
        IN_KIND = "in_kind", _("in kind")

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("given by"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    name_lv = models.CharField(_("name in Latvian"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    name_en_source = models.CharField(max_length=64, blank=True, editable=False)
    amount = MoneyField(_("amount"))
    amount_stated_words = models.CharField(_("amount in words, as the source writes it"), max_length=300, blank=True)
    conditions_lv = models.TextField(_("conditions in Latvian"), blank=True)
    conditions_en = models.TextField(_("conditions in English"), blank=True)
    conditions_en_source = models.CharField(max_length=64, blank=True, editable=False)
    documents_from = models.DateField(_("for documents dated from"), null=True, blank=True)
    documents_to = models.DateField(_("for documents dated to"), null=True, blank=True)
    only_in_municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("only for activities in")
    )
    allows_publicity = models.BooleanField(_("may pay for that municipality’s publicity"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    resolution_note = models.TextField(_("how the difference was resolved"), blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("resolved by")
    )
    resolved_at = models.DateTimeField(_("resolved at"), null=True, blank=True)

    name = texts.Text("name")
    conditions = texts.Text("conditions")
    open_texts = frozenset({"name_lv", "name_en", "amount_stated_words"})

    objects = FundingSourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("funding source")
        verbose_name_plural = _("funding sources")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="budget_fundingsource_not_negative"),
            models.CheckConstraint(
                condition=_in_order("documents_from", "documents_to"), name="budget_fundingsource_documents_order"
            ),
            models.CheckConstraint(
                condition=Q(allows_publicity=False) | Q(only_in_municipality__isnull=False),
                name="budget_fundingsource_publicity_has_place",
            ),
            models.CheckConstraint(
                condition=Q(resolved_by__isnull=True, resolved_at__isnull=True, resolution_note="")
                | (Q(resolved_by__isnull=False, resolved_at__isnull=False) & ~Q(resolution_note="")),
                name="budget_fundingsource_resolved_whole",
            ),
            models.UniqueConstraint(fields=["programme", "name_lv"], name="budget_fundingsource_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def stated_amount(self) -> Decimal | None:
        """What the words say, in euros; None where there are none or they cannot be read."""
        try:
            return formats.amount_from_words(self.amount_stated_words) if self.amount_stated_words else None
        except formats.NotWords:
            return None

    @property
    def has_mismatch(self) -> bool:
        """The source's figure and its words differ (or its words cannot be read), resolved or not."""
        return bool(self.amount_stated_words) and self.stated_amount != self.amount

    @property
    def has_open_mismatch(self) -> bool:
        return self.has_mismatch and self.resolved_at is None

    def takes_documents_of(self, day: date) -> bool:
        return (self.documents_from is None or self.documents_from <= day) and (
            self.documents_to is None or day <= self.documents_to
        )


class BudgetLine(models.Model):
    """One line of the approved budget: of a component, or a heading across them (publicity)."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="budget_lines")
    component = models.ForeignKey(
        Component, models.PROTECT, null=True, blank=True, related_name="budget_lines", verbose_name=_("component")
    )
    code = models.CharField(_("code"), max_length=10)
    name_lv = models.CharField(_("name in Latvian"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    name_en_source = models.CharField(max_length=64, blank=True, editable=False)
    is_publicity = models.BooleanField(_("publicity"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    name = texts.Text("name")
    open_texts = frozenset({"code", "name_lv", "name_en"})

    objects = BudgetLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="budget_budgetline_code"),
            models.CheckConstraint(
                condition=Q(component__isnull=False) | Q(is_publicity=True), name="budget_budgetline_has_heading"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def clean(self) -> None:
        if self.component is not None and self.component.programme_id != self.programme_id:
            raise ValidationError(_("The component belongs to another programme."))


class Allocation(models.Model):
    """What a source gives for a line: for one municipality where the agreement says so, else for all of them."""

    line = models.ForeignKey(BudgetLine, models.CASCADE, related_name="allocations", verbose_name=_("budget line"))
    source = models.ForeignKey(
        FundingSource, models.PROTECT, related_name="allocations", verbose_name=_("funding source")
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("municipality")
    )
    amount = MoneyField(_("amount"))

    objects = AllocationQuerySet.as_manager()

    class Meta:
        verbose_name = _("allocation")
        verbose_name_plural = _("allocations")
        constraints = [
            models.UniqueConstraint(
                fields=["line", "source", "municipality"], name="budget_allocation_once", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="budget_allocation_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} × {self.source_id}"


class BudgetRule(models.Model):
    """What the grant agreement says about going over a line, from–to, both days inclusive; spans may not overlap."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="budget_rules")
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    line_tolerance_percent = models.DecimalField(
        _("a line may be exceeded without approval by, %"), max_digits=5, decimal_places=2
    )

    objects = BudgetRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("budget rule")
        verbose_name_plural = _("budget rules")
        ordering = ["valid_from"]
        constraints = [
            models.CheckConstraint(condition=Q(line_tolerance_percent__gte=0), name="budget_budgetrule_not_negative"),
            models.CheckConstraint(condition=_in_order("valid_from", "valid_to"), name="budget_budgetrule_order"),
        ]

    def __str__(self) -> str:
        return f"{self.tolerance_text} ({self.span})"

    @property
    def tolerance_text(self) -> str:
        is_whole = self.line_tolerance_percent == int(self.line_tolerance_percent)
        return formats.percent(self.line_tolerance_percent, places=0 if is_whole else 2)

    @property
    def span(self) -> str:
        """`01.03.2019–28.02.2021`, or from when."""
        if self.valid_to is None:
            return _("since %(day)s") % {"day": formats.day(self.valid_from)}
        return formats.period(self.valid_from, self.valid_to)


class Ledger(models.Model):
    """A programme's book: the one row that is locked to give the next number and to look for the same document."""

    programme = models.OneToOneField(Programme, models.PROTECT, related_name="+")
    last_number = models.PositiveIntegerField(_("last number given"), default=0)

    class Meta:
        verbose_name = _("ledger")
        verbose_name_plural = _("ledgers")

    def __str__(self) -> str:
        return f"{self.programme_id}: {self.last_number}"
