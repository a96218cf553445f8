from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Sum

from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.scoping import ScopedQuerySet, q_in_scopes

if TYPE_CHECKING:
    from .models import (  # noqa: F401 - named in the classes' arguments
        Attendance,
        Enrolment,
        HeadCount,
        Invitation,
        Registration,
        SignedSheet,
    )


class HeadCountQuerySet(ScopedQuerySet["HeadCount"]):
    """Numbers without names: whoever sees the staff side of the activity sees them."""

    scope_path: ClassVar[str] = "activity__"

    def by_group(self) -> dict[str, int]:
        rows = self.order_by().values("group").annotate(number=Sum("count")).values_list("group", "number")
        return dict(rows)


class EnrolmentQuerySet(ScopedQuerySet["Enrolment"]):
    """How a published activity takes registrations is public; of the others it is the staff's."""

    scope_path: ClassVar[str] = "activity__"

    def also_visible(self, user: Any) -> Q:
        return Q(activity__is_public=True)

    def with_activity(self) -> Self:
        return self.select_related("activity__programme", "activity__municipality")


class RegistrationQuerySet(ScopedQuerySet["Registration"]):
    """Names: never for the funder or the auditor; one's own always."""

    scope_path: ClassVar[str] = "activity__"
    see: ClassVar[tuple[Permission, ...]] = (Permission.SEE_REGISTRATIONS,)

    def also_visible(self, user: Any) -> Q:
        if not getattr(user, "is_authenticated", False):
            return super().also_visible(user)
        return Q(person__user=user)

    def own(self, user: Any) -> Self:
        """One's own, and nobody else's whatever the role."""
        return self.filter(person__user=user) if getattr(user, "is_authenticated", False) else self.none()

    def for_staff(self, user: Any) -> Self:
        """Those that the role opens; one's own are left out where it opens nothing."""
        return self.filter(q_in_scopes(user, Permission.SEE_REGISTRATIONS, path="activity__"))

    def confirmed(self) -> Self:
        return self.filter(state="confirmed")

    def standing(self) -> Self:
        """Neither cancelled nor refused."""
        return self.exclude(state__in=["cancelled", "refused"])

    def holding_seat(self) -> Self:
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
        return self.standing().exclude(activity=activity).exclude(activity__state="cancelled").filter(Exists(theirs))

    def lapsed_at(self, moment: datetime) -> Self:
        """Offers not accepted and links not opened in time."""
        unopened = Q(confirm_by__lte=moment, verified_at__isnull=True, state__in=["confirmed", "waiting", "asked"])
        return self.filter(Q(state="offered", offer_until__lte=moment) | unopened)

    def seen(self) -> Self:
        """Registered people who were at a session at least once."""
        return self.filter(attendances__isnull=False).distinct()


class InvitationQuerySet(ScopedQuerySet["Invitation"]):
    scope_path: ClassVar[str] = "activity__"
    see: ClassVar[tuple[Permission, ...]] = (Permission.SEE_REGISTRATIONS,)

    def silent(self) -> Self:
        """Neither registered nor said no."""
        return self.filter(registration__isnull=True, declined_at__isnull=True)


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def visible_to(self, user: Any) -> Self:
        from .models import Registration  # the models of this app are not loaded yet when this module is

        return self.filter(registration__in=Registration.objects.visible_to(user))

    def counting(self) -> Self:
        """Odd ones count only after the organiser has looked at them."""
        return self.filter(Q(oddity="") | Q(settled_by__isnull=False))


class SignedSheetQuerySet(ScopedQuerySet["SignedSheet"]):
    scope_path: ClassVar[str] = "session__activity__"
    see: ClassVar[tuple[Permission, ...]] = (Permission.SEE_REGISTRATIONS,)
