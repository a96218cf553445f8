"""Seminars as a table: the list to take along, and plans to send in."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export import fields

from darbigas_kopienas.activities.states import State
from darbigas_kopienas.exchange import Column, Heading, export_table
from darbigas_kopienas.exchange.imports import Headings
from darbigas_kopienas.exchange.service_resource import ServiceResource
from darbigas_kopienas.exchange.tables import Format
from darbigas_kopienas.programme.actors import Actor, Reader
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock, formats
from seminars.catalogue.models import TrainingProgramme
from seminars.plan import services
from seminars.plan.forms.days import SessionForm
from seminars.plan.forms.seminar import SeminarForm
from seminars.seminar.models import Seminar, SeminarQuerySet


def _municipality(row: Seminar) -> str:
    municipality = row.activity.municipality
    return str(municipality) if municipality else _("whole programme")


# Rows come with what `with_activity` and `with_seats` give.
COLUMNS = (
    Column(gettext_lazy("Day"), "date", lambda row: row.activity.day),
    Column(gettext_lazy("Title"), "text", lambda row: row.title),
    Column(gettext_lazy("All days"), "text", lambda row: formats.long_days(row.activity.days)),
    Column(gettext_lazy("State"), "text", lambda row: row.activity.get_state_display()),
    Column(gettext_lazy("Municipality"), "text", _municipality),
    Column(gettext_lazy("Place"), "text", lambda row: row.activity.place),
    Column(gettext_lazy("For whom"), "text", lambda row: row.get_audience_group_display()),
    Column(gettext_lazy("Training programme"), "text", lambda row: row.training_programme or ""),
    Column(gettext_lazy("Trainers"), "text", lambda row: row.trainers),
    Column(gettext_lazy("Seats"), "count", lambda row: row.capacity),
    Column(gettext_lazy("Seats taken"), "count", lambda row: row.seats_taken, is_summed=True),
    Column(gettext_lazy("People on the waiting list"), "count", lambda row: row.people_waiting, is_summed=True),
    Column(gettext_lazy("Planned cost"), "money", lambda row: row.planned_cost, is_summed=True),
)

SEMINAR_HEADINGS: Headings = {
    "title_lv": gettext_lazy("Title"),
    "day": gettext_lazy("Day"),
    "starts": gettext_lazy("From"),
    "ends": gettext_lazy("To"),
    "place": gettext_lazy("Place"),
    "audience_group": gettext_lazy("For whom"),
    "training_programme": gettext_lazy("Training programme"),
    "trainers": Heading(gettext_lazy("Trainers"), also=("Pasniedzēji",)),
    "capacity": gettext_lazy("Seats"),
    "registration_until": gettext_lazy("Registration until"),
    "contact_email": gettext_lazy("Contact e-mail"),
}
WHEN = ("day", "starts", "ends")


def seminar_table(rows: SeminarQuerySet, user: Reader, kind: Format) -> Iterator[bytes]:
    """The rows that the person may export, in pieces."""
    note = _("Made on %(day)s in the portal “Active communities”.") % {"day": formats.day(clock.today())}
    seminars = rows.exportable_by(user).with_activity().with_seats().prefetch_related("activity__sessions")
    return export_table(seminars, user, COLUMNS, kind=kind, title=_("Seminars"), notes=[note])


class SeminarForTable(SessionForm, SeminarForm):
    """A row is checked as the page's form would check it, so both refuse with the same words."""


