"""One thing done for a component of the grant, its sittings, its turns, and what it costs."""

from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import ExpressionWrapper, F, Q, Value
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.people import places
from darbigas_kopienas.people.models import Organisation
from darbigas_kopienas.programme.models import Component
from darbigas_kopienas.programme.scoping import Scoped
from darbigas_kopienas.values import clock, formats, texts
from darbigas_kopienas.values.model_fields import ChoiceWords, MoneyField, NameField, is_seen

from .querysets import ActivityQuerySet, ChangeQuerySet, CostQuerySet
from .states import NEEDS_REASON, SESSION_STATES, TRANSITIONS, State
from .times import TakesPlace

if TYPE_CHECKING:
    from darbigas_kopienas.evidence.models import Document


ACADEMIC_HOUR_MINUTES = 40
BREAKS = ExpressionWrapper(
    F("break_minutes") * Value(timedelta(minutes=1), output_field=models.DurationField()),
    output_field=models.DurationField(),
)
MAX_SORT_KEY = 800  # of a title of 200 letters, as a rule all of them


class Activity(TakesPlace, Scoped):
    """One thing that the programme does: a seminar, an event, a meeting.

    A receipt, a photo or a publication points here, so that one room's rows lead to another's.
    """

    class Kind(models.TextChoices):
        SEMINAR = "seminar", _("seminar")
        EVENT = "event", _("event")
        SYMPOSIUM = "symposium", _("symposium")
        PARTNER_MEETING = "partner_meeting", _("partner meeting")
        OTHER = "other", _("other activity")

    component = models.ForeignKey(Component, models.PROTECT, related_name="activities", verbose_name=_("component"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    title_lv = NameField(_("title in Latvian"), max_length=200)
    title_en = NameField(_("title in English"), max_length=200, blank=True)
    title_en_source = models.CharField(max_length=64, blank=True, editable=False)
    description_lv = models.TextField(_("description in Latvian"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)
    description_en_source = models.CharField(max_length=64, blank=True, editable=False)
    place = models.CharField(_("place"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.PLANNED)
    starts_on = models.DateField(_("planned day"))
    held_on = models.DateField(_("day held"), null=True, blank=True)
    organiser = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="organised", verbose_name=_("organiser")
    )
    organisations: "models.ManyToManyField[Organisation, models.Model]" = models.ManyToManyField(
        Organisation, related_name="took_part_in", blank=True, verbose_name=_("organisations that took part")
    )
    documents: "models.ManyToManyField[Document, models.Model]" = models.ManyToManyField(
        "evidence.Document", related_name="activities", blank=True, verbose_name=_("documents and photos")
    )
    is_public = models.BooleanField(_("is shown to everybody"), default=False)
    unique_people = models.PositiveIntegerField(
        _("unique participants among those counted (estimate)"), null=True, blank=True
    )
    folded = models.CharField(max_length=700, editable=False, default="")
    sort_key = models.CharField(max_length=MAX_SORT_KEY, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("added by")
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)

    title = texts.Text("title")
    description = texts.Text("description")

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="held", held_on__isnull=False) | (~Q(state="held") & Q(held_on__isnull=True)),
                name="activities_activity_held_has_day",
            ),
            models.CheckConstraint(condition=~Q(title_lv=""), name="activities_activity_has_title"),
            is_seen("title_lv", name="activities_activity_title_is_seen"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="activities_activity_known_state"),
        ]
        indexes = [
            models.Index(fields=["programme", "held_on"], name="activities_by_day_held"),
            models.Index(fields=["programme", "starts_on"], name="activities_by_planned_day"),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = formats.folded(f"{self.title_lv} {self.title_en} {self.place}")[:700]
        self.sort_key = formats.sort_key(self.title_lv)[:MAX_SORT_KEY]
        super().save(*args, **kwargs)

    @property
    def day(self) -> date:
        """The day that decides its period: when it was held, else when it is planned."""
        return self.held_on or self.starts_on

    @property
    def every_session(self) -> "list[Session]":
        """Those taken off too, soonest first."""
        return list(self.sessions.all())

    @property
    def choice_label(self) -> str:
        """`12.02.2026 · Soli pa solim · Daugavpils`: many are called the same."""
        place = self.municipality or _("whole programme")
        return f"{formats.day(self.day)} · {self.title} · {place}"

    @property
    def last_held_on(self) -> date | None:
        """The day on which it was held before it was set back by mistake; None where it was not."""
        change = self.turns.filter(from_state=State.HELD, to_state=State.PLANNED).last()
        return change.day_before if change is not None else None

    @property
    def event_status(self) -> str:
        """For search engines: https://schema.org/EventStatusType."""
        statuses = {
            State.CANCELLED: "EventCancelled",
            State.POSTPONED: "EventPostponed",
            State.MOVED_ONLINE: "EventMovedOnline",
        }
        return statuses.get(State(self.state), "EventScheduled")

    @property
    def where(self) -> str:
        """The place with its municipality, each said once."""
        return places.where(self.place, self.municipality)

    @property
    def map_url(self) -> str:
        return places.map_url(self.place, self.municipality)

    @property
    def is_held(self) -> bool:
        return self.state == State.HELD

    def may_become(self, state: str) -> bool:
        return state in TRANSITIONS[self.state]

    @property
    def last_reason(self) -> str:
        """Why it was postponed, moved online or cancelled, as its organiser said it last."""
        change = self.turns.with_reason().last() if self.state in NEEDS_REASON else None
        return change.reason if change is not None else ""


class Session(ChoiceWords, models.Model):
    """One sitting of an activity; attendance is taken by session."""

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", _("in person")
        ONLINE = "online", _("online")
        HYBRID = "hybrid", _("hybrid")

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="sessions", verbose_name=_("activity"))
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    mode = models.CharField(_("mode"), max_length=20, choices=Mode.choices, default=Mode.IN_PERSON)
    online_url = models.URLField(
        _("link to join online"), max_length=500, blank=True, help_text=_("Shown only to those who are registered.")
    )
    hours = models.DecimalField(
        _("academic hours"),
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        help_text=_("Empty: as many as fit between its start and end."),
    )
    break_minutes = models.PositiveSmallIntegerField(
        _("breaks in minutes"), default=0, help_text=_("Lunch and other breaks: they do not count as academic hours.")
    )
    sequence = models.PositiveIntegerField(
        default=0, editable=False, help_text="rises with every change that calendars must learn of"
    )
    state = models.CharField(_("state"), max_length=20, choices=SESSION_STATES, default=State.PLANNED)
    held_on = models.DateField(_("day held"), null=True, blank=True)

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="activities_session_ends_after_start"),
            models.CheckConstraint(
                condition=Q(state="held", held_on__isnull=False) | (~Q(state="held") & Q(held_on__isnull=True)),
                name="activities_session_held_has_day",
            ),
            models.CheckConstraint(
                condition=Q(hours__isnull=True) | Q(hours__gt=0), name="activities_session_hours_positive"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at") + BREAKS), name="activities_session_longer_than_breaks"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id}: {self.starts_at:%d.%m.%Y %H:%M}"

    @property
    def day(self) -> date:
        """On which it begins in Latvia."""
        return clock.day_of(self.starts_at)

    @property
    def has_ended(self) -> bool:
        return self.ends_at <= clock.now()

    @property
    def choice_label(self) -> str:
        return " · ".join(filter(None, [formats.moment(self.starts_at), self.place]))

    @property
    def where(self) -> str:
        """Its own place, else the activity's, with the municipality."""
        return places.where(self.place or self.activity.place, self.activity.municipality)

    @property
    def academic_hours(self) -> Decimal:
        """As written, else the whole and half academic hours of 40 minutes that fit in beside the breaks."""
        if self.hours is not None:
            return self.hours
        minutes = Decimal((self.ends_at - self.starts_at).total_seconds()) / 60 - self.break_minutes
        return (minutes * 2 / ACADEMIC_HOUR_MINUTES).quantize(Decimal(1), ROUND_DOWN) / 2


class Change(ChoiceWords, models.Model):
    """A turn in an activity's life with its reason: what a report tells as a deviation. Rows are only ever added."""

    append_only = True

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="turns", verbose_name=_("activity"))
    from_state = models.CharField(_("from"), max_length=20, choices=State.choices)
    to_state = models.CharField(_("to"), max_length=20, choices=State.choices)
    day_before = models.DateField(_("old day"))
    # where it had several days
    last_day_before = models.DateField(_("old last day"), null=True, blank=True)
    day_after = models.DateField(_("new day"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    at = models.DateTimeField(_("when"), default=clock.now)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of an activity")
        verbose_name_plural = _("changes of activities")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(to_state__in=[state.value for state in NEEDS_REASON]) | ~Q(reason=""),
                name="activities_change_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(from_state="held", to_state="planned") | ~Q(reason=""),
                name="activities_change_set_back_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id}: {self.from_state} > {self.to_state}"


class Cost(Scoped):
    """What something was asked, ordered or invoiced for. A room states it under its origin; the budget books it."""

    class Stage(models.TextChoices):
        ASKED = "asked", _("asked")
        ORDERED = "ordered", pgettext_lazy("cost", "ordered")
        INVOICED = "invoiced", _("invoiced")

    activity = models.ForeignKey(
        Activity, models.PROTECT, null=True, blank=True, related_name="costs", verbose_name=_("activity")
    )
    origin = models.CharField(_("origin"), max_length=120, unique=True, help_text="resource_centre.purchase:12")
    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices)
    amount = MoneyField(_("amount"))
    description = models.CharField(_("description"), max_length=300)
    supplier = models.CharField(_("supplier"), max_length=200, blank=True)
    on = models.DateField(_("day"))

    named_by = ("description",)

    objects = CostQuerySet.as_manager()

    class Meta:
        verbose_name = _("cost")
        verbose_name_plural = _("costs")
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="activities_cost_not_negative"),
            models.CheckConstraint(condition=~Q(origin=""), name="activities_cost_has_origin"),
        ]

    def __str__(self) -> str:
        return self.description

    @property
    def choice_label(self) -> str:
        return f"{formats.day(self.on)} · {self.description} · {formats.money(self.amount)}"
