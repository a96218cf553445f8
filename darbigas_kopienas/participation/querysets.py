from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import Case, CharField, Count, Exists, Func, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, Concat, JSONObject, Lower, NullIf
from django.utils.translation import get_language

from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.scoping import ScopedQuerySet, q_in_scopes
from darbigas_kopienas.values import formats

if TYPE_CHECKING:
    from .models import (  # noqa: F401 - named in the classes' arguments
        Attendance,
        Enrolment,
        HeadCount,
        Invitation,
        Registration,
        SignedSheet,
    )

_ACCENTED = "āčēģīķļņōŗšūž"


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

    def clashing_with(self, activity: Any) -> Self:
        """Standing ones of this activity whose person has another standing place in the same hours."""
        return self.standing().filter(Exists(self._elsewhere(activity)))

    def with_clash(self, activity: Any, user: Any) -> Self:
        """With `has_clash`, and with `clash` where this user may read the other registration: `pk`, `activity` and
        its `title`. Of one that is not theirs to read nothing is told but that it is there."""
        english = NullIf("activity__title_en", Value("")) if (get_language() or "lv").startswith("en") else Value(None)
        told = JSONObject(pk="pk", activity="activity", title=Coalesce(english, "activity__title_lv"))
        known = self._elsewhere(activity).for_staff(user).order_by("activity__starts_on", "pk").values(told=told)[:1]
        stands = ~Q(state__in=["cancelled", "refused"])
        return self.annotate(
            has_clash=Case(When(stands, then=Exists(self._elsewhere(activity))), default=Value(False)),
            clash=Case(When(stands, then=Subquery(known))),
        )

    def _elsewhere(self, activity: Any) -> Self:
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
        told = Lower(Concat("name", Value(" "), "email", Value(" "), "school", output_field=CharField()))
        plain = Func(told, Value(_ACCENTED), Value(formats.folded(_ACCENTED)), function="TRANSLATE")
        found = self.annotate(_told=plain)
        for word in formats.folded(words).split()[:6]:
            found = found.filter(_told__contains=word)
        return found

    def exportable_by(self, user: Any) -> Self:
        """Those of the scopes in which the person may both see names and take tables along."""
        return self.for_staff(user).filter(q_in_scopes(user, Permission.EXPORT, path="activity__"))

    def by_state(self) -> dict[str, int]:
        """How many in each state; states without any are left out."""
        rows = self.order_by().values("state").annotate(number=Count("pk")).values_list("state", "number")
        return dict(rows)

    def lapsed_at(self, moment: datetime) -> Self:
        """Offers not accepted and links not opened in time."""
        unopened = Q(confirm_by__lte=moment, verified_at__isnull=True, state__in=["confirmed", "waiting", "asked"])
        return self.filter(Q(state="offered", offer_until__lte=moment) | unopened)

    def seen(self) -> Self:
        """Registered people who were at a session at least once; an odd attendance counts once it is settled."""
        counts = Q(attendances__oddity="") | Q(attendances__settled_by__isnull=False)
        return self.filter(counts, attendances__isnull=False).distinct()


class InvitationQuerySet(ScopedQuerySet["Invitation"]):
    scope_path: ClassVar[str] = "activity__"
    see: ClassVar[tuple[Permission, ...]] = (Permission.SEE_REGISTRATIONS,)

    def silent(self) -> Self:
        """Neither registered nor said no."""
        return self.filter(registration__isnull=True, declined_at__isnull=True)

    def counts(self) -> dict[str, int]:
        """How many were invited, registered, said no, and are silent; the last three sum up to the first."""
        is_silent = Q(registration__isnull=True, declined_at__isnull=True)
        return self.order_by().aggregate(
            invited=Count("pk"),
            registered=Count("pk", filter=Q(registration__isnull=False)),
            declined=Count("pk", filter=Q(registration__isnull=True, declined_at__isnull=False)),
            silent=Count("pk", filter=is_silent),
        )


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
