"""Which municipalities take part, since when, and how far the agreement with each is."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from budget.models import Allocation, BudgetLine, FundingSource
from darbigas_kopienas.administration.people.valid_names import valid_in
from darbigas_kopienas.people.models import Municipality
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.facts.copies import copied_partnership
from darbigas_kopienas.programme.facts.forms import FactForm
from darbigas_kopienas.programme.facts.kinds import FactKind, Line, Row, Verbs, Words
from darbigas_kopienas.programme.facts.services import require_in_order, require_unique, used_by
from darbigas_kopienas.programme.models import Partnership, Programme
from darbigas_kopienas.programme.task_counts import number_of
from darbigas_kopienas.values import form_fields, formats

from .decisions import read_files
from .models import Decision

State = Partnership.State


class PartnershipForm(FactForm):
    municipality: "forms.ModelChoiceField[Municipality]" = forms.ModelChoiceField(
        label=_("Municipality"), queryset=Municipality.objects.none(), empty_label=_("Choose")
    )
    agreement_state = forms.ChoiceField(label=_("State of the agreement"), choices=State.choices)
    agreement_number = form_fields.LineField(label=_("Number of the agreement"), required=False, max_length=60)
    agreed_on = form_fields.DateField(label=_("Date of the agreement"), required=False)
    joined_on = form_fields.DateField(label=_("Joined on"), required=False)
    left_on = form_fields.DateField(
        label=_("Left on"), required=False, help_text=_("The last day on which it takes part.")
    )

    def offer(self) -> None:
        valid = valid_in(Municipality.objects.all(), self.programme)
        if self.row is not None:
            valid |= Municipality.objects.filter(pk=self.row.municipality_id)
        form_fields.offer_rows(self, "municipality", valid)

    def first_values(self) -> dict[str, object]:
        return {"joined_on": self.programme.starts_on}


def _check(partnership: Row) -> None:
    sentence = _("This municipality takes part already: edit its line in the list.")
    require_unique(partnership, "municipality", at="municipality", sentence=sentence)
    _require_nothing_left_behind(partnership)
    _require_days(partnership)
    if partnership.agreement_state == State.SIGNED and partnership.agreed_on is None:
        raise ValidationError({"agreed_on": _("Write on which day the agreement was signed.")}, code="agreed_on")
    if partnership.agreement_state == State.ENDED and partnership.left_on is None:
        raise ValidationError({"left_on": _("Write the last day on which it takes part.")}, code="left_on")


def _require_nothing_left_behind(partnership: Row) -> None:
    """Whoever chooses another municipality in its place takes the first one out of the programme."""
    before = Partnership.objects.filter(pk=partnership.pk).first()
    if before is not None and before.municipality_id != partnership.municipality_id and (used := _used(before)):
        sentence = _("%(municipality)s has data in this programme, so it stays: %(things)s. Add the other one.")
        words = {"municipality": before.municipality, "things": used}
        raise ValidationError({"municipality": sentence % words}, code="in_use")


def _require_days(partnership: Row) -> None:
    programme, joined, left = partnership.programme, partnership.joined_on, partnership.left_on
    for name, day in (("joined_on", joined), ("left_on", left)):
        if day is not None and not programme.is_running_on(day):
            sentence = _("The day lies outside the programme (%(days)s).")
            days = formats.period(programme.starts_on, programme.ends_on)
            raise ValidationError({name: sentence % {"days": days}}, code="outside_programme")
    require_in_order(joined, left, at="left_on")


def _check_removal(partnership: Row) -> None:
    if numbers := _numbers_of_rows(partnership):
        way_out = _("Write the day on which it left instead.")
        raise ValidationError(f"{used_by(numbers)} {way_out}", code="in_use")


def _used(partnership: Partnership) -> str:
    return ", ".join(_numbers_of_rows(partnership))


def _numbers_of_rows(partnership: Row) -> Mapping[str, int]:
    """What belongs to the municipality in the programme, of whatever room, and how many of each: one statement."""
    rows = {f"rows_{at}": rows for at, rows in enumerate(_rows_of(partnership.municipality_id))}
    counted = {name: number_of(rows) for name, rows in rows.items()}
    numbers: Mapping[str, Row] = Programme.objects.filter(pk=partnership.programme_id).values(**counted).get()
    by_kind: Counter[str] = Counter()
    for name, number in numbers.items():
        by_kind[str(rows[name].model._meta.verbose_name_plural)] += number
    return +by_kind  # without those of which there are none


def _rows_of(municipality_id: int) -> "Iterator[models.QuerySet[Row]]":
    for model in _models_in_scopes():
        yield model._default_manager.filter(municipality=municipality_id)
    # The agreement may give it money by name, from sources of others.
    yield FundingSource.objects.filter(only_in_municipality=municipality_id).exclude(municipality=municipality_id)
    yield BudgetLine.objects.filter(pk__in=Allocation.objects.filter(municipality=municipality_id).values("line"))


def _models_in_scopes() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model is not Partnership and _has_scope(model)]


def _has_scope(model: type[models.Model]) -> bool:
    fields = {field.name: field.related_model for field in model._meta.fields}
    return fields.get("programme") is Programme and fields.get("municipality") is Municipality


def _read_along(reader: Reader, partnerships: Sequence[Row]) -> None:
    """What follows a municipality that the reform ended, and the decisions and agreements about each, with files."""
    prefetch_related_objects(partnerships, "municipality__successors")
    visible = Decision.objects.visible_to(reader).filter(programme__in={row.programme_id for row in partnerships})
    decisions: list[Row] = list(visible.exclude(municipality=None))
    read_files(reader, decisions)
    for partnership in partnerships:
        own = [decision for decision in decisions if decision.municipality_id == partnership.municipality_id]
        partnership.decision_numbers = [decision.number for decision in own if decision.number]
        partnership.files = [document for decision in own for document in decision.files]


def _notes(partnership: Row) -> Iterator[str]:
    if partnership.agreement_number or partnership.agreed_on:
        number = partnership.agreement_number or _("without a number")
        day = f", {formats.day(partnership.agreed_on)}" if partnership.agreed_on else ""
        yield str(_("agreement: %(number)s") % {"number": f"{number}{day}"})
    if partnership.joined_on or partnership.left_on:
        yield _period(partnership)
    if partnership.decision_numbers:
        yield str(_("in the register: %(numbers)s") % {"numbers": ", ".join(partnership.decision_numbers)})
    last = partnership.municipality.valid_to
    if last is not None and last < partnership.programme.ends_on:
        names = ", ".join(str(successor) for successor in partnership.municipality.successors.all())
        since = formats.day(last + timedelta(days=1))
        yield str(_("since %(day)s: %(names)s") % {"day": since, "names": names or formats.EMPTY})


def _period(partnership: Row) -> str:
    grant = partnership.programme
    known_to = grant.starts_known_to if partnership.joined_on == grant.starts_on else Programme.KnownTo.DAY
    first, last = formats.period(partnership.joined_on, partnership.left_on, starts_known_to=known_to).split("–")
    if partnership.left_on is None:
        return str(_("since %(day)s") % {"day": first})
    return f"{first}–{last}" if partnership.joined_on else str(_("until %(day)s") % {"day": last})


def _line(partnership: Row) -> Line:
    state = partnership.agreement_state
    return Line(str(partnership), list(_notes(partnership)), state, partnership.get_agreement_state_display())


PARTNERSHIPS = FactKind(
    room="administration",
    name="partnership",
    path=_("partnerships/"),
    model=Partnership,
    form=PartnershipForm,
    words=Words(
        plural=_("Partner municipalities"),
        lead=_("Who takes part, since when and until when, and how far the agreement is."),
        add=_("Add a partner"),
        edit=_("Edit the partnership"),
        remove=_("Remove the partnership"),
    ),
    verbs=Verbs("partnership.added", "partnership.edited", "partnership.removed"),
    line=_line,
    order=20,
    copy=copied_partnership,
    is_needed=True,
    related=("municipality", "programme"),
    read_along=_read_along,
    row_template="administration/programme/_files.html",
    check=_check,
    check_removal=_check_removal,
    more_links=[("administration:municipality_list", _("Municipalities"))],
    draft=True,
)
