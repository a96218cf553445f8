"""The places of the grant, with their points on the map."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.people.models import Municipality
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.programme.choices import partners_of
from darbigas_kopienas.programme.facts.forms import FactForm
from darbigas_kopienas.programme.facts.kinds import FactKind, Fields, Line, Verbs, Words
from darbigas_kopienas.programme.facts.services import require_unique
from darbigas_kopienas.programme.models import Site
from darbigas_kopienas.programme.site_map import site_map
from darbigas_kopienas.values import form_fields


class SiteForm(FactForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=Site.Kind.choices)
    name_lv = form_fields.TitleField(label=_("Name in Latvian"), max_length=200)
    name_en = form_fields.TitleField(label=_("Name in English"), required=False, max_length=200)
    municipality = forms.ModelChoiceField(
        label=_("Municipality"), queryset=Municipality.objects.none(), required=False, empty_label=_("whole programme")
    )
    address = form_fields.LineField(
        label=_("Address"), required=False, max_length=200, help_text=_("For example, Smilšu iela 92, Daugavpils.")
    )
    point = form_fields.PointField(label=_("Coordinates"), required=False)
    is_public = forms.BooleanField(
        label=_("Show to everybody"), required=False, help_text=_("On the public page of the programme.")
    )

    def offer(self) -> None:
        """The partners, and where the place was entered for one that is a partner no more, that one too."""
        form_fields.offer_rows(self, "municipality", partners_of(self.programme.pk, self.chosen("municipality")))

    def first_values(self) -> dict[str, Any]:
        return {"is_public": True}

    @classmethod
    def values_of(cls, row: Site) -> dict[str, Any]:
        return {**super().values_of(row), "point": str(row.point or "")}


def _prepare(_by: Actor, _site: Site, fields: Fields) -> Fields:
    """The point is two columns."""
    if "point" not in fields:
        return fields
    latitude, longitude = fields["point"] or (None, None)
    return {**fields, "latitude": latitude, "longitude": longitude}


def _check(site: Site) -> None:
    sentence = _("Another place has this name and address.")
    require_unique(site, "name_lv", "address", at="name_lv", sentence=sentence)


def _line(site: Site) -> Line:
    on_map = gettext("on the map") if site.point else gettext("not on the map: coordinates are missing")
    reader = gettext("seen by everybody") if site.is_public else gettext("seen by staff only")
    notes = [site.get_kind_display(), site.where, on_map, reader]
    return Line(site.name, [note for note in notes if note])


def _map_of(sites: Sequence[Site]) -> Mapping[str, object]:
    return {"map": site_map(sites)}


SITES = FactKind(
    room="administration",
    name="site",
    path=_("sites/"),
    model=Site,
    form=SiteForm,
    words=Words(
        plural=_("Places"),
        lead=_("Where the programme works: centres, educational institutions, places of events."),
        add=_("Add a place"),
        edit=_("Edit the place"),
        remove=_("Remove the place"),
    ),
    verbs=Verbs("site.added", "site.edited", "site.removed"),
    line=_line,
    order=30,
    draft=True,
    related=("municipality",),
    prepare=_prepare,
    check=_check,
    list_template="administration/programme/site_list.html",
    list_context=_map_of,
)
