"""Somebody asked that their data be erased, and what was answered."""

from calendar import monthrange
from collections.abc import Collection
from datetime import date, datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from darbigas_kopienas.participation.registration.models import Registration
from darbigas_kopienas.people.erasure import ERASED
from darbigas_kopienas.people.models import Person
from darbigas_kopienas.programme.access import Permission, scopes_of
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.facts.kinds import Row
from darbigas_kopienas.programme.memberships import Membership
from darbigas_kopienas.programme.models import Partnership
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.model_fields import ChoiceWords


def due_after(asked: datetime) -> date:
    """The last day for the answer: the same day of the next month, or the last that it has."""
    day = clock.day_of(asked)
    year, month = divmod(day.year * 12 + day.month, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


class ErasureRequestQuerySet(models.QuerySet["ErasureRequest"]):
    def waiting(self) -> Self:
        return self.filter(state=ErasureRequest.State.ASKED)

    def about(self, person: Person) -> Self:
        """By whichever row of theirs: those merged into one are one human being."""
        target = person.merged_into_id or person.pk
        return self.filter(Q(person=target) | Q(person__merged_into=target))

    def own(self, user: Reader) -> Self:
        """About the person behind the account, whoever wrote it down."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(Q(person__user=user) | Q(person__merged_into__user=user))

    def in_programmes(self, programmes: Collection[int]) -> Self:
        """About people with a place, an entry in the register or a role there; and about whoever has none anywhere."""
        if not programmes:
            return self.none()
        rows = self.alias(
            target=Coalesce("person__merged_into", "person"),
            account=Coalesce("person__merged_into__user", "person__user"),
            register=Coalesce("person__merged_into__entered_for", "person__entered_for"),
        )
        known = (
            (Registration.objects.filter(person=OuterRef("target")), "activity__programme__in"),
            (Membership.objects.filter(user=OuterRef("account")), "programme__in"),
            (Partnership.objects.filter(municipality=OuterRef("register")), "programme__in"),
        )
        here, elsewhere = Q(), Q()
        for ties, path in known:
            here |= Q(Exists(ties.filter(**{path: list(programmes)})))
            elsewhere |= Q(Exists(ties))
        return rows.filter(here | ~elsewhere)

    def to_answer_by(self, user: Reader) -> Self:
        whole = {pk for pk, municipality in scopes_of(user, Permission.MANAGE_PRIVACY) if municipality is None}
        return self.in_programmes(whole)

    def visible_to(self, user: Reader) -> Self:
        """One's own, and those that the user answers."""
        own, to_answer = self.own(user).values("pk"), self.to_answer_by(user).values("pk")
        return self.filter(Q(pk__in=own) | Q(pk__in=to_answer))

    def with_order(self) -> Self:
        """`waits_since` of those that wait, to sort by."""
        waits = models.Case(models.When(state=ErasureRequest.State.ASKED, then=F("asked_at")))
        return self.annotate(waits_since=waits)


class ErasureRequest(ChoiceWords, models.Model):
    """A request to be erased. It is answered within a month (GDPR, article 12, paragraph 3).

    `is_own`: asked in the portal by the person's own account; else `note` says how it reached the colleague who wrote
    it down. `erased` is how many rows were emptied or removed, by the trail's word; `stays` is where the name stands
    all the same, by language. Holds no name: the row outlives it.
    """

    class State(models.TextChoices):
        ASKED = "asked_erasure", pgettext_lazy("erasure", "waits for an answer")
        DONE = "erased_person", pgettext_lazy("erasure", "erased")
        REFUSED = "refused_erasure", pgettext_lazy("erasure", "refused")
        WITHDRAWN = "withdrawn_erasure", pgettext_lazy("erasure", "withdrawn")

    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("person"))
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.ASKED)
    is_own = models.BooleanField(_("asked by the person"), default=True)
    note = models.CharField(_("how it was asked"), max_length=300, blank=True)
    asked_at = models.DateTimeField(_("asked at"), default=clock.now)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    erased: "models.JSONField[dict[str, int], dict[str, int]]" = models.JSONField(default=dict, editable=False)
    stays: "models.JSONField[Row, Row]" = models.JSONField(default=dict, editable=False)

    objects: ClassVar[ErasureRequestQuerySet] = ErasureRequestQuerySet.as_manager()  # type: ignore[assignment]  # typed manager

    class Meta:
        verbose_name = _("request to erase data")
        verbose_name_plural = _("requests to erase data")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state="asked_erasure"), name="administration_erasure_asked_once"
            ),
            models.CheckConstraint(
                condition=Q(state="asked_erasure", answered_at__isnull=True)
                | (~Q(state="asked_erasure") & Q(answered_at__isnull=False)),
                name="administration_erasure_answered_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused_erasure") | ~Q(reason=""), name="administration_erasure_refused_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(is_own=True) | ~Q(note=""), name="administration_erasure_says_how_it_was_asked"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} · {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.ASKED

    @property
    def due_on(self) -> date:
        return due_after(self.asked_at)

    @property
    def days_left(self) -> int:
        """Below zero: so many days late."""
        return (self.due_on - clock.today()).days

    @property
    def days_late(self) -> int:
        return max(-self.days_left, 0)

    @property
    def target(self) -> Person:
        """The row that stands for the person: whoever theirs was merged into, if it was."""
        return self.person.merged_into or self.person

    @property
    def is_erased(self) -> bool:
        """Also where it was this person's other request that was carried out."""
        return self.state == self.State.DONE or self.target.name == ERASED

    @property
    def who(self) -> str:
        return pgettext("person", "data erased") if self.is_erased else self.target.name
