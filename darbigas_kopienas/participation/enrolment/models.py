"""How an activity takes registrations: seats, days, and for whom seats are kept."""

from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.activities.states import State
from darbigas_kopienas.people.models import Municipality, Organisation
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.scoping import Scope, ScopedQuerySet
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.prepared_queries import names_of, row_of

Rows = QuerySet[Any, tuple[object, ...]]


class EnrolmentQuerySet(ScopedQuerySet["Enrolment"]):
    """How a published activity takes registrations is public; of the others it is the staff's."""

    scope_path: ClassVar[str] = "activity__"

    def also_visible(self, user: Reader) -> Q:
        return Q(activity__is_public=True)

    def with_activity(self) -> Self:
        return self.select_related("activity__programme", "activity__municipality")

    def as_rows(self, *more: str) -> Rows:
        """For prepared queries: the columns that `Enrolment.of_row` reads, then `more`."""
        with_questions = Enrolment.objects.filter(pk=OuterRef("pk"), questions__isnull=False)
        return self.values_list(
            *names_of(Enrolment),
            *(f"activity__{name}" for name in names_of(Activity)),
            Exists(with_questions),
            Exists(SeatReserve.objects.filter(enrolment=OuterRef("pk"))),
            *more,
        )


class Enrolment(models.Model):
    """One activity's registration. Its row is the lock behind which every seat is given and taken back."""

    activity = models.OneToOneField(Activity, models.CASCADE, related_name="enrolment", verbose_name=_("activity"))
    is_offered = models.BooleanField(
        _("people may register"),
        default=False,
        help_text="somebody set the registration up; without it the row is only the lock for walk-ins",
    )
    capacity = models.PositiveSmallIntegerField(
        _("seats"), null=True, blank=True, help_text=_("Empty: as many as come.")
    )
    opens_on = models.DateField(_("registration from"), null=True, blank=True)
    closes_on = models.DateField(_("registration until"), null=True, blank=True)
    changes_until = models.DateField(
        _("participants can cancel and change until"),
        null=True,
        blank=True,
        help_text=_("Empty: until the first session begins."),
    )
    has_waiting_list = models.BooleanField(_("waiting list when all seats are taken"), default=True)
    offer_hours = models.PositiveSmallIntegerField(
        _("hours to accept an offered seat"), default=24, help_text=_("Then the seat goes to the next in line.")
    )
    confirm_hours = models.PositiveSmallIntegerField(
        _("hours within which a guest must open the link sent by e-mail"),
        null=True,
        blank=True,
        help_text=_("Empty: the seat is kept without it."),
    )
    needs_approval = models.BooleanField(_("each registration is approved by the organiser"), default=False)
    shows_participants = models.BooleanField(
        _("participants see who else comes"), default=False, help_text=_("Only those who agreed to be shown.")
    )

    # whether there are any at all; known where it was read with them, so that nobody asks for what is not there
    has_questions: bool = True
    has_reserves: bool = True

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration of an activity")
        verbose_name_plural = _("registrations of activities")
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__gt=0), name="participation_enrolment_seats_positive"
            ),
            models.CheckConstraint(
                condition=Q(opens_on__isnull=True) | Q(closes_on__isnull=True) | Q(closes_on__gte=F("opens_on")),
                name="participation_enrolment_days_in_order",
            ),
            models.CheckConstraint(condition=Q(offer_hours__gt=0), name="participation_enrolment_offer_lasts"),
            models.CheckConstraint(
                condition=Q(confirm_hours__isnull=True) | Q(confirm_hours__gt=0),
                name="participation_enrolment_confirming_lasts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id}: {self.capacity if self.capacity is not None else '∞'}"

    @classmethod
    def of_row(cls, row: tuple[Any, ...]) -> "Enrolment":
        """With its activity, and whether it has questions and reserves; see `as_rows`."""
        *cells, has_questions, has_reserves = row
        number = len(names_of(cls))
        enrolment = row_of(cls, cells[:number])
        enrolment.activity = row_of(Activity, cells[number:])
        enrolment.has_questions, enrolment.has_reserves = has_questions, has_reserves
        return enrolment

    @property
    def scope(self) -> Scope:
        return self.activity.scope

    @property
    def last_day(self) -> date:
        """The last day for registering, inclusive."""
        return self.closes_on or self.activity.starts_on

    def is_open_at(self, moment: datetime) -> bool:
        """Published, still to happen, and the day lies among those for registering."""
        day = clock.day_of(moment)
        return (
            self.is_offered
            and self.activity.is_public
            and (self.opens_on is None or self.opens_on <= day)
            and day <= self.last_day
            and self._is_to_happen_at(moment)
        )

    def may_be_changed_at(self, moment: datetime) -> bool:
        """By the participant: cancel, change, accept."""
        day = clock.day_of(moment)
        return day <= (self.changes_until or self.activity.starts_on) and self._is_to_happen_at(moment)

    def is_over_at(self, moment: datetime) -> bool:
        """The activity's answer; before its first day without reading a session, for each registration asks."""
        return self.activity.starts_on <= clock.day_of(moment) and self.activity.is_over_at(moment)

    def _is_to_happen_at(self, moment: datetime) -> bool:
        """Neither called off nor over."""
        return self.activity.state not in {State.CANCELLED, State.HELD} and not self.is_over_at(moment)


class SeatReserve(models.Model):
    """Seats kept for one municipality or one school until a day; from `released_on` they are everybody's."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="reserves")
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("municipality")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("school or organisation")
    )
    seats = models.PositiveSmallIntegerField(_("seats"))
    released_on = models.DateField(_("free for everybody from"), null=True, blank=True)

    class Meta:
        verbose_name = _("reserved seats")
        verbose_name_plural = _("reserved seats")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(municipality__isnull=True, organisation__isnull=False)
                | Q(municipality__isnull=False, organisation__isnull=True),
                name="participation_reserve_for_one",
            ),
            models.CheckConstraint(condition=Q(seats__gt=0), name="participation_reserve_seats_positive"),
            models.UniqueConstraint(
                fields=["enrolment", "municipality", "organisation"],
                name="participation_reserve_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation or self.municipality}: {self.seats}"

    def is_reserved_on(self, day: date) -> bool:
        return self.released_on is None or day < self.released_on
