"""How the agreed budget is typed in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.db.models import Case, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from budget.models import FundingSource
from darbigas_kopienas.people.models import Municipality, Organisation
from darbigas_kopienas.programme.choices import partners_of
from darbigas_kopienas.programme.facts.forms import FactForm
from darbigas_kopienas.programme.facts.kinds import Row
from darbigas_kopienas.programme.models import Component, Party, Programme
from darbigas_kopienas.values import form_fields, formats

from .amounts import Pair, allocated_to, field_name, main_pair, pair_of, sources_divided

MOST_CONDITIONS = 4000  # letters
GIVERS = (Party.Role.FUNDER, Party.Role.CO_FINANCER)


class SourceForm(FactForm):
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Given by"),
        empty_label=_("Choose"),
        widget=form_fields.SearchedSelect,
        help_text=_("Whoever is not in the list is first added to the parties of the programme."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("Choose")), *FundingSource.Kind.choices])
    name_lv = form_fields.TitleField(label=_("Name in Latvian"), max_length=200)
    name_en = form_fields.TitleField(label=_("Name in English"), required=False, max_length=200)
    amount = form_fields.MoneyField(label=_("Amount"))
    amount_stated_words = form_fields.LineField(
        label=_("Amount in words"),
        required=False,
        max_length=300,
        help_text=_("As the agreement writes it. Where it differs from the figure, the budget shows both."),
    )
    municipality = forms.ModelChoiceField(
        Municipality.objects.none(),
        label=_("Municipality whose council gives it"),
        required=False,
        help_text=_("The other municipalities do not see what a council gives."),
        empty_label=formats.EMPTY,
    )
    conditions_lv = forms.CharField(
        label=_("Conditions in Latvian"), required=False, max_length=MOST_CONDITIONS,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    conditions_en = forms.CharField(
        label=_("Conditions in English"), required=False, max_length=MOST_CONDITIONS,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    documents_from = form_fields.DateField(label=_("For documents dated from"), required=False)
    documents_to = form_fields.DateField(label=_("For documents dated to"), required=False)
    only_in_municipality = forms.ModelChoiceField(
        Municipality.objects.none(), label=_("Only for activities in"), required=False, empty_label=formats.EMPTY
    )
    allows_publicity = forms.BooleanField(
        label=_("May also pay for that municipality’s publicity"),
        required=False,
        help_text=_("First choose the municipality for whose activities it is."),
    )

    def offer(self) -> None:
        form_fields.offer_rows(self, "organisation", _givers(self.programme, self.row))
        for name in ("municipality", "only_in_municipality"):
            form_fields.offer_rows(self, name, partners_of(self.programme.pk, self.chosen(name)))


def _givers(programme: Programme, row: Row) -> "QuerySet[Organisation]":
    """The parties of the programme, first those that give money; of a programme without parties, everybody."""
    parties = Party.objects.filter(programme=programme)
    if not parties.exists():
        return Organisation.objects.all()
    gives = Q(pk__in=parties.filter(role__in=GIVERS).values("organisation"))
    is_one = Q(pk__in=parties.values("organisation"))
    if row is not None:
        is_one |= Q(pk=row.organisation_id)
    first = Case(When(gives, then=Value(0)), default=Value(1))
    return Organisation.objects.filter(is_one).order_by(first, "sort_key", "pk")


@dataclass(frozen=True)
class SourceAmounts:
    """The fields of one source: of all municipalities together, and one by one."""

    source: FundingSource
    main: forms.BoundField
    others: list[forms.BoundField]

    @property
    def is_open(self) -> bool:
        return any(field.errors or field.value() not in {None, ""} for field in self.others)


class LineForm(FactForm):
    """With a field for each source (`amounts.field_name`); what was not sent is left as it is."""

    code = form_fields.LineField(label=_("Code"), max_length=10)
    name_lv = form_fields.TitleField(label=_("Name in Latvian"), max_length=200)
    name_en = form_fields.TitleField(label=_("Name in English"), required=False, max_length=200)
    component = forms.ModelChoiceField(
        Component.objects.none(), label=_("Component"), required=False, empty_label=formats.EMPTY
    )
    is_publicity = forms.BooleanField(
        label=_("Publicity"),
        required=False,
        help_text=_("A line that belongs to no component, or whose documents are publicity."),
    )

    @classmethod
    def values_of(cls, row: Row) -> dict[str, object]:
        amounts = {field_name(*pair): amount for pair, amount in allocated_to(row).items()}
        return {**super().values_of(row), **amounts}

    def offer(self) -> None:
        form_fields.offer_rows(self, "component", self.programme.components.all())
        allocated: Mapping[Pair, Decimal] = {} if self.row is None else allocated_to(self.row)
        places = partners_of(self.programme.pk, *(municipality for _source, municipality in allocated))
        names = {municipality.pk: str(municipality) for municipality in places}
        self._pairs: list[tuple[FundingSource, Pair, list[Pair]]] = []
        for source, euros in sources_divided(self.programme.pk):
            main = main_pair(source, allocated)
            others = [pair for pair in _possible(source, names, allocated) if pair != main]
            left = formats.money(source.amount - euros)
            amount = formats.money(source.amount)
            hint = _("Of %(amount)s, %(left)s is not divided yet.") % {"amount": amount, "left": left}
            self.fields[field_name(*main)] = form_fields.MoneyField(label=str(source), required=False, help_text=hint)
            for pair in others:
                label = names.get(pair[1] or 0, "")
                self.fields[field_name(*pair)] = form_fields.MoneyField(label=label, required=False)
            self._pairs.append((source, main, others))

    def clean(self) -> dict[str, object]:
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if pair_of(name) is None or self.add_prefix(name) in self.data
        }

    @property
    def amounts(self) -> list[SourceAmounts]:
        return [
            SourceAmounts(source, self[field_name(*main)], [self[field_name(*pair)] for pair in others])
            for source, main, others in self._pairs
        ]


def _possible(source: FundingSource, places: Iterable[int], allocated: Iterable[Pair]) -> list[Pair]:
    """Each partner, or the one place; and where an amount stands already."""
    place = source.only_in_municipality_id
    wanted = [(source.pk, pk) for pk in places if place in {None, pk}]
    stated = [pair for pair in allocated if pair[0] == source.pk]
    return list(dict.fromkeys([*wanted, *stated]))


class RuleForm(FactForm):
    valid_from = form_fields.DateField(label=_("Valid from"))
    valid_to = form_fields.DateField(
        label=_("Valid to"), required=False, help_text=_("If left empty, the rule holds until the end.")
    )
    line_tolerance_percent = form_fields.PercentField(
        label=_("A line may be exceeded without approval by, %"), help_text=_("For example, 20 or 12,5.")
    )

    def first_values(self) -> dict[str, object]:
        return {"valid_from": self.programme.starts_on}
