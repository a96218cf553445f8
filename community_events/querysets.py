"""Which events, and with which numbers beside them."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.participation.models import HeadCount, Registration
from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.scoping import ScopedQuerySet, q_in_scopes
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.word_search import with_words

if TYPE_CHECKING:
    from .models import CommunityEvent  # noqa: F401 - named in the class's argument


class CommunityEventQuerySet(ScopedQuerySet["CommunityEvent"]):
    scope_path: ClassVar[str] = "activity__"

    def also_visible(self, user: Reader) -> Q:
        return Q(activity__is_public=True)

    def for_staff(self, user: Reader) -> Self:
        """The log itself, without the public events of other municipalities."""
        return self.filter(q_in_scopes(user, Permission.SEE_STAFF, path="activity__"))

    def waiting_to_be_published(self) -> Self:
        """Still to come, and seen by nobody but colleagues."""
        return self.upcoming(clock.today()).filter(activity__is_public=False)

    def exportable_by(self, user: Reader) -> Self:
        return self.filter(q_in_scopes(user, Permission.EXPORT, path="activity__"))

    def with_activity(self) -> Self:
        return self.select_related(
            "activity__programme",
            "activity__municipality",
            "activity__component",
            "activity__organiser",
            "activity__enrolment",
        )

    def with_day(self) -> Self:
        """`day`: when it was held, else when it is planned."""
        return self.annotate(day=Coalesce("activity__held_on", "activity__starts_on"))

    def with_attendances(self) -> Self:
        """`attendances`, by the rule of participation.participants.unique_people, in the same statement as the rows."""
        heads = HeadCount.objects.filter(activity=OuterRef("activity")).order_by().values("activity")
        counted = Subquery(heads.annotate(number=Sum("count")).values("number"))
        seen = Registration.objects.filter(activity=OuterRef("activity"), attendances__isnull=False).active()
        named = Subquery(
            seen.order_by().values("activity").annotate(number=Count("pk", distinct=True)).values("number"),
            output_field=models.IntegerField(),
        )
        return self.annotate(attendances=Coalesce(counted, Value(0)) + Coalesce(named, Value(0)))

    def saying(self, words: str) -> Self:
        """Every word stands in the title or the place, whatever the case and the marks above letters."""
        return with_words(self, words, column="activity__folded")

    def day_between(self, starts_on: date, ends_on: date) -> Self:
        return self.with_day().filter(day__gte=starts_on, day__lte=ends_on)

    def public(self) -> Self:
        return self.filter(activity__is_public=True)

    def upcoming(self, on: date) -> Self:
        """Still to come or going on that day, soonest first."""
        return self.filter(activity__in=Activity.objects.upcoming(on)).order_by("activity__starts_on", "pk")

    def held(self) -> Self:
        """Those that took place, newest first."""
        return self.filter(activity__held_on__isnull=False).order_by(F("activity__held_on").desc(), "-pk")
