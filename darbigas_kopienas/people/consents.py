"""What people are told about their data, in versions, and what they agreed to, with the words that they saw.

Each floor and room says in its `room.py` which consents it asks for (`Room.consents`). Telling (the notice) needs no
agreement; a consent is given freely, and withdrawn as easily (GDPR, articles 7 and 13).
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.values import clock, texts

if TYPE_CHECKING:
    from .models import Person, User

SCHOOL_HOURS = "people.school_hours"


class Withdraw(Protocol):
    """Makes it so that what was agreed to no longer happens; of a kind that is about rows, `only` these."""

    def __call__(self, person: "Person", only: Collection[int] | None = None) -> None: ...


@dataclass(frozen=True, slots=True)
class About:
    """For what a consent was given, in people's words. `may_agree`: it would still mean something there."""

    text: str
    url: str = ""
    may_agree: bool = True


@dataclass(frozen=True, slots=True)
class ConsentKind:
    """One thing that people are asked to agree to.

    `withdraw` is called inside the transaction, also where a new wording is asked for anew; without `only` it holds
    for this person wherever they agreed.
    """

    key: str
    label: str | Promise
    withdraw: Withdraw
    page: str = ""
    """The URL's name of where one agrees."""
    text: str | Promise = ""
    """The words that hold while no wording is stored; empty: the label."""
    decide: "Callable[[User, int, bool], object] | None" = None
    """The person's own yes or no, for the row of this number (0: for none), as its own page does it.

    Raises ValidationError.
    """
    abouts: "Callable[[Collection[int]], Mapping[int, About]] | None" = None
    """What the rows of these numbers are called, in one statement."""
    withdraw_unknown: "Callable[[datetime], None] | None" = None
    """As `withdraw`, of those of whom no person is known, so that nobody is asked anew: what came before the moment."""

    @property
    def usual_text(self) -> str:
        return str(self.text or self.label)


class DatedVersions(models.QuerySet["PrivacyNotice"]):
    def by_day(self, on: date) -> Self:
        """Those that came into force, the one that holds first."""
        return self.filter(valid_from__lte=on).order_by("-valid_from", "-pk")

    def current(self, on: date | None = None) -> "PrivacyNotice | None":
        """The one that holds on a day (today); before the first has come into force, that one."""
        return self.by_day(on or clock.today()).first() or self.order_by("pk").first()


class PrivacyNotice(models.Model):
    """One version of what the portal tells people about their data; `changes` say what is new in it."""

    version = models.PositiveIntegerField(_("version"), unique=True)
    body_lv = models.TextField(_("text in Latvian"))
    body_en = models.TextField(_("text in English"))
    body_en_source = models.CharField(max_length=64, blank=True, editable=False)
    changes_lv = models.CharField(_("what is new, in Latvian"), max_length=500, blank=True)
    changes_en = models.CharField(_("what is new, in English"), max_length=500, blank=True)
    changes_en_source = models.CharField(max_length=64, blank=True, editable=False)
    valid_from = models.DateField(_("valid from"))
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(default=clock.now, editable=False)

    body = texts.Text("body")
    changes = texts.Text("changes")

    objects = DatedVersions.as_manager()

    class Meta:
        verbose_name = _("privacy notice")
        verbose_name_plural = _("privacy notices")
        ordering = ["-version"]
        constraints = [models.CheckConstraint(condition=Q(version__gte=1), name="people_notice_counts_from_one")]

    def __str__(self) -> str:
        return str(self.version)


class NoticeReading(models.Model):
    """That somebody who signs in has said that they read a version of the notice."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("user"))
    notice = models.ForeignKey(PrivacyNotice, models.PROTECT, related_name="+", verbose_name=_("privacy notice"))
    read_at = models.DateTimeField(_("read at"), default=clock.now)

    class Meta:
        verbose_name = _("reading of a privacy notice")
        verbose_name_plural = _("readings of privacy notices")
        ordering = ["-read_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "notice"], name="people_notice_read_once")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.notice_id}"


class ConsentWordingQuerySet(models.QuerySet["ConsentWording"]):
    def current(self, on: date | None = None) -> Self:
        """Of each kind the one that holds on a day (today)."""
        return self.filter(valid_from__lte=on or clock.today()).order_by("kind", "-valid_from").distinct("kind")


class ConsentWording(models.Model):
    """The words of a consent from a day on. New words are asked for anew: what was agreed to was the old ones."""

    kind = models.CharField(_("consent"), max_length=60)
    version = models.PositiveIntegerField(_("version"))
    text_lv = models.CharField(_("text in Latvian"), max_length=500)
    text_en = models.CharField(_("text in English"), max_length=500)
    text_en_source = models.CharField(max_length=64, blank=True, editable=False)
    valid_from = models.DateField(_("valid from"))
    # When older consents were ended; of people who are not known yet that is done once.
    applied_at = models.DateTimeField(null=True, blank=True, editable=False)

    text = texts.Text("text")

    objects = ConsentWordingQuerySet.as_manager()

    class Meta:
        verbose_name = _("wording of a consent")
        verbose_name_plural = _("wordings of consents")
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="people_wording_version_once"),
            models.UniqueConstraint(fields=["kind", "valid_from"], name="people_wording_one_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"


class ConsentQuerySet(models.QuerySet["Consent"]):
    def own(self, user: object) -> Self:
        """One's own, and nobody else's whatever the role."""
        return self.filter(person__user=user)

    def active(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)

    def asked_anew(self) -> Self:
        """Ended since the words changed, and the person has neither agreed to the new ones nor said no."""
        return self.filter(is_lapsed=True, answered_at__isnull=True)

    def to_older_words(self, kind: str, wording: ConsentWording) -> Self:
        """What holds, and was agreed to in words before these."""
        older = Q(wording__isnull=True) | Q(wording__version__lt=wording.version)
        return self.active().filter(older, kind=kind)


class Consent(models.Model):
    """That somebody agreed, when and to which words, and since when no longer. Rows stay: they are the proof.

    `wording` is empty for what was agreed to before wordings were stored. `about` is the row for which it was given
    ("participation.registration:7"), empty where it holds for the person.
    """

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="consents")
    kind = models.CharField(_("consent"), max_length=60)
    wording = models.ForeignKey(ConsentWording, models.PROTECT, null=True, blank=True, related_name="+")
    about = models.CharField(max_length=80, blank=True)
    given_at = models.DateTimeField(pgettext_lazy("consent", "given at"), default=clock.now)
    withdrawn_at = models.DateTimeField(pgettext_lazy("consent", "withdrawn at"), null=True, blank=True)
    is_lapsed = models.BooleanField(_("ended since the words changed"), default=False)
    answered_at = models.DateTimeField(_("asked anew, answered at"), null=True, blank=True, editable=False)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "about"],
                condition=Q(withdrawn_at__isnull=True),
                name="people_consent_given_once",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="people_consent_withdrawn_after",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def row_pk(self) -> int | None:
        """The number of the row for which it was given."""
        number = self.about.rpartition(":")[2]
        return int(number) if number else None
