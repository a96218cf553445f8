"""A run on one or several days; its title, days and people are kept on the floor below."""

from datetime import date, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import CharField, Exists, F, OuterRef, Q, Value
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.activities.models import Activity, Session
from darbigas_kopienas.activities.querysets import TO_COME
from darbigas_kopienas.activities.states import State
from darbigas_kopienas.participation.registration.seat_columns import own_place_column, seat_columns
from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.scoping import Scope, ScopedQuerySet, q_in_scopes
from darbigas_kopienas.values import clock, formats, texts
from darbigas_kopienas.values.model_fields import ChoiceWords, MoneyField
from darbigas_kopienas.values.word_search import with_words
from seminars.catalogue.models import TrainingProgramme


def _not_over(day: date) -> Q:
    """As its activity; of a cancelled one all sessions count, so that nobody comes in vain."""
    was_to_go_on = Activity.objects.filter(state=State.CANCELLED, sessions__ends_at__date__gte=day)
    return Q(activity__in=Activity.objects.not_over(day)) | Q(activity__in=was_to_go_on)


class SeminarQuerySet(ScopedQuerySet["Seminar"]):
    scope_path = "activity__"

    def also_visible(self, user: Reader) -> Q:
        return Q(activity__is_public=True)

    def ending_since(self, day: date) -> Self:
        """Still to come or going on, soonest first; cancelled ones stay in sight, so nobody comes in vain."""
        return self.filter(_not_over(day)).order_by("activity__starts_on", "pk")

    def over_before(self, day: date) -> Self:
        """Past ones, the latest first."""
        return self.exclude(_not_over(day)).order_by("-activity__starts_on", "-pk")

    def for_lists(self) -> Self:
        """With what a list's row shows, in two statements."""
        rows = self.select_related("activity__municipality", "activity__enrolment")
        return rows.prefetch_related("activity__sessions")

    def with_activity(self) -> Self:
        """With what the seminar's own page and the report show, in one statement."""
        return self.select_related(
            "activity__programme", "activity__municipality", "activity__enrolment", "training_programme"
        )

    def in_month(self, first: date) -> Self:
        """Those with a session on a local day of the month, with all their sessions in one more statement."""
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        in_it = Session.objects.filter(activity=OuterRef("activity_id"), starts_at__date__range=(first, last))
        return self.filter(Exists(in_it)).prefetch_related("activity__sessions").order_by("activity__starts_on", "pk")

    def next_session_since(self, day: date) -> "models.QuerySet[Session, Any]":
        """When the first session of any of them, not cancelled and on this day or later, begins: `at`."""
        ours = Session.objects.filter(activity__in=self.order_by().values("activity"), starts_at__date__gte=day)
        return ours.exclude(state=State.CANCELLED).order_by("starts_at").values(at=F("starts_at"))[:1]

    def with_seats(self) -> Self:
        """With `seats_left` (None: no limit), `seats_taken` and `people_waiting` of each, in the same statement."""
        return self if "seats_left" in self.query.annotations else self.annotate(**seat_columns("activity"))

    def with_own_place(self, user: Reader) -> Self:
        """With `own_place`: the state of this person's place at each, in the same statement; None for a visitor."""
        if not getattr(user, "is_authenticated", False):
            return self.annotate(own_place=Value(None, output_field=CharField()))
        return self.annotate(own_place=own_place_column(user, "activity"))

    def to_register_for(self, day: date) -> Self:
        """Registration is open, a seat is free for anybody, and its last session has not ended; after `with_seats`."""
        to_end = Session.objects.filter(activity=OuterRef("activity_id"), ends_at__gt=clock.now())
        return self.filter(
            Q(activity__starts_on__gt=day) | Q(Exists(to_end.exclude(state=State.CANCELLED))),
            Q(seats_left__isnull=True) | Q(seats_left__gt=0),
            Q(activity__enrolment__opens_on__isnull=True) | Q(activity__enrolment__opens_on__lte=day),
            Q(activity__enrolment__closes_on__gte=day)
            | Q(activity__enrolment__closes_on__isnull=True, activity__starts_on__gte=day),
            activity__is_public=True,
        ).exclude(activity__state__in=[State.CANCELLED, State.HELD])

    def to_publish_by(self, user: Reader) -> Self:
        """Planned ones that only colleagues see and that this person may show to everybody, soonest first."""
        mine = self.filter(q_in_scopes(user, Permission.WRITE_SEMINAR, path=self.scope_path))
        waiting = mine.filter(activity__is_public=False, activity__state__in=TO_COME)
        return waiting.order_by("activity__starts_on", "pk")

    def exportable_by(self, user: Reader) -> Self:
        return self.filter(q_in_scopes(user, Permission.EXPORT, path=self.scope_path))

    def about(self, words: str) -> Self:
        """Every word is somewhere in the seminar's texts; case and diacritics do not matter."""
        return with_words(self, words)


