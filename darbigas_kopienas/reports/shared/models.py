"""A link by which somebody without an account reads submitted reports for some days, and the log of what it opened."""

import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Max, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import Permission, may, scopes_of
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock, texts
from darbigas_kopienas.values.model_fields import ChoiceWords, is_seen

if TYPE_CHECKING:
    from darbigas_kopienas.reports.models import Report

MOST_DAYS = 90
LONGEST = timedelta(days=MOST_DAYS)
NONCE_BYTES = 24
STATE_WORDS = {
    "valid": pgettext_lazy("link", "valid"),
    "ended": pgettext_lazy("link", "ended"),
    "expired": pgettext_lazy("link", "expired"),
}


def new_nonce() -> str:
    return secrets.token_urlsafe(NONCE_BYTES)


def _letting_in(user: Reader) -> set[int]:
    """The programmes into which the user lets people; a municipality's part of it is not enough."""
    scopes = scopes_of(user, Permission.MANAGE_ROLES)
    return {programme_id for programme_id, municipality_id in scopes if municipality_id is None}


class SharedLinkQuerySet(models.QuerySet["SharedLink"]):
    def visible_to(self, user: Reader) -> Self:
        return self.filter(programme__in=_letting_in(user))

    def with_visits(self) -> Self:
        """Each with `times` and `last_at`: how often something was opened by it, and when last."""
        visited = self.annotate(times=Count("visits"), last_at=Max("visits__at"))
        return visited.order_by("-made_at", "-pk")  # grouping drops the order of the model


class SharedLink(ChoiceWords, models.Model):
    """Whoever has it reads the programme's submitted reports, and where it says so the documents that they cite.

    The address holds a signature of the row and of its nonce: neither a copy of the database nor the portal's secret
    alone opens anything. What it shows is settled when it is made; the database lets it be ended and nothing else.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+", verbose_name=_("programme"))
    for_whom = models.CharField(pgettext_lazy("link", "for whom"), max_length=200)
    shows_all = models.BooleanField(_("all submitted reports"), default=True)
    reports: "models.ManyToManyField[Report, models.Model]" = models.ManyToManyField(
        "reports.Report", related_name="+", blank=True, verbose_name=_("reports")
    )
    shows_documents = models.BooleanField(_("with the documents that they cite"), default=False)
    language = models.CharField(_("language"), max_length=2, choices=texts.LANGUAGES, default="lv")
    nonce = models.CharField(max_length=40, unique=True, default=new_nonce, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made at"), default=clock.now, editable=False)
    expires_at = models.DateTimeField(pgettext_lazy("link", "valid until"))
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("ended by")
    )
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True, editable=False)

    named_by = ("for_whom",)

    objects = SharedLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("view link")
        verbose_name_plural = _("view links")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at"), expires_at__lte=F("made_at") + LONGEST),
                name="reports_sharedlink_expires",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True) | Q(ended_at__gte=F("made_at")),
                name="reports_sharedlink_ended_after_made",
            ),
            models.CheckConstraint(
                condition=Q(language__in=[code for code, _name in texts.LANGUAGES]), name="reports_sharedlink_language"
            ),
            is_seen("for_whom", name="reports_sharedlink_for_whom_is_seen"),
        ]
        indexes = [models.Index(fields=["programme", "-made_at"], name="reports_sharedlink_newest")]

    def __str__(self) -> str:
        return self.for_whom

    @property
    def scope(self) -> Scope:
        return Scope(self.programme_id)

    @property
    def state(self) -> str:
        """`valid`, `ended` or `expired`, at this moment."""
        if self.ended_at is not None:
            return "ended"
        return "valid" if clock.now() < self.expires_at else "expired"

    @property
    def state_word(self) -> str:
        return str(STATE_WORDS[self.state])

    @property
    def is_valid(self) -> bool:
        return self.state == "valid"

    @property
    def giver(self) -> User | None:
        """Whoever made it and can still make another; nobody where they have no name to be asked for by."""
        maker = self.made_by
        return maker if maker and maker.name and may(maker, Permission.MANAGE_ROLES, self.scope) else None

    @property
    def last_moment(self) -> datetime:
        """The last one in which it opens something: of a whole day, that day."""
        return self.expires_at - timedelta(seconds=1)


class SharedVisitQuerySet(models.QuerySet["SharedVisit"]):
    def visible_to(self, user: Reader) -> Self:
        return self.filter(link__programme__in=_letting_in(user))


class SharedVisit(ChoiceWords, models.Model):
    """One opening by a link: when and what. Nothing of whoever opened it is kept; rows are only ever added."""

    append_only = True

    class Opened(models.TextChoices):
        LIST = "list", pgettext_lazy("opened", "list of reports")
        REPORT = "report", pgettext_lazy("opened", "report")
        FIGURE = "figure", pgettext_lazy("opened", "figure")
        FILE = "file", pgettext_lazy("opened", "report’s file")
        DOCUMENT = "document", pgettext_lazy("opened", "document")

    link = models.ForeignKey(SharedLink, models.PROTECT, related_name="visits", verbose_name=_("view link"))
    at = models.DateTimeField(_("when"), default=clock.now)
    opened = models.CharField(_("what was opened"), max_length=10, choices=Opened.choices)
    report = models.ForeignKey(
        "reports.Report", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("report")
    )
    detail = models.CharField(pgettext_lazy("opened", "which"), max_length=40, blank=True)  # B3, lv.pdf
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("document")
    )

    objects = SharedVisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("opening by a view link")
        verbose_name_plural = _("openings by view links")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opened="list", report__isnull=True)
                | Q(opened__in=["report", "figure", "file", "document"], report__isnull=False),
                name="reports_sharedvisit_of_report",
            ),
            models.CheckConstraint(
                condition=Q(opened="document", document__isnull=False)
                | (~Q(opened="document") & Q(document__isnull=True)),
                name="reports_sharedvisit_of_document",
            ),
        ]
        indexes = [models.Index(fields=["link", "-at"], name="reports_sharedvisit_newest")]

    def __str__(self) -> str:
        return f"{self.link_id} {self.opened} {self.detail}".strip()
