"""Somebody's place at an activity, what they answered, and who was asked to come."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.participation.querysets import InvitationQuerySet, RegistrationQuerySet
from darbigas_kopienas.people.models import Municipality, Organisation, Person
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock, formats

from .counting import Group
from .enrolment import Question, SeatReserve


class Registration(models.Model):
    """Somebody's place at an activity, with the name and school as they were given that day.

    `person` is set only when the address was verified, so nobody collects another's certificates by typing an address.
    """

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("registration", "waits for approval")
        CONFIRMED = "confirmed", pgettext_lazy("registration", "confirmed")
        WAITING = "waiting", _("on the waiting list")
        OFFERED = "offered", pgettext_lazy("registration", "a seat is offered")
        REFUSED = "refused", pgettext_lazy("registration", "refused")
        CANCELLED = "cancelled", _("registration cancelled")

    class Via(models.TextChoices):
        """How the registration came about."""

        SELF = "self", _("signed in, by oneself")
        GUEST = "guest", _("as a guest")
        COLLEAGUE = "colleague", _("by a colleague")
        ORGANISER = "organiser", _("by the organiser")
        WALK_IN = "walk_in", _("came without registering")

    class Ending(models.TextChoices):
        """Why a cancelled registration ended."""

        SELF = "self", _("cancelled by the participant")
        ORGANISER = "organiser", _("cancelled by the organiser")
        OFFER_LAPSED = "offer_lapsed", _("the offered seat was not accepted in time")
        NOT_CONFIRMED = "not_confirmed", _("the mailed link was not opened in time")

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="registrations", verbose_name=_("activity"))
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    school = models.CharField(_("school or organisation"), max_length=200, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("municipality")
    )
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="registrations", verbose_name=_("person")
    )
    group = models.CharField(_("group"), max_length=20, choices=Group.choices, blank=True)
    language = models.CharField(_("language"), max_length=2, default="lv")
    shows_name = models.BooleanField(_("other participants may see the name and the school"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.CONFIRMED)
    via = models.CharField(_("came about"), max_length=10, choices=Via.choices, default=Via.ORGANISER)
    ending = models.CharField(_("ended because"), max_length=20, choices=Ending.choices, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    reserve = models.ForeignKey(SeatReserve, models.SET_NULL, null=True, blank=True, related_name="registrations")
    waiting_no = models.PositiveIntegerField(_("number in the waiting list"), null=True, blank=True)
    offer_until = models.DateTimeField(_("the seat is offered until"), null=True, blank=True)
    confirm_by = models.DateTimeField(_("the mailed link is to be opened until"), null=True, blank=True)
    verified_at = models.DateTimeField(_("the mailed link was opened"), null=True, blank=True)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("registered by"),
    )
    created_at = models.DateTimeField(_("registered at"), default=clock.now, editable=False)
    sort_key = models.CharField(max_length=400, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                "activity",
                Lower("email"),
                condition=~Q(email="") & ~Q(state="cancelled"),
                name="participation_registration_once",
            ),
            models.UniqueConstraint(
                fields=["activity", "person"],
                condition=Q(person__isnull=False) & ~Q(state="cancelled"),
                name="participation_registration_person_once",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="participation_registration_has_name"),
            models.CheckConstraint(condition=Q(state__in=["asked", "confirmed", "waiting", "offered", "refused",
                                                          "cancelled"]),
                                   name="participation_registration_state"),
            models.UniqueConstraint(
                fields=["activity", "waiting_no"],
                condition=Q(waiting_no__isnull=False),
                name="participation_registration_one_per_place_in_line",
            ),
            models.CheckConstraint(
                condition=~Q(state="waiting") | Q(waiting_no__isnull=False),
                name="participation_registration_waits_in_line",
            ),
            models.CheckConstraint(
                condition=Q(state="offered", offer_until__isnull=False)
                | (~Q(state="offered") & Q(offer_until__isnull=True)),
                name="participation_registration_offer_has_end",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""), name="participation_registration_refused_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(ending="") | Q(state="cancelled"), name="participation_registration_ending_of_cancelled"
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["activity", "state"], name="participation_reg_by_state"),
            models.Index("email", name="participation_reg_by_email"),
            models.Index(
                fields=["offer_until"], condition=Q(state="offered"), name="participation_reg_offers"
            ),
            models.Index(
                fields=["confirm_by"], condition=Q(confirm_by__isnull=False), name="participation_reg_unconfirmed"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort()
        super().save(*args, **kwargs)

    def sort(self) -> None:
        """Its place among names; where a row is written without `save`."""
        self.sort_key = formats.sort_key(self.name)[:400]

    @property
    def scope(self) -> Scope:
        return self.activity.scope

    @property
    def holds_seat(self) -> bool:
        return self.state in HOLDING_SEAT

    @property
    def is_standing(self) -> bool:
        return self.state not in {self.State.CANCELLED, self.State.REFUSED}

    def has_lapsed_at(self, moment: datetime) -> bool:
        """Its offer, or the time for opening the mailed link, is over."""
        if self.state == self.State.OFFERED:
            return self.offer_until is not None and self.offer_until <= moment
        return self.state != self.State.CANCELLED and self.confirm_by is not None and self.confirm_by <= moment


HOLDING_SEAT = (Registration.State.CONFIRMED, Registration.State.OFFERED)


class Answer(models.Model):
    """What somebody who registered answered to a question."""

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.CASCADE, related_name="answers")
    value = models.CharField(_("answer"), max_length=1000)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(fields=["registration", "question"], name="participation_answer_once"),
            models.CheckConstraint(condition=~Q(value=""), name="participation_answer_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.registration_id} / {self.question_id}"

    @property
    def shown(self) -> str:
        """In the reader's language where it was chosen, else as written."""
        words = dict(self.question.choices()) if self.question.kind != Question.Kind.TEXT else {}
        return str(words.get(self.value, self.value))


class Invitation(models.Model):
    """Somebody was asked to come; `registration` is their answer."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="invitations", verbose_name=_("activity"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"))
    school = models.CharField(_("school or organisation"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=2, default="lv")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField(_("invited at"), default=clock.now)
    reminded_at = models.DateTimeField(_("reminded at"), null=True, blank=True)
    declined_at = models.DateTimeField(_("declined at"), null=True, blank=True)
    registration = models.OneToOneField(
        Registration, models.SET_NULL, null=True, blank=True, related_name="invitation", verbose_name=_("registration")
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["email", "pk"]
        constraints = [
            models.UniqueConstraint("activity", Lower("email"), name="participation_invitation_once"),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id}: {self.pk}"

    @property
    def scope(self) -> Scope:
        return self.activity.scope
