"""The register of organisations as a table: taken along with its filter, and sent in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from import_export import fields

from darbigas_kopienas.administration.people.registers import municipalities_with
from darbigas_kopienas.exchange import Column, export_table
from darbigas_kopienas.exchange.imports import Table
from darbigas_kopienas.exchange.service_resource import ServiceResource
from darbigas_kopienas.exchange.tables import Format
from darbigas_kopienas.exchange.yes_no import says_yes
from darbigas_kopienas.people.models import Municipality, Organisation
from darbigas_kopienas.programme.access import Permission, may
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.facts.kinds import Row
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import clock, formats
from darbigas_kopienas.values.characters import one_line

from . import rules, services
from .forms import OrganisationForm
from .known import KnownOrganisations
from .likeness import plain_number

Cells = Mapping[str, str]
Slips = dict[str, Any]
"""By column: whatever ValidationError takes."""

HEADINGS: dict[str, str | Promise] = {
    "name_lv": gettext_lazy("Name in Latvian"),
    "name_en": gettext_lazy("Name in English"),
    "kind": gettext_lazy("Kind"),
    "municipality": gettext_lazy("Municipality"),
    "registration_number": gettext_lazy("Registration number"),
    "address": gettext_lazy("Address"),
    "is_another": gettext_lazy("Another with a similar name"),
}

# With the headings of a table sent in, so that a list taken along can come back.
COLUMNS = (
    Column(HEADINGS["name_lv"], "text", lambda row: row.name_lv),
    Column(HEADINGS["name_en"], "text", lambda row: row.name_en),
    Column(HEADINGS["kind"], "text", lambda row: row.get_kind_display()),
    Column(HEADINGS["municipality"], "text", lambda row: row.municipality or ""),
    Column(HEADINGS["registration_number"], "text", lambda row: row.registration_number),
    Column(HEADINGS["address"], "text", lambda row: row.address),
    Column(gettext_lazy("People"), "count", lambda row: row.people_number),
    Column(gettext_lazy("Contact persons"), "count", lambda row: row.contacts_number),
)


@dataclass(frozen=True)
class _Exportable:
    """The rows, of which a reader takes along those of the scopes in which they may export."""

    rows: "QuerySet[Organisation]"
    programme: Programme

    def visible_to(self, user: Reader) -> "QuerySet[Organisation]":
        seen = rules.organisations_seen_by(user, self.programme).values("pk")
        to_export = rules.organisations_seen_by(user, self.programme, Permission.EXPORT).values("pk")
        return self.rows.filter(pk__in=seen).filter(pk__in=to_export)


def organisation_table(
    rows: "QuerySet[Organisation]", user: Reader, programme: Programme, kind: Format
) -> Iterator[bytes]:
    """The rows that the reader may export, in pieces."""
    note = _("Made on %(day)s in the portal “Active communities”.") % {"day": formats.day(clock.today())}
    exportable = _Exportable(rows, programme)
    return export_table(exportable, user, COLUMNS, kind=kind, title=_("Organisations"), notes=[programme.name, note])


class OrganisationResource(ServiceResource):
    """Organisations of the writer's municipalities: the registration number is the natural key, else the name.

    A known one is corrected, and an empty cell leaves what is there; a name is corrected only by the number, since a
    name that finds its row is the same but for case and diacritics. All rows or none.
    """

    name_lv = fields.Field(column_name="name_lv")

    class Meta:
        model = Organisation
        fields = ("name_lv",)
        import_id_fields = ("name_lv",)
        skip_diff = True
        use_transactions = True

    def __init__(self, *, by: Row, programme: Programme) -> None:
        super().__init__()
        self.by, self.programme = by, programme

    def get_queryset(self) -> "QuerySet[Organisation]":
        return rules.organisations_seen_by(self.by, self.programme, Permission.WRITE_REGISTER)

    def before_import(self, dataset: Table, **_more: object) -> None:
        services.lock_register()
        self._known = KnownOrganisations(self.get_queryset())
        places = list(municipalities_with(self.by, self.programme, Permission.WRITE_REGISTER))
        self._only_place = places[0] if len(places) == 1 else None
        self._places: dict[str, Municipality] = {
            formats.folded(name): place for place in places for name in (place.code, place.name_en, place.name_lv)
        }
        self._kinds = _kinds()
        self._may_fund = may(self.by, Permission.WRITE_PROGRAMME, self.programme.scope)

    def get_instance(self, instance_loader: object, row: Cells) -> Organisation | None:
        return self._known.of(_word(row, "name_lv"), plain_number(_word(row, "registration_number")))

    def import_instance(self, instance: Row, row: Cells, **_more: object) -> None:
        """Reads the row as the page's form would; `_read` is what the service gets."""
        cells = {name: _word(row, name) for name in HEADINGS}
        cells["registration_number"] = plain_number(cells["registration_number"])
        wrong: Slips = {}
        self._is_another = self._says_another(cells["is_another"], wrong)
        read = self._columns(cells, instance, wrong)
        wrong |= self._known.slips(instance, cells["name_lv"], cells["registration_number"])
        self._read = {name: value for name, value in read.items() if self._says(instance, name, cells)}
        self._differs = any(getattr(instance, name) != value for name, value in self._read.items())
        if wrong:
            raise ValidationError(wrong)
        if instance.pk is not None and self._differs and not rules.may_write(self.by, self.programme, instance):
            said = _("“%(name)s” is corrected by the programme coordinator.")
            raise ValidationError({"name_lv": said % {"name": instance.name}})

    def _columns(self, cells: Cells, instance: Row, wrong: Slips) -> dict[str, Any]:
        """What the form makes of the cells; an empty one says what was there."""
        before = OrganisationForm.initial_of(instance)
        data = {name: cells[name] or before[name] for name in before}
        data["kind"] = self._kind(cells["kind"], instance, wrong)
        data["municipality"] = self._place(cells["municipality"], instance, wrong)
        form = OrganisationForm(data)
        if not form.is_valid():
            wrong |= {name: slips for name, slips in form.errors.as_data().items() if name not in wrong}
        return form.cleaned_data

    def _kind(self, word: str, instance: Row, wrong: Slips) -> str:
        if not word:
            if not instance.kind:
                wrong["kind"] = _("Choose what kind of organisation it is.")
            return str(instance.kind)
        kind = self._kinds.get(formats.folded(word), "")
        is_for_programme = kind == Organisation.Kind.FUNDER != instance.kind
        if not kind or (is_for_programme and not self._may_fund):
            said = _("“%(word)s” is not a kind of organisation. Write one of these: %(kinds)s.")
            wrong["kind"] = said % {"word": word, "kinds": ", ".join(self._kinds_to_write())}
        return kind

    def _kinds_to_write(self) -> list[str]:
        choices = Organisation.Kind.choices
        return [str(label) for kind, label in choices if self._may_fund or kind != Organisation.Kind.FUNDER]

    def _place(self, word: str, instance: Row, wrong: Slips) -> int | None:
        if word:
            place = self._places.get(formats.folded(word))
            if place is None:
                said = _("“%(word)s” is not a municipality whose register you keep.")
                wrong["municipality"] = said % {"word": word}
            return place.pk if place is not None else None
        if instance.pk is None and self._only_place is None:
            wrong["municipality"] = _("Write in which municipality it is.")
        return self._only_place.pk if instance.pk is None and self._only_place else instance.municipality_id

    def _says_another(self, word: str, wrong: Slips) -> bool:
        try:
            return says_yes(word)
        except ValidationError as refusal:
            wrong["is_another"] = refusal.messages
            return False

    def _says(self, instance: Row, name: str, cells: Cells) -> bool:
        """Whether the row says anything of the column; a name that found its row says nothing new."""
        if instance.pk is None:
            return True
        if name == "name_lv" and not self._known.is_by_number(instance, cells["registration_number"]):
            return False
        return bool(cells[name])

    def skip_row(self, instance: Row, original: object, row: object, import_validation_errors: object = None) -> bool:
        return not import_validation_errors and instance.pk is not None and not self._differs

    def save_instance(self, instance: Row, is_create: bool, row: object, **_more: object) -> None:
        """By the pages' own services, so every rule holds and each is in the history."""
        try:
            if is_create:
                saved = services.add_organisation(
                    by=self.by, programme=self.programme, is_another=self._is_another, **self._read
                )
                instance.pk = saved.pk
            else:
                saved = services.edit_organisation(
                    by=self.by, programme=self.programme, organisation=instance, **self._read
                )
        except services.OrganisationKnown as refusal:
            raise _said_of_rows(refusal) from refusal
        self._known.learn(saved)


def _said_of_rows(refusal: services.OrganisationKnown) -> ValidationError:
    """In a table nobody ticks a box."""
    sentence = _("This may be “%(name)s”: write the name just so, or “yes” in the column “%(column)s”.")
    slips: Slips = {}
    for name, errors in refusal.error_dict.items():
        near = next((error for error in errors if error.code == "near"), None)
        words = {"name": near.params["name"], "column": HEADINGS["is_another"]} if near and near.params else {}
        slips[name] = sentence % words if words else errors
    return ValidationError(slips)


def _kinds() -> dict[str, str]:
    """By their words in both languages, folded."""
    kinds = {}
    for language in ("lv", "en"):
        with override(language):
            kinds.update({formats.folded(str(label)): str(value) for value, label in Organisation.Kind.choices})
    return kinds


def _word(row: Cells, name: str) -> str:
    return one_line(str(row.get(name) or ""))
