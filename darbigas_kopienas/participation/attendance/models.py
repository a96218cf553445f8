"""Who was seen at which session, and the ways by which that came to be known."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.participation.registration.models import Registration
from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.scoping import Scope, ScopedQuerySet
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.codes import FAR_APART, random_code
from darbigas_kopienas.values.model_fields import ChoiceWords

CODE_LENGTH = 6


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def visible_to(self, user: Reader) -> Self:
        return self.filter(registration__in=Registration.objects.visible_to(user))

    def at_the_door(self, user: Reader) -> Self:
        return self.filter(registration__in=Registration.objects.at_the_door(user))

    def counting(self) -> Self:
        """Odd ones count only after the organiser has looked at them."""
        return self.filter(Q(oddity="") | Q(settled_by__isnull=False))


class SignedSheetQuerySet(ScopedQuerySet["SignedSheet"]):
    scope_path: ClassVar[str] = "session__activity__"
    see: ClassVar[tuple[Permission, ...]] = (Permission.SEE_REGISTRATIONS,)


def new_wall_code() -> str:
    return random_code(CODE_LENGTH, FAR_APART)


class Attendance(ChoiceWords, models.Model):
    """A registered person was at this session, for so many academic hours (40 minutes each)."""

    class Via(models.TextChoices):
        LIST = "list", _("ticked in the list")
        SHEET = "sheet", _("keyed from the signed sheet")
        WALL_CODE = "wall_code", _("by the code on the wall")
        PASS = "pass", _("by the participant’s own code")

    class Oddity(models.TextChoices):
        """Why the organiser should look at it before it counts."""

        OUTSIDE_HOURS = "outside_hours", _("not in the time of the session")
        SAME_DEVICE = "same_device", _("several people from one device")

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="attendances")
    session = models.ForeignKey(Session, models.CASCADE, related_name="attendances")
    hours = models.DecimalField(_("academic hours"), max_digits=5, decimal_places=2)
    via = models.CharField(_("how recorded"), max_length=10, choices=Via.choices, default=Via.LIST)
    oddity = models.CharField(_("to be looked at"), max_length=20, choices=Oddity.choices, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("recorded at"), default=clock.now)

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

    @property
    def counts(self) -> bool:
        """An odd one counts only after the organiser has looked at it."""
        return not self.oddity or self.settled_by_id is not None


class WallCode(models.Model):
    """The code on the wall by which people check in to this one session; every session has its own."""

    session = models.OneToOneField(Session, models.CASCADE, related_name="wall_code")
    code = models.CharField(_("code"), max_length=CODE_LENGTH, unique=True, default=new_wall_code)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("code on the wall")
        verbose_name_plural = _("codes on the wall")

    def __str__(self) -> str:
        return f"{self.session_id}"


class SignedSheet(models.Model):
    """A page of the sign-in sheet came back signed and photographed; it is evidence of the session."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="signed_sheets")
    page = models.PositiveSmallIntegerField(_("page"))
    document = models.OneToOneField(Document, models.PROTECT, related_name="signed_sheet")
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    filed_at = models.DateTimeField(_("filed at"), default=clock.now)

    objects = SignedSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("signed sheet")
        verbose_name_plural = _("signed sheets")
        ordering = ["session", "page", "pk"]

    def __str__(self) -> str:
        return f"{self.session_id}/{self.page}"

    @property
    def scope(self) -> Scope:
        return self.session.activity.scope
