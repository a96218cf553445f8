"""What staff type from a receipt: four fields and a photo; the rest is filled in or folded away."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from budget import shares as sums
from budget.choices import Offer
from budget.models import BudgetLine, Expense, FundingSource
from budget.services import ShareOf
from darbigas_kopienas.activities.models import Activity, Cost
from darbigas_kopienas.evidence.forms import UploadsMixin
from darbigas_kopienas.evidence.models import Document, Kind
from darbigas_kopienas.programme.choices import scope_chosen
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock, formats
from darbigas_kopienas.values.form_fields import DateField, LabelledChoiceField, LineField, MoneyField, TitleField

from .refusals import ServiceForm

SPLITS = 3  # further shares offered; an expense with more keeps its own
SHORT = {"class": "short"}
MORE = (
    "document_type", "supplier_registration_number", "net", "vat", "activity", "cost", "description_lv",
    "description_en", "is_publicity",
)  # fmt: skip


class ShareField(forms.Field):
    """An amount (`150,00`) or a part of the whole (`30 %`); cleaned to (number, is per cent)."""

    def to_python(self, value: object) -> tuple[Decimal, bool] | None:
        text = str(value or "").strip()
        if not text:
            return None
        is_percent = text.endswith("%")
        try:
            number = formats.parse_money(text.removesuffix("%").strip())
        except formats.NotMoney as slip:
            raise ValidationError(str(slip), code=slip.code) from slip
        return number, is_percent


class RowField(forms.ChoiceField):
    """One of the rows that were read already: choosing asks the database for nothing more.

    `suggested` is the row that stands chosen though nobody chose it.
    """

    suggested = ""

    def __init__(self, rows: Mapping[str, object] | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.offer(rows or {})

    def offer(self, rows: Mapping[str, object]) -> None:
        self.rows = rows
        self.choices = [("", _("Choose")), *((pk, str(row)) for pk, row in rows.items())]

    def clean(self, value: object) -> object:
        return self.rows.get(super().clean(value))


class PlacingForm(forms.Form):
    """On which line and source: chosen, or suggested by the supplier and said to be so."""

    line = RowField(label=_("Budget line"))
    source = RowField(label=_("Funding source"))

    def __init__(self, *args: Any, offer: Offer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_rows(self, offer)


def suggest(form: forms.Form, suggested: Mapping[str, int]) -> None:
    """Where nothing is chosen yet; the words beside it say that nobody chose it."""
    for name, pk in suggested.items():
        if str(pk) in cast("RowField", form.fields[name]).rows and not form.initial.get(name):
            form.initial[name] = pk
            _say_suggested(form, name, str(pk))


def suggest_as_left(form: forms.Form, typed: Mapping[str, list[str]]) -> None:
    """What stood suggested when a draft was left or the form was sent, and was not chosen, is suggested still."""
    for name in ("line", "source"):
        suggested = typed.get(f"suggested_{name}")
        if suggested and suggested == typed.get(name) and suggested[0] in cast("RowField", form.fields[name]).rows:
            _say_suggested(form, name, suggested[0])


def _say_suggested(form: forms.Form, name: str, pk: str) -> None:
    field = cast("RowField", form.fields[name])
    field.suggested = pk
    field.help_text = _("Suggested: this supplier’s last document is shown here. Check it.")
    # a form that was sent has drawn its fields together already
    form[name].help_text = str(field.help_text)


def _offer_rows(form: forms.Form, offer: Offer) -> None:
    cast("RowField", form.fields["line"]).offer(offer.line_choices)
    cast("RowField", form.fields["source"]).offer(offer.source_choices)


class ExpenseForm(UploadsMixin, ServiceForm):
    """A supporting document with its shares. The first line and source take what the split leaves."""

    form_key = "expense"
    uploads_kind = Kind.RECEIPT
    uploads_label = _("Receipt or invoice: photo or file")
    uploads_note = _("needed to submit")

    supplier_name = TitleField(
        label=_("Supplier"), max_length=200, widget=forms.TextInput({"list": "suppliers", "autocomplete": "off"})
    )
    document_number = LineField(label=_("Document number"), max_length=60)
    document_on = DateField(label=_("Date of the document"))
    total = MoneyField(label=_("Total with VAT, EUR"))
    line = RowField(label=_("Budget line"))
    source = RowField(label=_("Funding source"))
    municipality = forms.ChoiceField(label=_("Municipality"))
    document_type = forms.ChoiceField(
        label=_("Kind of document"), choices=Expense.DocumentType.choices, initial="invoice", required=False
    )
    supplier_registration_number = LineField(
        label=_("Supplier’s registration number"), max_length=20, required=False, widget=forms.TextInput(SHORT)
    )
    net = MoneyField(label=_("Amount without VAT, EUR"), required=False, help_text="")
    vat = MoneyField(label=_("VAT, EUR"), required=False, help_text="")
    activity = LabelledChoiceField(Activity.objects.none(), label=_("Activity"), required=False)
    cost = LabelledChoiceField(
        Cost.objects.none(),
        label=_("Stated cost"),
        required=False,
        help_text=_("What was ordered and is paid by this document; each cost is booked once."),
    )
    description_lv = LineField(label=_("What was bought"), max_length=300, required=False)
    description_en = LineField(
        label=_("What was bought, in English"), max_length=300, required=False, help_text=_("For the funder’s report.")
    )
    is_publicity = forms.BooleanField(label=_("It is for the municipality’s publicity"), required=False)
    take_off = forms.ModelMultipleChoiceField(
        Document.objects.none(),
        label=_("Remove when saving"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    confirm_over = forms.BooleanField(label=_("Save it although the limit is exceeded"), required=False)
    confirm_alike = forms.CharField(
        label=_("It is another document: save it"), required=False
    )  # which ones: `fingerprint`

    def __init__(
        self,
        *args: Any,
        offer: Offer,
        splits: int = SPLITS,
        stored: "QuerySet[Document] | None" = None,
        **kwargs: Any,
    ) -> None:
        """`stored` are the files that stand beside the expense already, and may be taken off it."""
        super().__init__(*args, **kwargs)
        if stored is None:
            del self.fields["take_off"]
        else:
            cast("forms.ModelMultipleChoiceField[Document]", self.fields["take_off"]).queryset = stored
        self.offer, self.split_rows = offer, range(1, max(splits, SPLITS) + 1)
        _offer_rows(self, offer)
        for name, rows in (("activity", offer.activities), ("cost", offer.costs)):
            cast("forms.ModelChoiceField[Any]", self.fields[name]).queryset = rows
        if len(offer.municipalities) > 1:
            cast("forms.ChoiceField", self.fields["municipality"]).choices = offer.municipalities
        else:
            del self.fields["municipality"]
        self.fields["documents"].label = self.fields["new_documents"].label = self.uploads_label
        for at in self.split_rows:
            self._add_split(at)

    def _add_split(self, at: int) -> None:
        self.fields[f"line_{at}"] = RowField(self.offer.line_choices, label=_("Budget line"), required=False)
        self.fields[f"source_{at}"] = RowField(self.offer.source_choices, label=_("Funding source"), required=False)
        self.fields[f"amount_{at}"] = ShareField(
            label=_("Amount or %"), required=False, widget=forms.TextInput({"class": "short", "autocomplete": "off"})
        )

    # -- how it is shown ---------------------------------------------------------------------------
    def more(self) -> list[BoundField]:
        return [self[name] for name in MORE]

    def splits(self) -> list[list[BoundField]]:
        return [[self[f"{name}_{at}"] for name in ("line", "source", "amount")] for at in self.split_rows]

    def has_more(self) -> bool:
        """Something was typed or is wrong under “More”, so it stands open."""
        plain = ("document_type",)
        fields = [field for field in self.more() if field.name not in plain]
        return any(field.value() or field.errors for field in fields) or self.has_splits()

    def has_splits(self) -> bool:
        return any(field.value() or field.errors for row in self.splits() for field in row)

    # -- what was typed ----------------------------------------------------------------------------
    @property
    def chosen_scope(self) -> Scope:
        """Where the expense belongs: what was chosen, else the only place there is."""
        chosen = self.cleaned_data.get("municipality")
        return self.scope if chosen is None else scope_chosen(chosen, self.offer.programme)

    @property
    def shares(self) -> list[ShareOf]:
        """Of a valid form."""
        return cast("list[ShareOf]", self.cleaned_data["shares"])

    @property
    def details(self) -> dict[str, object]:
        """What the services call the fields of a document."""
        names = ("supplier_name", "document_number", "document_on", "total", *MORE)
        return {name: self.cleaned_data[name] for name in names}

    def clean_document_on(self) -> object:
        day = self.cleaned_data["document_on"]
        if day > clock.today():
            raise ValidationError(_("The document is dated in the future."), code="future")
        return day

    def clean_total(self) -> Decimal:
        total = cast("Decimal", self.cleaned_data["total"])
        if total <= 0:
            raise ValidationError(_("Every amount must be above zero."), code="not_above_zero")
        return total

    def clean_document_type(self) -> str:
        return self.cleaned_data["document_type"] or Expense.DocumentType.INVOICE

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        self._check_net_and_vat(cleaned)
        if {"line", "source", "total"} <= set(cleaned):
            cleaned["shares"] = self._shares(cleaned)
        return cleaned

    def _check_net_and_vat(self, cleaned: dict[str, Any]) -> None:
        net, vat, total = cleaned.get("net"), cleaned.get("vat"), cleaned.get("total")
        if net is not None and vat is not None and total is not None and net + vat != total:
            self.add_error(
                "vat",
                ValidationError(
                    _("The amount without VAT and the VAT make %(sum)s, the total is %(total)s."),
                    params={"sum": formats.money(net + vat), "total": formats.money(total)},
                ),
            )

    def _shares(self, cleaned: dict[str, Any]) -> list[ShareOf]:
        first = (cleaned["line"], cleaned["source"])
        rows = list(self._typed_splits(cleaned))
        amounts = self._amounts(cleaned["total"], [share for _line, _source, share in rows])
        pairs = [first, *((line, source) for line, source, _share in rows)]
        return [ShareOf(line, source, amount) for (line, source), amount in zip(pairs, amounts, strict=False) if amount]

    def _typed_splits(
        self, cleaned: dict[str, Any]
    ) -> Iterator[tuple[BudgetLine, FundingSource, tuple[Decimal, bool]]]:
        """Each row with an amount; a line or source left out is the first one's. A row without amount is a slip."""
        for at in self.split_rows:
            line, source, share = (cleaned.get(f"{name}_{at}") for name in ("line", "source", "amount"))
            if share is not None:
                yield line or cleaned["line"], source or cleaned["source"], share
            elif (line or source) and f"amount_{at}" not in self.errors:
                self.add_error(f"amount_{at}", _("Write the amount of this share."))

    def _amounts(self, total: Decimal, typed: list[tuple[Decimal, bool]]) -> list[Decimal]:
        if len({is_percent for _number, is_percent in typed}) > 1:
            self.add_error("amount_1", _("Write all shares as amounts, or all in per cent."))
            return []
        numbers = [number for number, _is_percent in typed]
        try:
            if typed and typed[0][1]:
                return sums.by_percent(total, sums.with_rest(Decimal(100), numbers))
            return sums.with_rest(total, numbers)
        except sums.NotWhole:
            self.add_error(
                "amount_1", _("The shares leave nothing for the first line: they are more than the document.")
            )
            return []


class PreviewForm(PlacingForm):
    """What is known while somebody types: enough to say whether a limit would be exceeded."""

    document_on = DateField()
    total = MoneyField()
