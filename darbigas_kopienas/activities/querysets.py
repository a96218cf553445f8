"""Which activities and costs, in the coordinator's words."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.scoping import ScopedQuerySet, q_in_scopes

if TYPE_CHECKING:
    from .models import Activity, Change, Cost  # noqa: F401 - named in the classes' arguments


TO_COME = ("planned", "postponed", "moved_online")
NOT_TAKEN_OFF = (*TO_COME, "held")


class ActivityQuerySet(ScopedQuerySet["Activity"]):
    def also_visible(self, user: Reader) -> Q:
        return Q(is_public=True)

    def for_staff(self, user: Reader) -> Self:
        """The staff side: public rows of a municipality that is not one's own are left out."""
        return self.filter(q_in_scopes(user, Permission.SEE_STAFF))

    def visible_or_recorded_by(self, user: Reader) -> Self:
        """What one sees, and what one only records attendance of, shown to everybody or not."""
        recorded = q_in_scopes(user, *self.see, Permission.RECORD_ATTENDANCE)
        return self.filter(recorded | self.also_visible(user))

    def in_choices(self) -> Self:
        """The latest first, each with what its `choice_label` says."""
        return self.select_related("municipality").order_by(Coalesce("held_on", "starts_on").desc(), "-pk")

    def public(self) -> Self:
        return self.filter(is_public=True)

    def of_component(self, label: str) -> Self:
        return self.filter(component__label=label)

    def held(self) -> Self:
        return self.filter(held_on__isnull=False)

    def held_between(self, starts_on: date, ends_on: date) -> Self:
        """Held on a local day of the span, both ends inclusive."""
        return self.filter(held_on__gte=starts_on, held_on__lte=ends_on)

    def locked(self, pk: int) -> "Activity":
        """Until the transaction ends nobody changes its state, or adds what relies on the state.

        Whoever registers points at the row behind another lock, and need not wait for this one.
        """
        rows = self.select_for_update(of=("self",), no_key=True)
        return rows.select_related("component__programme").get(pk=pk)

    def upcoming(self, on: date) -> Self:
        """Still to come or going on (today included), soonest first; cancelled and held ones are not."""
        return self.filter(self._is_not_over(on), state__in=TO_COME).order_by("starts_on", "pk")

    def to_be_answered_on(self, day: date) -> Self:
        """Planned, its last day has passed, and nobody said yet what became of it; the oldest first."""
        return self.filter(state__in=TO_COME).exclude(self._is_not_over(day)).order_by("starts_on", "pk")

    def not_over(self, day: date) -> Self:
        """By its planned day and by its sessions; one that was taken off keeps nothing open."""
        return self.filter(self._is_not_over(day))

    def _is_not_over(self, day: date) -> Q:
        later = self.model._default_manager.filter(
            pk=OuterRef("pk"), sessions__ends_at__date__gte=day, sessions__state__in=NOT_TAKEN_OFF
        )
        return Q(starts_on__gte=day) | Q(Exists(later))


class ChangeQuerySet(models.QuerySet["Change"]):
    def visible_to(self, user: Reader) -> Self:
        return self.filter(q_in_scopes(user, Permission.SEE_STAFF, path="activity__"))

    def with_reason(self) -> Self:
        """Those to be told with their reason: neither that it was held, nor that this was a mistake."""
        return self.exclude(reason="").exclude(from_state="held", to_state="planned")

    def deviations_between(self, starts_on: date, ends_on: date) -> Self:
        """Postponed, moved online or cancelled, by the day it was to happen and in the order of those days.

        A withdrawn record is no deviation: cancelled while held (as it once could be), or right after it was set back.
        """
        earlier = self.model._default_manager.filter(activity=OuterRef("activity"), pk__lt=OuterRef("pk"))
        last = Subquery(earlier.order_by("-pk").values("from_state")[:1])
        before = self.annotate(came_from=Coalesce(last, Value("")))  # none: NULL would take the row out too
        deviations = before.filter(
            to_state__in=["postponed", "moved_online", "cancelled"], day_before__gte=starts_on, day_before__lte=ends_on
        ).exclude(Q(from_state="held") | Q(came_from="held", from_state="planned", to_state="cancelled"))
        return deviations.order_by("day_before", "pk")


class CostQuerySet(ScopedQuerySet["Cost"]):
    see = (Permission.SEE_BUDGET,)

    def at_stage(self, stage: str) -> Self:
        return self.filter(stage=stage)
