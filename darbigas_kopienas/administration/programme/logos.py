"""The logos of the funder and the partners, and where each is shown."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from darbigas_kopienas.evidence import logos
from darbigas_kopienas.evidence.errors import UploadRefused
from darbigas_kopienas.evidence.models import Logo, Placement
from darbigas_kopienas.evidence.services import take_logo
from darbigas_kopienas.people.models import Organisation
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.programme.facts.copies import Copied, copied
from darbigas_kopienas.programme.facts.forms import FactForm
from darbigas_kopienas.programme.facts.kinds import FactKind, Fields, Line, Row, Verbs, Words
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import form_fields

HIGHEST = 40  # mm on paper


class LogoForm(FactForm):
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=gettext_lazy("Organisation"),
        empty_label=gettext_lazy("Choose"),
        help_text=gettext_lazy("A party of the grant or an institution of a partner municipality."),
    )
    picture = forms.FileField(
        label=gettext_lazy("Picture of the logo"),
        help_text=gettext_lazy("PNG or JPEG, at least 300 pixels wide. A transparent background stays transparent."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
    )
    placements = forms.MultipleChoiceField(
        label=gettext_lazy("Where it is shown"),
        choices=Placement.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one place.")},
    )
    width_mm = form_fields.CountField(
        label=gettext_lazy("Width in print, mm"),
        min_value=Logo.NARROWEST,
        max_value=Logo.WIDEST,
        help_text=gettext_lazy("The smallest width that the brand rules allow, from 15 to 80 mm."),
    )
    alt_lv = form_fields.LineField(
        label=gettext_lazy("What the picture shows, in Latvian"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("For those who cannot see it; left empty, the organisation’s name is read out."),
    )
    alt_en = form_fields.LineField(
        label=gettext_lazy("What the picture shows, in English"), required=False, max_length=200
    )

    def offer(self) -> None:
        chosen: Any = self.fields["organisation"]
        of_grant = Q(pk__in=self.programme.parties.values("organisation"))
        councils = Q(
            kind=Organisation.Kind.MUNICIPAL, municipality__in=self.programme.partnerships.values("municipality")
        )
        present = Q(pk=None if self.row is None else self.row.organisation_id)
        chosen.queryset = Organisation.objects.filter(of_grant | councils | present)
        if self.row is not None:
            picture = self.fields["picture"]
            picture.required = False
            picture.label = gettext_lazy("Another picture of the logo")

    def first_values(self) -> dict[str, Any]:
        return {"width_mm": 30, "placements": Placement.values}

    @classmethod
    def values_of(cls, row: Row) -> dict[str, Any]:
        placements = [placement.value for placement in Placement if getattr(row, placement.value)]
        return {**super().values_of(row), "placements": placements}


def _with_picture(by: Actor, row: Row, fields: Fields) -> Fields:
    """The file is taken in, the places become columns."""
    columns = {name: value for name, value in fields.items() if name not in {"picture", "placements"}}
    columns |= {placement.value: placement.value in fields["placements"] for placement in Placement}
    if fields.get("picture"):
        title = fields["organisation"].name_lv
        try:
            columns["document"] = take_logo(by=by, upload=fields["picture"], scope=row.programme.scope, title=title)
        except UploadRefused as error:
            raise ValidationError({"picture": error.messages}, code=error.code) from error
    return columns


def _check(logo: Logo) -> None:
    """Raises ValidationError where it, or those on certificates together, would be so high that papers break."""
    words = {"height": logos.height_on_paper(logo), "most": HIGHEST}
    if words["height"] > HIGHEST:
        sentence = _("At this width the logo would be %(height)s mm high; at most %(most)s mm.") % words
        raise ValidationError({"width_mm": sentence}, code="too_high")
    if not logo.is_on_certificates:
        return
    others = [other for other in logos.shown(logo.programme_id, Placement.CERTIFICATE) if other.pk != logo.pk]
    sizes = [(shown.width_mm, logos.height_on_paper(shown)) for shown in [*others, logo]]
    words = {
        "height": logos.height_of_rows(sizes, **logos.ON_CERTIFICATE),
        "most": logos.HIGHEST_ON_CERTIFICATE,
    }
    if words["height"] > words["most"]:
        sentence = _(
            "All logos on certificates would together be %(height)s mm high; at most %(most)s mm. Show fewer of them "
            "there or make them narrower."
        )
        raise ValidationError({"placements": sentence % words}, code="too_many")


def _copied(logo: Row, programme: Programme, already: Copied) -> Model | None:
    """With the picture of the programme before: it is open to everybody, and nobody erases it."""
    return copied(logo, programme, already, document=logo.document)


def _line(logo: Logo) -> Line:
    places = [str(placement.label) for placement in Placement if getattr(logo, placement.value)]
    width = _("%(width)s mm wide in print") % {"width": logo.width_mm}
    return Line(logo.organisation.name, [*places, width])


LOGOS = FactKind(
    room="administration",
    name="logo",
    path=gettext_lazy("logos/"),
    model=Logo,
    form=LogoForm,
    words=Words(
        plural=gettext_lazy("Logos"),
        lead=gettext_lazy("Of the funder and the partners: at the foot of pages, on certificates, on reports."),
        add=gettext_lazy("Add a logo"),
        edit=gettext_lazy("Edit the logo"),
        remove=gettext_lazy("Remove the logo"),
    ),
    verbs=Verbs("logo.added", "logo.edited", "logo.removed"),
    line=_line,
    order=85,
    related=("organisation", "document"),
    copy=_copied,
    prepare=_with_picture,
    check=_check,
    row_template="administration/programme/_logo.html",
)
