"""What was spent: the supporting document, who changed it, and its shares over lines and sources."""

from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from budget.document_keys import NUMBER_LENGTH, SUPPLIER_LENGTH, number_key, registration_key, supplier_key
from darbigas_kopienas.activities.models import Activity, Cost
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.actors import Actor, Reader
from darbigas_kopienas.programme.scoping import Scope, Scoped, ScopedQuerySet, q_in_scopes
from darbigas_kopienas.values import clock, formats, texts
from darbigas_kopienas.values.model_fields import MoneyField

from .plan import BudgetLine, FundingSource, money_sum

MAX_SORT_KEY = 800  # of 200 letters, as a rule all of them


class ExpenseQuerySet(ScopedQuerySet["Expense"]):
    see = (Permission.SEE_BUDGET,)

    def booked(self) -> Self:
        return self.filter(state="booked")

    def waiting(self) -> Self:
        """Submitted and not yet approved."""
        return self.filter(state="submitted")

    def active(self) -> Self:
        """Neither reversed nor a reversal: what still counts as a document of its own."""
        return self.filter(reverses__isnull=True, reversal__isnull=True)

    def dated_between(self, starts_on: date, ends_on: date) -> Self:
        """By the document's date, both days inclusive: that is what decides the period of money."""
        return self.filter(document_on__gte=starts_on, document_on__lte=ends_on)

    def awaiting_approval_of(self, user: Reader) -> Self:
        """What this person may approve: submitted, in their scope, added and changed by somebody else."""
        return (
            self.waiting()
            .filter(q_in_scopes(user, Permission.APPROVE_EXPENSE))
            .exclude(added_by=user)
            .exclude(editors__user=user)
        )

    def first_after(self, expense: "Expense") -> "Expense | None":
        """The next one by the document's date, from the beginning again after the last."""
        is_later = Q(document_on__gt=expense.document_on) | Q(document_on=expense.document_on, pk__gt=expense.pk)
        in_line = Case(When(is_later, then=Value(0)), default=Value(1))
        return self.exclude(pk=expense.pk).order_by(in_line, "document_on", "pk").first()

    def with_editors(self) -> Self:
        """Each with `editor_ids` and `editor_names`, so that a page asks for them in no statement of their own."""
        editors = ExpenseEditor.objects.filter(expense=OuterRef("pk")).order_by("pk")
        names = editors.values(
            shown=Coalesce(NullIf("user__name", Value("")), "user__email", output_field=models.CharField())
        )
        return self.annotate(editor_ids=ArraySubquery(editors.values("user_id")), editor_names=ArraySubquery(names))

    def exportable_by(self, user: Reader) -> Self:
        return self.filter(q_in_scopes(user, Permission.EXPORT))

    def paid_by(self, **share: object) -> Self:
        """With a share of this line or source."""

        return self.filter(Exists(ExpenseShare.objects.filter(expense=OuterRef("pk"), **share)))

    def with_amount(self, **share: object) -> Self:
        """With `amount`, in euros: of the shares of this line or source; nothing asked for is the whole document."""
        if not share:
            return self.annotate(amount=F("total"))
        matching = ExpenseShare.objects.filter(expense=OuterRef("pk"), **share).order_by().values("expense")
        return self.annotate(amount=Subquery(matching.annotate(euros=money_sum("amount")).values("euros")))

    def shares_like(self, **share: object) -> "ExpenseShareQuerySet":
        """Of these documents the shares of this line or source (all), with `document_amount`, their sum by document."""
        documents: Any = Expense.objects.with_amount(**share).filter(pk=OuterRef("expense"))
        shares = ExpenseShare.objects.filter(expense__in=self.order_by().values("pk"), **share)
        return shares.annotate(document_amount=Subquery(documents.values("amount")))

    def without_proof(self) -> Self:
        """Missing-proof list: no document beside the row."""

        ties = Expense.documents.through._default_manager.filter(expense_id=OuterRef("pk"))
        return self.exclude(Exists(ties))


class ExpenseShareQuerySet(models.QuerySet["ExpenseShare"]):
    def visible_to(self, user: Reader) -> Self:
        return self.filter(q_in_scopes(user, Permission.SEE_BUDGET, path="expense__"))

    def in_scope(self, scope: Scope) -> Self:
        rows = self.filter(expense__programme_id=scope.programme_id)
        if scope.municipality_id is not None:
            rows = rows.filter(expense__municipality_id=scope.municipality_id)
        return rows

    def booked(self) -> Self:
        return self.filter(expense__state="booked")

    def by_source(self) -> "models.QuerySet[ExpenseShare, tuple[str, Decimal]]":
        """Each source's name with the sum of its shares here, in the sources' order; sources are never added up."""
        named = self.values(of=F("source"), name=texts.column_in_language("source__name"))
        sums = named.annotate(euros=money_sum("amount")).order_by("source__order", "source")
        return sums.values_list("name", "euros")


