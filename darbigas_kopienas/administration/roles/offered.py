"""Which roles and places a form offers: those that whoever fills it in may give, so nothing offered is refused."""

from typing import cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from darbigas_kopienas.people.models import Municipality
from darbigas_kopienas.programme.access import Permission, Role, may
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.choices import partners_of, scopes_with
from darbigas_kopienas.programme.models import Programme, Site
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import form_fields, formats

from .rules import gives_there


def offer(form: forms.Form, user: Reader, programme: Programme, *, also: int | None = None) -> None:
    """To the form's `role`, `municipality` and `site`; `also` is the municipality that stands chosen already."""
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
