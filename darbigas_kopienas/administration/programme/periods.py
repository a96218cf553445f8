"""The reporting periods of the grant agreement: they follow one another inside the programme's days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import count, islice

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.programme.days_in_use import DaysInUse, final_days
from darbigas_kopienas.programme.facts.copies import copied_period
from darbigas_kopienas.programme.facts.forms import FactForm
from darbigas_kopienas.programme.facts.kinds import FactKind, Fields, Line, Verbs, Words
from darbigas_kopienas.programme.facts.services import require_in_order
from darbigas_kopienas.programme.models import Period, Programme
from darbigas_kopienas.programme.proposed_periods import ProposedPeriod, names_of, proposed_periods
from darbigas_kopienas.values import form_fields, formats

MOST_PROPOSED = 60


class PeriodForm(FactForm):
    name_lv = form_fields.TitleField(
        label=_("Name in Latvian"), required=False, max_length=120,
        help_text=_("Left empty in both languages, the period is called by its number."),
    )  # fmt: skip
    name_en = form_fields.TitleField(label=_("Name in English"), required=False, max_length=120)
    starts_on = form_fields.DateField(label=_("First day"))
    ends_on = form_fields.DateField(label=_("Last day"))
    due_on = form_fields.DateField(label=_("Report due on"), required=False)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        names = ("name_lv", "name_en")
        empty = [name for name in names if not cleaned.get(name) and name not in self.errors]
        if len(empty) == 1:
            self.add_error(empty[0], _("Write the name in both languages, or leave both empty."))
        return cleaned


@dataclass(frozen=True, slots=True)
class Proposal:
    """A period that could be added, with the one that has some of its days already."""

    period: ProposedPeriod
    existing: Period | None

    @property
    def is_new(self) -> bool:
        return self.existing is None

    @property
    def fields(self) -> dict[str, object]:
        """Of the row to add; its name is its number."""
        days = {name: getattr(self.period, name) for name in ("starts_on", "ends_on", "due_on")}
        return {"name_lv": "", "name_en": "", **days}


class TooManyPeriods(ValidationError):
    """So short periods in so long a programme are a slip."""


def proposals(programme: Programme, *, months: int, days_until_due: int) -> list[Proposal]:
    """Raises TooManyPeriods."""
    proposed = proposed_periods(programme.starts_on, programme.ends_on, months=months, days_until_due=days_until_due)
    periods = list(islice(proposed, MOST_PROPOSED + 1))
    if len(periods) > MOST_PROPOSED:
        sentence = gettext("That would be more than %(most)s periods. Choose more months for each.")
        raise TooManyPeriods({"months": sentence % {"most": MOST_PROPOSED}}, code="too_many")
    existing = list(programme.periods.all())
    return [Proposal(period, _sharing_a_day(period, existing)) for period in periods]


def _sharing_a_day(period: ProposedPeriod | Period, others: Iterable[Period]) -> Period | None:
    shared = (other for other in others if other.starts_on <= period.ends_on and period.starts_on <= other.ends_on)
    return next(shared, None)


def _named(_by: Actor, period: Period, fields: Fields) -> Fields:
    """Without names it is called by its number: its place among the others, or the next that none is called by."""
    if fields["name_lv"] or fields["name_en"]:
        return fields
    others = Period.objects.filter(programme=period.programme_id).exclude(pk=period.pk)
    taken = set(others.values_list("name_lv", flat=True))
    place = others.filter(starts_on__lt=fields["starts_on"]).count() + 1
    name_lv, name_en = next(names for number in count(place) if (names := names_of(number))[0] not in taken)
    return {**fields, "name_lv": name_lv, "name_en": name_en}


def _check(period: Period) -> None:
    _require_days_in_order(period)
    _require_in_programme(period)
    others = period.programme.periods.exclude(pk=period.pk)
    if (other := _sharing_a_day(period, others)) is not None:
        sentence = gettext("Some of these days belong to “%(name)s” (%(days)s).")
        said = {"name": other, "days": formats.period(other.starts_on, other.ends_on)}
        raise ValidationError({"starts_on": sentence % said}, code="overlap")
    before = Period.objects.filter(pk=period.pk).first()
    if before is not None and _days(before) != _days(period):
        _require_not_final(before, "starts_on")


def _days(period: Period) -> tuple[date, date]:
    return period.starts_on, period.ends_on


def _require_days_in_order(period: Period) -> None:
    require_in_order(period.starts_on, period.ends_on, at="ends_on")
    if period.due_on is not None and period.due_on < period.ends_on:
        raise ValidationError({"due_on": gettext("A report is due when its period is over.")}, code="due")


def _require_in_programme(period: Period) -> None:
    programme = period.programme
    sentence = gettext("The programme lasts %(days)s.")
    said = {"days": formats.period(programme.starts_on, programme.ends_on)}
    outside = [name for name in ("starts_on", "ends_on") if not programme.is_running_on(getattr(period, name))]
    if outside:
        raise ValidationError(dict.fromkeys(outside, sentence % said), code="outside")


def _require_not_final(period: Period, at: str = NON_FIELD_ERRORS) -> None:
    """Its days stay once they were closed, or handed in with a report."""
    final = (days for days in final_days(period.programme_id) if _covers(days, period))
    if (days := next(final, None)) is not None:
        sentence = gettext("These days stay as they are: %(what)s (%(days)s).")
        said = {"what": days.what, "days": formats.period(days.first, days.last)}
        raise ValidationError({at: sentence % said}, code="final")


def _covers(days: DaysInUse, period: Period) -> bool:
    return days.first <= period.starts_on and period.ends_on <= days.last


def _line(period: Period) -> Line:
    notes = [formats.period(period.starts_on, period.ends_on)]
    if period.due_on is not None:
        notes.append(gettext("report due %(day)s") % {"day": formats.day(period.due_on)})
    return Line(str(period), notes)


PERIODS = FactKind(
    room="administration",
    name="period",
    path=_("periods/"),
    model=Period,
    form=PeriodForm,
    words=Words(
        plural=_("Reporting periods"),
        lead=_("The funder reads a report for each of them."),
        add=_("Add a reporting period"),
        edit=_("Edit the reporting period"),
        remove=_("Remove the reporting period"),
    ),
    verbs=Verbs("reporting_period.added", "reporting_period.edited", "reporting_period.removed"),
    line=_line,
    order=60,
    is_needed=True,
    copy=copied_period,
    prepare=_named,
    check=_check,
    check_removal=_require_not_final,
    more_links=[("administration:period_propose", _("Divide into periods"))],
)
