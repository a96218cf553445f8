"""What people are told about their data, in versions, and what they agreed to, with the words that they saw.

Each floor and room says in its `room.py` which consents it asks for (`Room.consents`). Telling (the notice) needs no
agreement; a consent is given freely, and withdrawn as easily (GDPR, articles 7 and 13).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.values import clock, texts

if TYPE_CHECKING:
    from .models import Person


@dataclass(frozen=True, slots=True)
class ConsentKind:
    """One thing that people are asked to agree to.

    `withdraw` makes it so that what was agreed to no longer happens, for this person wherever it holds; it is called
    inside the transaction, also where a new wording is asked for anew.
    """

    key: str
    label: str | Promise
    withdraw: "Callable[[Person], None]"
    page: str = ""
    """The URL's name of where one agrees."""


class DatedVersions(models.QuerySet["PrivacyNotice"]):
    def current(self, on: date | None = None) -> "PrivacyNotice | None":
        """The one that holds on a day (today)."""
        return self.filter(valid_from__lte=on or clock.today()).order_by("-valid_from", "-version").first()


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


class ConsentWording(models.Model):
    """The words of a consent from a day on. New words are asked for anew: what was agreed to was the old ones."""

    kind = models.CharField(_("consent"), max_length=60)
    version = models.PositiveIntegerField(_("version"))
    text_lv = models.CharField(_("text in Latvian"), max_length=500)
    text_en = models.CharField(_("text in English"), max_length=500)
    text_en_source = models.CharField(max_length=64, blank=True, editable=False)
    valid_from = models.DateField(_("valid from"))

    text = texts.Text("text")

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


class Consent(models.Model):
    """That somebody agreed, when and to which words, and since when no longer. Rows stay: they are the proof.

    `wording` is empty for what was agreed to before wordings were stored. `about` is the row for which it was given
    ("participation.registration:7"), empty where it holds for the person.
    """

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="consents")
    kind = models.CharField(_("consent"), max_length=60)
    wording = models.ForeignKey(ConsentWording, models.PROTECT, null=True, blank=True, related_name="+")
    about = models.CharField(max_length=80, blank=True)
    given_at = models.DateTimeField(_("given at"), default=clock.now)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    is_lapsed = models.BooleanField(_("ended since the words changed"), default=False)

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
