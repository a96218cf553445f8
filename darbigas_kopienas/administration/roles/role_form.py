"""A role, its place and days, as forms ask for them: offered are only those that whoever fills one in may give."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.people.models import Municipality
from darbigas_kopienas.programme.access import Permission, Role, may
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.choices import partners_of, scopes_with
from darbigas_kopienas.programme.models import Programme, Site
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import form_fields, formats

from .rules import gives_there


class RoleForm(forms.Form):
    """Its fields are called as the keywords of the services. `also` is the municipality that stands chosen already."""

    role = forms.ChoiceField(label=_("Role"))
    municipality: "forms.ModelChoiceField[Municipality]" = forms.ModelChoiceField(
        label=_("Municipality"),
        queryset=Municipality.objects.none(),
        required=False,
        empty_label=_("the whole programme"),
    )
    site: "forms.ModelChoiceField[Site]" = forms.ModelChoiceField(
        label=_("Resource centre"),
        queryset=Site.objects.none(),
        required=False,
        empty_label=formats.EMPTY,
        help_text=_("Only for a centre worker, who works in this one centre."),
    )
    starts_on = form_fields.DateField(label=_("First day"), required=False)
    ends_on = form_fields.DateField(
        label=_("Last day"),
        required=False,
        help_text=_("Leave it empty where the role has no last day. For example, 23.11.2026."),
    )

    def __init__(self, *args: Any, user: Reader, programme: Programme, also: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, user, programme, also)


def _offer(form: forms.Form, user: Reader, programme: Programme, also: int | None) -> None:
    roles = [(value, word) for value, word in Role.choices if gives_there(user, value, programme.pk)]
    first = [] if "role" in form.initial else [("", _("Choose"))]
    cast("forms.ChoiceField", form.fields["role"]).choices = [*first, *roles]
    places = [scope.municipality_id for scope in scopes_with(user, Permission.INVITE, programme)]
    here = [pk for pk in (*places, also) if pk is not None]
    gives_all = may(user, Permission.MANAGE_ROLES, Scope(programme.pk))
    _offer_municipalities(form, partners_of(programme.pk, also).filter(pk__in=here), gives_all=gives_all)
    _offer_centres(form, programme, here)


def _offer_municipalities(form: forms.Form, rows: "QuerySet[Municipality]", *, gives_all: bool) -> None:
    field = cast("forms.ModelChoiceField[Municipality]", form.fields["municipality"])
    if not gives_all:
        field.required, field.empty_label = True, None if len(rows) == 1 else _("Choose")
    form_fields.offer_rows(form, "municipality", rows)
    if field.empty_label is None:
        field.choices = [(row.pk, str(row)) for row in rows]


def _offer_centres(form: forms.Form, programme: Programme, municipalities: list[int]) -> None:
    field = cast("forms.ModelChoiceField[Site]", form.fields["site"])
    rows = Site.objects.filter(programme=programme, kind=Site.Kind.CENTRE, municipality__in=municipalities)
    field.queryset = rows
    named = [(site.pk, f"{site}, {site.municipality}") for site in rows.select_related("municipality")]
    field.choices = [("", formats.EMPTY), *named]
