"""Who takes part: counted without names, or registered and seen at sessions. The two never count the same people.

The rule, in one sentence: a head count holds the people whose names were not taken; whoever is registered
and seen at a session is counted from the attendance list. So attendances are the sum of both.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas import clock, formats
from darbigas_kopienas.activities.models import Activity, Session
from darbigas_kopienas.people.models import Organisation, Person

from .querysets import AttendanceQuerySet, HeadCountQuerySet, RegistrationQuerySet


class Group(models.TextChoices):
    """The groups that the funder's target group names, and the rest."""

    CHILDREN = "children", _("children")
    PARENTS = "parents", _("parents")
    TEACHERS = "teachers", _("teachers")
    MUNICIPAL_STAFF = "municipal_staff", pgettext_lazy("people counted", "municipal staff")
    NGO = "ngo", _("NGOs")
    MEDIA = "media", pgettext_lazy("people counted", "media")
    OTHERS = "others", _("others")


class HeadCount(models.Model):
    """How many of a group came whose names were not taken."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="head_counts", verbose_name=_("activity"))
    group = models.CharField(_("group"), max_length=20, choices=Group.choices)
    count = models.PositiveIntegerField(_("number"))

    objects = HeadCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("head count")
        verbose_name_plural = _("head counts")
        constraints = [
            models.UniqueConstraint(fields=["activity", "group"], name="participation_head_count_one_per_group"),
            models.CheckConstraint(condition=Q(count__gte=0), name="participation_head_count_not_negative"),
            models.CheckConstraint(condition=Q(group__in=Group.values), name="participation_head_count_known_group"),
        ]

    def __str__(self) -> str:
        return f"{self.get_group_display()}: {self.count}"


class Registration(models.Model):
    """Somebody's place at an activity, with the name and school as they were given that day.

    `person` is set only when the address was verified, so nobody collects another's certificates by typing an address.
    """

    class State(models.TextChoices):
        CONFIRMED = "confirmed", _("confirmed")
        WAITING = "waiting", _("on the waiting list")
        CANCELLED = "cancelled", _("registration cancelled")

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="registrations", verbose_name=_("activity"))
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    school = models.CharField(_("school or organisation"), max_length=200, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="registrations", verbose_name=_("person")
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.CONFIRMED)
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
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = formats.sort_key(self.name)
        super().save(*args, **kwargs)


class Attendance(models.Model):
    """A registered person was at this session, for so many academic hours (40 minutes each)."""

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="attendances")
    session = models.ForeignKey(Session, models.CASCADE, related_name="attendances")
    hours = models.DecimalField(_("academic hours"), max_digits=5, decimal_places=2)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [
            models.UniqueConstraint(fields=["registration", "session"], name="participation_attendance_once"),
            models.CheckConstraint(condition=Q(hours__gte=0), name="participation_attendance_hours_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.registration_id} @ {self.session_id}"