class Seminar(ChoiceWords, models.Model):
    """A run on one or several days, for teachers or for them and residents; title and days are the activity's."""

    class Audience(models.TextChoices):
        TEACHERS = "teachers", pgettext_lazy("for whom", "teachers")
        MIXED = "mixed", pgettext_lazy("for whom", "mixed groups of residents")
        EVERYBODY = "everybody", pgettext_lazy("for whom", "everybody interested")

    activity = models.OneToOneField(Activity, models.CASCADE, related_name="seminar")
    training_programme = models.ForeignKey(
        TrainingProgramme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="seminars",
        verbose_name=_("training programme"),
    )
    audience_group = models.CharField(_("for whom"), max_length=20, choices=Audience.choices, default=Audience.TEACHERS)
    audience_lv = models.CharField(_("more about the audience in Latvian"), max_length=200, blank=True)
    audience_en = models.CharField(_("more about the audience in English"), max_length=200, blank=True)
    audience_en_source = models.CharField(max_length=64, blank=True, editable=False)
    trainers = models.CharField(
        _("trainers"), max_length=200, blank=True, help_text="names as announced; kept with the engagements"
    )
    agenda_lv = models.TextField(_("agenda in Latvian"), blank=True)
    agenda_en = models.TextField(_("agenda in English"), blank=True)
    agenda_en_source = models.CharField(max_length=64, blank=True, editable=False)
    planned_cost = MoneyField(_("planned cost"), null=True, blank=True)
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    folded = models.TextField(editable=False, blank=True)

    audience = texts.Text("audience")
    agenda = texts.Text("agenda")

    objects = SeminarQuerySet.as_manager()

    class Meta:
        verbose_name = _("seminar")
        verbose_name_plural = _("seminars")
        ordering = ["activity__starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(planned_cost__isnull=True) | Q(planned_cost__gte=0),
                name="seminars_seminar_cost_not_negative",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return str(self.activity.title)

    @property
    def scope(self) -> Scope:
        return self.activity.scope

    @property
    def is_published(self) -> bool:
        """Shown to everybody; kept once, on the activity."""
        return self.activity.is_public

    @property
    def last_day(self) -> date:
        """Of its sessions that still stand, else the planned day."""
        days = [
            clock.day_of(session.starts_at)
            for session in self.activity.sessions.all()
            if session.state != State.CANCELLED
        ]
        return max(days, default=self.activity.starts_on)

    @property
    def capacity(self) -> int | None:
        """Seats; kept with the registration of the activity."""
        return self.activity.enrolment.capacity

    @property
    def registration_until(self) -> date | None:
        """As somebody wrote it; empty: until it begins."""
        return self.activity.enrolment.closes_on

    @property
    def takes_registrations(self) -> bool:
        return self.activity.enrolment.is_open_at(clock.now())

    def save(self, *args: Any, **kwargs: Any) -> None:
        parts = [
            self.activity.title_lv,
            self.activity.title_en,
            self.activity.description_lv,
            self.activity.description_en,
        ]
        parts += [self.audience_lv, self.audience_en, self.trainers, self.activity.place]
        if self.training_programme is not None:
            parts += [self.training_programme.title_lv, self.training_programme.title_en]
        self.folded = formats.folded(" ".join(parts))
        super().save(*args, **kwargs)