class Expense(Scoped):
    """One supporting document of the programme, from draft to booked.

    Once booked it is never changed or deleted (the database refuses it): paid is an added Payment, taken back is a
    second booked row with opposite shares that `reverses` this one. Its shares always add up to `total`. `number` is
    given at booking, per programme, without gaps.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", pgettext_lazy("expense", "submitted")
        RETURNED = "returned", _("returned")
        BOOKED = "booked", _("booked")

    class DocumentType(models.TextChoices):
        INVOICE = "invoice", _("invoice")
        RECEIPT = "receipt", _("receipt")
        CONTRACT = "contract", _("contract or act")
        PAYROLL = "payroll", _("pay sheet")
        OTHER = "other", _("other document")

    activity = models.ForeignKey(
        Activity, models.PROTECT, null=True, blank=True, related_name="expenses", verbose_name=_("activity")
    )
    cost = models.ForeignKey(
        Cost, models.PROTECT, null=True, blank=True, related_name="expenses", verbose_name=_("stated cost")
    )
    number = models.PositiveIntegerField(_("expense number"), null=True, blank=True, editable=False)
    supplier_name = models.CharField(_("supplier"), max_length=200)
    supplier_registration_number = models.CharField(_("supplier’s registration number"), max_length=20, blank=True)
    document_type = models.CharField(
        _("kind of document"), max_length=10, choices=DocumentType.choices, default=DocumentType.INVOICE
    )
    document_number = models.CharField(_("document number"), max_length=60)
    document_on = models.DateField(_("date of the document"))
    net = MoneyField(_("amount without VAT"), null=True, blank=True)
    vat = MoneyField(_("VAT"), null=True, blank=True)
    total = MoneyField(_("total"))
    description_lv = models.CharField(_("description in Latvian"), max_length=300, blank=True)
    description_en = models.CharField(_("description in English"), max_length=300, blank=True)
    description_en_source = models.CharField(max_length=64, blank=True, editable=False)
    is_publicity = models.BooleanField(_("publicity of the municipality"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    comment = models.CharField(_("comment"), max_length=500, blank=True)
    over_limit_note = models.CharField(_("approval to go over the line"), max_length=300, blank=True)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversal", verbose_name=_("reverses")
    )
    documents: "models.ManyToManyField[Document, models.Model]" = models.ManyToManyField(
        Document, related_name="expenses", blank=True, verbose_name=_("documents")
    )
    # What is compared to find the same document: see document_keys.
    supplier_key = models.CharField(max_length=SUPPLIER_LENGTH, editable=False)
    registration_key = models.CharField(max_length=20, editable=False)
    number_key = models.CharField(max_length=NUMBER_LENGTH, editable=False)
    sort_key = models.CharField(max_length=MAX_SORT_KEY, editable=False, db_index=True)
    folded = models.CharField(max_length=900, editable=False)
    # PROTECT: a booked row is never touched again, not even to forget who booked it.
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("added by"))
    added_at = models.DateTimeField(_("added at"), default=clock.now, editable=False)
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("approved by")
    )
    booked_at = models.DateTimeField(_("booked at"), null=True, blank=True)

    description = texts.Text("description")

    named_by = ("supplier_name", "document_number")

    objects = ExpenseQuerySet.as_manager()

    class Meta:
        verbose_name = _("expense")
        verbose_name_plural = _("expenses")
        ordering = ["-document_on", "-pk"]
        indexes = [
            models.Index(fields=["programme", "document_on"], name="budget_expense_by_day"),
            models.Index(fields=["programme", "state"], name="budget_expense_by_state"),
            models.Index(fields=["number_key"], name="budget_expense_by_number_key"),
            models.Index(fields=["supplier_key"], name="budget_expense_by_supplier_key"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="budget_expense_number"),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True, total__gt=0) | Q(reverses__isnull=False, total__lt=0),
                name="budget_expense_sign",
            ),
            models.CheckConstraint(
                condition=Q(state="booked", number__isnull=False, booked_by__isnull=False, booked_at__isnull=False)
                | (
                    Q(state__in=["draft", "submitted", "returned"])
                    & Q(number__isnull=True, booked_by__isnull=True, booked_at__isnull=True)
                ),
                name="budget_expense_booked_whole",
            ),
            models.CheckConstraint(
                condition=Q(booked_by__isnull=True) | Q(reverses__isnull=False) | ~Q(booked_by=F("added_by")),
                name="budget_expense_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(net__isnull=True) | Q(vat__isnull=True) | Q(total=F("net") + F("vat")),
                name="budget_expense_net_and_vat",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(comment=""), name="budget_expense_returned_has_comment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supplier_name} {self.document_number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_keys()
        self.sort_key = formats.sort_key(self.supplier_name)[:MAX_SORT_KEY]
        self.folded = formats.folded(
            f"{self.supplier_name} {self.document_number} {self.description_lv} {self.description_en}"
        )[:900]
        super().save(*args, **kwargs)

    def set_keys(self) -> None:
        """What is compared, of what is written."""
        self.supplier_key = supplier_key(self.supplier_name)
        self.registration_key = registration_key(self.supplier_registration_number)
        self.number_key = number_key(self.document_number)

    def is_same_document_as(self, other: "Expense") -> bool:
        """Certainly: of one supplier (by the register's number where both have it), with one number and one day.

        Of two invoices the year is enough, since an invoice's number is given once a year; a till counts from the
        beginning each day, and a contract is paid in parts. What has no number is never certain. The database
        refuses the same (`budget_document_once`).
        """
        if not self.number_key or (self.programme_id, self.number_key) != (other.programme_id, other.number_key):
            return False
        is_named_alike = self.supplier_key == other.supplier_key
        if self.registration_key and other.registration_key:
            is_named_alike = self.registration_key == other.registration_key
        both_invoices = self.document_type == other.document_type == self.DocumentType.INVOICE
        same_year = self.document_on.year == other.document_on.year
        return is_named_alike and (self.document_on == other.document_on or (both_invoices and same_year))

    @property
    def is_booked(self) -> bool:
        return self.state == self.State.BOOKED

    @property
    def is_editable(self) -> bool:
        return self.state in {self.State.DRAFT, self.State.RETURNED}

    @property
    def is_reversed(self) -> bool:
        """Booked, and taken back by another booked row."""
        return hasattr(self, "reversal")

    @property
    def shown_state(self) -> str:
        """As a badge draws it: what was taken back says so."""
        return "reversed" if self.is_reversed else self.state

    @property
    def shown_state_word(self) -> str:
        word = gettext("reversal") if self.reverses_id else self.get_state_display()
        return gettext("reversed") if self.is_reversed else word

    def is_written_by(self, actor: Actor) -> bool:
        """Added it, or changed it at any time since: such a person is no second pair of eyes."""
        return actor.pk == self.added_by_id or self.editors.filter(user=actor.pk).exists()


class ExpenseEditor(models.Model):
    """Somebody who changed an expense since it was added, and so does not approve it.

    A row for each of them, once; whoever changes it later takes nobody away, and the database lets a row go only
    together with the expense.
    """

    expense = models.ForeignKey(Expense, models.CASCADE, related_name="editors", verbose_name=_("expense"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("changed by"))
    first_at = models.DateTimeField(_("first changed at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("editor of an expense")
        verbose_name_plural = _("editors of expenses")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["expense", "user"], name="budget_expenseeditor_once")]

    def __str__(self) -> str:
        return f"{self.expense_id}: {self.user_id}"


class ExpenseShare(models.Model):
    """The part of one document that one source pays on one line, in euros; the parts make the whole document."""

    expense = models.ForeignKey(Expense, models.CASCADE, related_name="shares", verbose_name=_("expense"))
    line = models.ForeignKey(BudgetLine, models.PROTECT, related_name="shares", verbose_name=_("budget line"))
    source = models.ForeignKey(FundingSource, models.PROTECT, related_name="shares", verbose_name=_("funding source"))
    amount = MoneyField(_("amount"))

    objects = ExpenseShareQuerySet.as_manager()

    class Meta:
        verbose_name = _("share of an expense")
        verbose_name_plural = _("shares of expenses")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["expense", "line", "source"], name="budget_expenseshare_once"),
            models.CheckConstraint(condition=~Q(amount=Decimal(0)), name="budget_expenseshare_not_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.expense_id}: {self.amount}"
