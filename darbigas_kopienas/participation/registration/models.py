"""Somebody's place at an activity, and what they answered."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, Exists, OuterRef, Q, Subquery, When
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.activities.models import Activity, Session
from darbigas_kopienas.participation.enrolment.models import SeatReserve
from darbigas_kopienas.participation.head_counts.models import Group
from darbigas_kopienas.participation.questions.models import Question
from darbigas_kopienas.people.erasure import ERASED
from darbigas_kopienas.people.models import Municipality, Organisation, Person
from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.scoping import Scope, ScopedQuerySet, q_in_scopes
from darbigas_kopienas.values import clock, formats
from darbigas_kopienas.values.model_fields import ChoiceWords, EmailField, NameField, in_one_form, is_seen
from darbigas_kopienas.values.word_search import with_words


class RegistrationQuerySet(ScopedQuerySet["Registration"]):
    """Names: never for the funder or the auditor; one's own always."""

    scope_path: ClassVar[str] = "activity__"
    see: ClassVar[tuple[Permission, ...]] = (Permission.SEE_REGISTRATIONS,)

    def also_visible(self, user: Reader) -> Q:
        if not getattr(user, "is_authenticated", False):
            return super().also_visible(user)
        return Q(person__user=user)

    def own(self, user: Reader) -> Self:
        """One's own, and nobody else's whatever the role."""
        return self.filter(person__user=user) if getattr(user, "is_authenticated", False) else self.none()

    def for_staff(self, user: Reader) -> Self:
        """Those that the role opens; one's own are left out where it opens nothing."""
        return self.filter(q_in_scopes(user, Permission.SEE_REGISTRATIONS, path="activity__"))

    def at_the_door(self, user: Reader) -> Self:
        """Those in the lists where one ticks, too. For the list of a session that was found for this person."""
        return self.filter(
            q_in_scopes(user, Permission.SEE_REGISTRATIONS, Permission.RECORD_ATTENDANCE, path="activity__")
        )

    def confirmed(self) -> Self:
        return self.filter(state="confirmed")

    def active(self) -> Self:
        """Neither cancelled nor refused."""
        return self.exclude(state__in=["cancelled", "refused"])

    def with_seat(self) -> Self:
        """Confirmed, or offered and not yet answered."""
        return self.filter(state__in=["confirmed", "offered"])

    def in_line(self) -> Self:
        """On the waiting list, the first in line first."""
        return self.filter(state="waiting").order_by("waiting_no")

    def rank_of(self, registration: "Registration") -> int:
        """Which in line it is, counting from 1; 0 for whoever does not wait."""
        if registration.state != "waiting":
            return 0
        ahead = self.in_line().filter(activity=registration.activity_id, waiting_no__lt=registration.waiting_no)
        return ahead.count() + 1

    def overlapping(self, activity: Any) -> Self:
        """Standing ones for something else with a session in the same hours as one of this activity's."""
        sittings = Session.objects.exclude(state="cancelled")
        ours = sittings.filter(
            activity=activity, starts_at__lt=OuterRef("ends_at"), ends_at__gt=OuterRef("starts_at")
        )  # fmt: skip
        theirs = sittings.filter(Exists(ours), activity=OuterRef("activity"))
        return self.active().exclude(activity=activity).exclude(activity__state="cancelled").filter(Exists(theirs))

    def clashing_with(self, activity: object) -> Self:
        """Standing ones of this activity whose person has another standing place in the same hours."""
        return self.active().filter(Exists(self._elsewhere(activity)))

    def _elsewhere(self, activity: object) -> Self:
        """For a subquery: the same person's other standing places in these hours; an unverified one is nobody's."""
        others: Self = self.model._default_manager.all()  # type: ignore[assignment]  # the manager is made of this class
        return others.filter(person=OuterRef("person")).overlapping(activity)

    def absent(self) -> Self:
        """Confirmed and at no session; whoever's odd check-in waits to be looked at may have been there."""
        return self.confirmed().filter(attendances__isnull=True)

    def with_rank(self) -> Self:
        """With `rank`: how many in line up to this one, itself included; None for whoever does not wait."""
        ahead = (
            self.model._default_manager.filter(
                activity=OuterRef("activity"), state="waiting", waiting_no__lte=OuterRef("waiting_no")
            )
            .order_by()
            .values("activity")
            .annotate(number=Count("pk"))
            .values("number")
        )
        return self.annotate(rank=Case(When(state="waiting", then=Subquery(ahead))))

    def about(self, words: str) -> Self:
        """Every word is somewhere in the name, the address or the school; case and diacritics do not matter."""
        return with_words(self, words)

    def exportable_by(self, user: Reader) -> Self:
        """Those of the scopes in which the person may both see names and take tables along."""
        return self.for_staff(user).filter(q_in_scopes(user, Permission.EXPORT, path="activity__"))

    def lapsed_at(self, moment: datetime) -> Self:
        """Offers not accepted and links not opened in time."""
        unopened = Q(confirm_by__lte=moment, verified_at__isnull=True, state__in=["confirmed", "waiting", "asked"])
        return self.filter(Q(state="offered", offer_until__lte=moment) | unopened)

    def seen(self) -> Self:
        """Registered people who were at a session at least once; an odd attendance counts once it is settled."""
        counts = Q(attendances__oddity="") | Q(attendances__settled_by__isnull=False)
        return self.filter(counts, attendances__isnull=False).distinct()