class SeminarResource(ServiceResource):
    """Plans of one municipality: the title with its first day is the natural key, and nobody else's row has it.

    A row that is there already is corrected; one that was held or cancelled is refused. All rows or none.
    """

    title_lv = fields.Field(column_name="title_lv")
    day = fields.Field(column_name="day")

    class Meta:
        model = Seminar
        fields = ("title_lv", "day")
        import_id_fields = ("title_lv", "day")
        skip_diff = True
        use_transactions = True

    def __init__(self, *, by: Actor, programme: Programme, scope: Scope) -> None:
        super().__init__()
        self.by, self.programme, self.scope = by, programme, scope
        self._audiences = {formats.folded(str(label)): value for value, label in Seminar.Audience.choices}

    def get_queryset(self) -> SeminarQuerySet:
        return (
            Seminar.objects.visible_to(self.by)
            .in_scope(self.scope)
            .with_activity()
            .prefetch_related("activity__sessions")
        )

    def before_import(self, dataset: object, **_more: object) -> None:
        trainings = TrainingProgramme.objects.visible_to(self.by).filter(programme=self.programme)
        self._trainings = {formats.folded(training.title_lv): training.pk for training in trainings}
        self._seen: set[tuple[str, Any]] = set()
        known = self.get_queryset()
        if self.scope.municipality_id is None:  # the whole programme: its municipalities keep their own
            known = known.filter(activity__municipality__isnull=True)
        self._known = {
            (formats.folded(seminar.activity.title_lv), seminar.activity.starts_on): seminar for seminar in known
        }

    def get_instance(self, instance_loader: Any, row: Any) -> Seminar | None:
        try:
            day = formats.parse_date(str(row["day"]))
        except formats.NotADate:
            return None
        return self._known.get((formats.folded(str(row["title_lv"])), day))

    def import_instance(self, instance: Seminar, row: Any, **_more: object) -> None:
        """Reads the row; `_read` is what the service gets. Raises ValidationError by column."""
        data = {name: str(row.get(name, "")).strip() for name in SEMINAR_HEADINGS}
        data["audience_group"] = self._audience(data["audience_group"])
        data["training_programme"] = self._training(data["training_programme"])
        form = SeminarForTable(data, programme=self.programme)
        if not form.is_valid():
            raise ValidationError(form.errors.as_data())
        read = dict(form.cleaned_data)
        key = (formats.folded(read["title_lv"]), read["day"])
        if key in self._seen:
            raise ValidationError({"title_lv": _("The same seminar appears in the table twice.")})
        self._seen.add(key)
        self._read = read

    def _audience(self, word: str) -> str:
        if not word:
            return str(Seminar.Audience.TEACHERS)
        audience = self._audiences.get(formats.folded(word))
        if audience is None:
            raise ValidationError({"audience_group": _("“%(word)s” is not one of the audiences.") % {"word": word}})
        return audience

    def _training(self, word: str) -> str:
        if not word:
            return ""
        training = self._trainings.get(formats.folded(word))
        if training is None:
            raise ValidationError(
                {"training_programme": _("“%(word)s” is not in the catalogue of programmes.") % {"word": word}}
            )
        return str(training)

    def skip_row(self, instance: Any, original: object, row: object, import_validation_errors: Any = None) -> bool:
        """Nothing in the row says anything new."""
        if import_validation_errors or instance.pk is None:
            return False
        return not self._changes(instance) and not self._is_moved(instance)

    def save_instance(self, instance: Any, is_create: bool, row: object, **_more: Any) -> None:
        """By the room's own services, so every rule holds and the deed is in the history."""
        read = self._read
        if is_create:
            values = {name: value for name, value in read.items() if name in SEMINAR_HEADINGS and name not in WHEN}
            when = {name: read[name] for name in ("starts_at", "ends_at")}
            instance.pk = services.plan_seminar(by=self.by, scope=self.scope, **values, **when).pk
            return
        if instance.activity.state in {State.HELD, State.CANCELLED}:
            raise ValidationError({"title_lv": _("This seminar is over or cancelled; the table does not change it.")})
        if changes := self._changes(instance):
            services.edit_seminar(by=self.by, seminar=instance, **changes)
        if self._is_moved(instance):
            first = instance.activity.sessions.first()
            services.move_day(by=self.by, seminar=instance, session=first, starts_at=read["starts_at"],
                              ends_at=read["ends_at"])  # fmt: skip

    def _changes(self, instance: Any) -> dict[str, Any]:
        """An empty cell leaves what is written."""
        before = {**SeminarForm.initial_of(instance), "training_programme": instance.training_programme}
        values = {name: value for name, value in self._read.items() if name in SEMINAR_HEADINGS}
        return {
            name: value for name, value in values.items()
            if name not in WHEN and value not in {"", None} and value != before.get(name)
        }  # fmt: skip

    def _is_moved(self, instance: Any) -> bool:
        first = next(iter(instance.activity.sessions.all()), None)
        read = self._read
        return first is not None and (first.starts_at, first.ends_at) != (read["starts_at"], read["ends_at"])
