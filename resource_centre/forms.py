"""Forms of the room: a centre's page, a thing that it has, a purchase and how it goes on."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.forms import PlacedForm
from darbigas_kopienas.programme.models import Programme, Site
from darbigas_kopienas.programme.scoping import q_in_scopes
from darbigas_kopienas.values import clock, form_fields

from .models import Centre, Item, Purchase
from .services import CENTRE_FIELDS, STATES

# What is refused of a day stands at it.
OF_ITS_DAY = {"outside_programme": "on", "period_closed": "on", "future": "on", "order": "on"}


class CentreForm(forms.Form):
    """A centre's public page."""

    name_lv = form_fields.TitleField(label=_("Name"), max_length=160)
    address = form_fields.LineField(label=_("Address"), max_length=200)
    opened_on = form_fields.DateField(label=_("Opened on"), required=False)
    opening_hours_lv = forms.CharField(
        label=_("Opening hours"), required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 3})
    )
    description_lv = forms.CharField(
        label=_("What can be done here"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )
    contact_email = form_fields.EmailField(label=_("Contact e-mail"), required=False)
    name_en = form_fields.TitleField(label=_("Name in English"), required=False, max_length=160)
    opening_hours_en = forms.CharField(
        label=_("Opening hours in English"), required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 3})
    )
    description_en = forms.CharField(
        label=_("What can be done here, in English"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    is_published = forms.BooleanField(label=_("Show to everybody"), required=False)
    site: "forms.ModelChoiceField[Site]" = forms.ModelChoiceField(
        Site.objects.none(),
        label=_("Place in the register"),
        required=False,
        empty_label=_("not chosen"),
        help_text=_("The centre workers of this place correct this page and add things and purchases."),
    )

    field_of_code: Mapping[str, str] = {"site": "site"}

    def __init__(self, *args: Any, sites: "QuerySet[Site] | None", **kwargs: Any) -> None:
        """`sites` None: to choose one is not this person's."""
        super().__init__(*args, **kwargs)
        if sites is None:
            del self.fields["site"]
        else:
            cast("forms.ModelChoiceField[Site]", self.fields["site"]).queryset = sites

    @staticmethod
    def initial_of(centre: Centre) -> dict[str, Any]:
        return {name: getattr(centre, name) for name in CENTRE_FIELDS}


def free_sites(user: Reader, programme: Programme, centre: Centre | None = None) -> "QuerySet[Site]":
    """Centres of the register where the person writes centres: those without a page yet, and this centre's own."""
    mine = q_in_scopes(user, Permission.WRITE_CENTRE)
    sites = Site.objects.filter(mine, programme=programme, kind=Site.Kind.CENTRE)
    if centre is None:
        return sites.filter(resource_centre=None)
    is_free = Q(resource_centre=None) | Q(resource_centre=centre)
    return sites.filter(is_free, municipality=centre.municipality_id)


class NewCentreForm(PlacedForm, CentreForm):
    field_order = ("name_lv", "where", "address", "opened_on")


class ItemForm(forms.Form):
    """A thing, or a number of equal things."""

    name_lv = form_fields.TitleField(label=_("Name"), max_length=160)
    quantity = form_fields.CountField(label=_("Quantity"), min_value=1, max_value=100_000, initial=1)
    category = forms.ChoiceField(label=_("Category"), choices=Item.Category.choices)
    condition = forms.ChoiceField(label=_("Condition"), choices=Item.Condition.choices, initial=Item.Condition.GOOD)
    inventory_number = form_fields.LineField(label=_("Inventory number"), required=False, max_length=40)
    acquired_on = form_fields.DateField(label=_("Acquired on"), required=False)
    value = form_fields.MoneyField(
        label=_("Value, EUR"), required=False, help_text=_("For example, 1000,50. Not shown to the public.")
    )
    source_note = form_fields.LineField(
        label=_("Where it came from"),
        required=False,
        max_length=200,
        help_text=_("For example, bought, given, grown at home."),
    )
    name_en = form_fields.TitleField(label=_("Name in English"), required=False, max_length=160)


class PurchaseForm(forms.Form):
    """A wish, an order or a delivery for a centre."""

    field_of_code = OF_ITS_DAY

    description_lv = form_fields.TitleField(label=_("What"), max_length=200)
    amount = form_fields.MoneyField(
        label=_("Amount, EUR"), help_text=_("The whole sum with tax. For example, 1000,50.")
    )
    state = forms.ChoiceField(label=_("State"), choices=Purchase.State.choices)
    on = form_fields.DateField(label=_("Day"), initial=clock.today)
    supplier = form_fields.LineField(label=_("Supplier"), required=False, max_length=160)
    description_en = form_fields.TitleField(label=_("What, in English"), required=False, max_length=200)


class PurchaseMoveForm(forms.Form):
    """The next state, with the amount and supplier as they turned out."""

    field_of_code = OF_ITS_DAY

    state = forms.ChoiceField(label=_("State"))
    on = form_fields.DateField(label=_("Day"), initial=clock.today)
    amount = form_fields.MoneyField(label=_("Amount, EUR"))
    supplier = form_fields.LineField(label=_("Supplier"), required=False, max_length=160)

    def __init__(self, *args: Any, purchase: Purchase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        later = STATES[STATES.index(Purchase.State(purchase.state)) + 1 :]
        cast("forms.ChoiceField", self.fields["state"]).choices = [(state.value, state.label) for state in later]
