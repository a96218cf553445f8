"""Spans in which nothing may change any more, and the requests to open one for some days."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.people.models import User
from darbigas_kopienas.values import clock

from .access import Permission, scopes_of
from .actors import Reader
from .scoping import Scope, Scoped, ScopedQuerySet
from .shared_statements import shared

MAX_DAYS_OPEN = 90


class ClosingKind(models.TextChoices):
    MONEY = "money", _("money (by the document’s date)")
    ACTIVITIES = "activities", _("activities (by the day held)")


@dataclass(frozen=True, slots=True)
class CutOff:
    """What waits in a span that is about to be closed: what it is, its address, and how far it is."""

    text: str
    url: str
    state: str


def _of_whole_programmes(user: Reader, see: tuple[Permission, ...]) -> Q:
    programmes = {programme_id for programme_id, _municipality in scopes_of(user, *see)}
    return Q(programme_id__in=programmes, municipality__isnull=True)


class ClosingQuerySet(ScopedQuerySet["Closing"]):
    def also_visible(self, user: Reader) -> Q:
        """A closing of the whole programme covers every municipality, so each of them sees it."""
        return _of_whole_programmes(user, self.see)

    def overlapping(self, scope: Scope, kind: str, starts_on: date, ends_on: date) -> Self:
        """Closings of these days for this scope, or for all."""
        here = Q(municipality__isnull=True) | Q(municipality_id=scope.municipality_id)
        return self.filter(
            here, programme_id=scope.programme_id, kind=kind, starts_on__lte=ends_on, ends_on__gte=starts_on
        )

    def covering(self, scope: Scope, kind: str, day: date) -> Self:
        """Closings that forbid a change on this day; a closing of the whole programme covers every municipality."""
        opened = Reopening.objects.open_on(clock.today()).for_scope(scope).filter(closing=OuterRef("pk"))
        return self.filter(
            Q(municipality__isnull=True) | Q(municipality_id=scope.municipality_id),
            ~Exists(opened),
            programme_id=scope.programme_id,
            kind=kind,
            starts_on__lte=day,
            ends_on__gte=day,
        )


class Closing(Scoped):
    """A span that is over, in which nothing of a kind may change any more; opened for some days only by two people.

    Rows are only ever added.
    """

    append_only = True

    kind = models.CharField(_("kind"), max_length=10, choices=ClosingKind.choices)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    closed_at = models.DateTimeField(default=clock.now)

    objects = ClosingQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "pk"]
        verbose_name = _("closing of a period")
        verbose_name_plural = _("closings of periods")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="programme_closing_order"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.starts_on}–{self.ends_on}"

    def covers(self, scope: Scope) -> bool:
        return self.programme_id == scope.programme_id and self.municipality_id in {None, scope.municipality_id}


class ReopeningQuerySet(ScopedQuerySet["Reopening"]):
    def also_visible(self, user: Reader) -> Q:
        """What is open for everybody is open for each municipality; another's own request is not theirs to read."""
        return _of_whole_programmes(user, self.see)

    def unanswered(self) -> Self:
        return self.filter(state=Reopening.State.ASKED)

    def open_on(self, day: date) -> Self:
        """Opened, and not over yet: on the day after the last one the period closes by itself."""
        return self.filter(Q(open_until__isnull=True) | Q(open_until__gte=day), state=Reopening.State.OPENED)

    def for_scope(self, scope: Scope) -> Self:
        """That let this scope write: a request of one municipality opens nothing for another."""
        return self.filter(Q(municipality__isnull=True) | Q(municipality_id=scope.municipality_id))


class Reopening(Scoped):
    """A request to open a closed period, for one municipality or for all whom the closing covers, and its answer.

    Opened it is until the end of `open_until`; empty there are only periods that were opened for good before requests
    had days. An answered request is history: the database refuses to change it.
    """

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("reopening", "asked")
        OPENED = "opened", pgettext_lazy("reopening", "opened")
        DECLINED = "declined", pgettext_lazy("reopening", "declined")

    closing = models.ForeignKey(Closing, models.PROTECT, related_name="reopenings", verbose_name=_("closing"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now, null=True)
    reason = models.CharField(_("reason for reopening"), max_length=300)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    open_until = models.DateField(_("open until"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=300, blank=True)

    objects = ReopeningQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("request to open a closed period")
        verbose_name_plural = _("requests to open closed periods")
        constraints = [
            models.UniqueConstraint(
                fields=["closing", "municipality", "asked_by"],
                condition=Q(state="asked"),
                name="programme_reopening_asked_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("asked_by")),
                name="programme_reopening_by_two",
            ),
            models.CheckConstraint(
                condition=Q(state="asked", answered_by__isnull=True, answered_at__isnull=True, open_until__isnull=True)
                | Q(state="opened", answered_by__isnull=False, answered_at__isnull=False)
                | (
                    Q(state="declined", answered_by__isnull=False, answered_at__isnull=False, open_until__isnull=True)
                    & ~Q(answer="")
                ),
                name="programme_reopening_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.closing}: {self.reason}"

    @property
    def is_open(self) -> bool:
        """Today."""
        return self.state == self.State.OPENED and (self.open_until is None or self.open_until >= clock.today())


def requests_in(programme_id: int, user: User) -> list[Reopening]:
    """Those of the programme that the person may see."""

    def seen(anybody: User) -> "models.QuerySet[Reopening]":
        rows = Reopening.objects.visible_to(anybody).filter(programme=programme_id)
        return rows.select_related("closing", "municipality", "asked_by", "answered_by")

    return shared("reopenings", user, programme_id, seen, by_day=True).objects(user.pk)
