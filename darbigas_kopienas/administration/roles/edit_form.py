"""Another role, place or other days for somebody who has a role."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.people.models import Municipality
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.memberships import Membership
from darbigas_kopienas.programme.models import Site
from darbigas_kopienas.values import form_fields, formats

from .offered import offer


class RoleEditForm(forms.Form):
    """Of roles and places those that whoever changes it may give."""

    role = forms.ChoiceField(label=_("Role"))
    municipality: "forms.ModelChoiceField[Municipality]" = forms.ModelChoiceField(
        label=_("Municipality"), queryset=Municipality.objects.none(), required=False,
        empty_label=_("the whole programme"),
    )  # fmt: skip
    site: "forms.ModelChoiceField[Site]" = forms.ModelChoiceField(
        label=_("Resource centre"), queryset=Site.objects.none(), required=False,
        empty_label=formats.EMPTY, help_text=_("Only for a centre worker, who works in this one centre."),
    )  # fmt: skip
    starts_on = form_fields.DateField(
        label=_("First day"), required=False,
        help_text=_("Empty: as before, or from today if the role is another one."),
    )  # fmt: skip
    ends_on = form_fields.DateField(
        label=_("Last day"), required=False,
        help_text=_("Leave it empty where the role has no last day. For example, 23.11.2026."),
    )  # fmt: skip

    def __init__(self, data: QueryDict | None, *, membership: Membership, reader: Reader) -> None:
        names = ("role", "municipality", "site", "ends_on")
        super().__init__(data, initial={name: getattr(membership, name) for name in names})
        offer(self, reader, membership.programme, also=membership.municipality_id)