MAX_SORT_KEY = 400  # of a name of 120 capitals, only its beginning
MAX_SCHOOL_KEY = 800


class Registration(ChoiceWords, models.Model):
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

        SELF = "self", _("signed in, by the participant")
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
    name = NameField(_("name"), max_length=120)
    email = EmailField(_("e-mail"), blank=True)
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
    via = models.CharField(_("how registered"), max_length=10, choices=Via.choices, default=Via.ORGANISER)
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
    sort_key = models.CharField(max_length=MAX_SORT_KEY, editable=False)
    # One random mark for the places of one person, once nobody may know who it was.
    anonymous_key = models.CharField(max_length=32, blank=True, editable=False)
    sequence = models.PositiveIntegerField(
        default=0, editable=False, help_text="rises with its state; the database writes it"
    )
    school_key = models.CharField(max_length=MAX_SCHOOL_KEY, editable=False)
    folded = models.TextField(editable=False)

    has_clash: bool = False  # both by `clashes.mark_clashes`
    clash: "Registration | None" = None
    why_unreachable: str = ""  # by `unreachable.mark_unreachable`

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
            in_one_form(name="participation_registration_email_one_form"),
            models.CheckConstraint(condition=~Q(name=""), name="participation_registration_has_name"),
            is_seen("name", name="participation_registration_name_is_seen"),
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
            models.CheckConstraint(condition=Q(anonymous_key="") | Q(person=None, email="", school="", name=ERASED),
                                   name="participation_registration_anonymous_whole"),
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

    def save(self, *args: object, **kwargs: Any) -> None:
        self.sort()
        super().save(*args, **kwargs)

    def sort(self) -> None:
        """Its place among names and among schools, and by what it is found; where a row is written without `save`."""
        self.sort_key = formats.sort_key(self.name)[:MAX_SORT_KEY]
        self.school_key = formats.sort_key(self.school)[:MAX_SCHOOL_KEY]
        self.folded = formats.folded(f"{self.name} {self.email} {self.school}")

    @property
    def scope(self) -> Scope:
        return self.activity.scope

    @property
    def has_seat(self) -> bool:
        return self.state in WITH_SEAT

    @property
    def is_active(self) -> bool:
        return self.state not in {self.State.CANCELLED, self.State.REFUSED}

    @property
    def is_unopened(self) -> bool:
        """Its mailed link still waits to be opened."""
        return self.confirm_by is not None and self.verified_at is None and self.state != self.State.CANCELLED

    def has_lapsed_at(self, moment: datetime) -> bool:
        """Its offer, or the time for opening the mailed link, is over."""
        if self.state == self.State.OFFERED:
            return self.offer_until is not None and self.offer_until <= moment
        return self.state != self.State.CANCELLED and self.confirm_by is not None and self.confirm_by <= moment


WITH_SEAT = (Registration.State.CONFIRMED, Registration.State.OFFERED)


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
