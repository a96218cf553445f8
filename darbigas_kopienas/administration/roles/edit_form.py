"""Another role, place or other days for somebody who has a role."""

from typing import cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.people.models import Municipality
from darbigas_kopienas.programme.access import Role
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.choices import partners_of
from darbigas_kopienas.programme.memberships import Membership
from darbigas_kopienas.programme.models import Site
from darbigas_kopienas.values import form_fields, formats

from .rules import gives_there


class RoleEditForm(forms.Form):
    """Of roles and places those that whoever changes it may give."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
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
        programme = membership.programme_id
        role = cast("forms.ChoiceField", self.fields["role"])
        role.choices = [choice for choice in Role.choices if gives_there(reader, choice[0], programme)]
        form_fields.offer_rows(self, "municipality", partners_of(programme, membership.municipality_id))
        centres = Site.objects.filter(programme=programme, kind=Site.Kind.CENTRE, municipality__isnull=False)
        form_fields.offer_rows(self, "site", centres)
