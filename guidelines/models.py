"""Guidelines and support materials, and the register of how the programme was made known."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.people.requests import AnyUser
from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.actors import Actor, Reader
from darbigas_kopienas.programme.models import Component
from darbigas_kopienas.programme.scoping import Scoped, ScopedQuerySet
from darbigas_kopienas.values import clock, texts
from darbigas_kopienas.web.components.markdown import html_of


class GuidelineQuerySet(ScopedQuerySet["Guideline"]):
    see = (Permission.SEE_DRAFT,)  # an auditor reads what is published

    def also_visible(self, user: Reader) -> Q:
        return Q(state=Guideline.State.PUBLISHED)

    def published(self) -> Self:
        return self.filter(state=Guideline.State.PUBLISHED)

    def drafts(self) -> Self:
        return self.filter(state=Guideline.State.DRAFT)

    def not_written_by(self, user: Reader) -> Self:
        """Neither begun nor changed by this person: what they may approve."""
        return self.exclude(written_by=user).exclude(editors__user=user)

    def drafts_first(self) -> Self:
        """What waits to be written or approved on top, then the newest."""
        return self.order_by(F("published_on").desc(nulls_first=True), "-pk")

    def published_between(self, starts_on: date, ends_on: date) -> Self:
        return self.filter(published_on__range=(starts_on, ends_on)).exclude(state=Guideline.State.DRAFT)

    def for_lists(self) -> Self:
        return self.select_related("programme", "municipality", "component").defer("body_lv", "body_en")


class Guideline(Scoped):
    """A text that teachers use: written in markdown, published once somebody else has approved it."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", pgettext_lazy("guidelines", "published")
        ARCHIVED = "archived", _("archived")

    component = models.ForeignKey(Component, models.PROTECT, related_name="guidelines", verbose_name=_("component"))
    title_lv = models.CharField(_("title in Latvian"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    title_en_source = models.CharField(max_length=64, blank=True, editable=False)
    summary_lv = models.TextField(_("summary in Latvian"), max_length=600, blank=True)
    summary_en = models.TextField(_("summary in English"), max_length=600, blank=True)
    summary_en_source = models.CharField(max_length=64, blank=True, editable=False)
    body_lv = models.TextField(_("text in Latvian"), max_length=200_000, blank=True)
    body_en = models.TextField(_("text in English"), max_length=200_000, blank=True)
    body_en_source = models.CharField(max_length=64, blank=True, editable=False)
    version = models.CharField(_("version"), max_length=20, default="1.0")
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.DRAFT)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    licence = models.CharField(_("licence"), max_length=60, default="CC BY 4.0")
    authors = models.CharField(_("authors"), max_length=300, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="guidelines",
        verbose_name=_("written by"),
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("approved by"),
    )
    documents: "models.ManyToManyField[Document, models.Model]" = models.ManyToManyField(
        Document, blank=True, related_name="guidelines", verbose_name=_("files")
    )

    title = texts.Text("title")
    summary = texts.Text("summary")
    body = texts.Text("body")

    objects = GuidelineQuerySet.as_manager()

    class Meta:
        verbose_name = _("guideline")
        verbose_name_plural = _("guidelines")
        ordering = ["-published_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | Q(published_on__isnull=False), name="guidelines_published_has_its_day"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def body_html(self) -> SafeString:
        return html_of(self.body)

    @property
    def is_translation_stale(self) -> bool:
        """The English was made from a Latvian text that has changed since."""
        return bool(texts.stale_texts(self))

    def is_written_by(self, actor: AnyUser | Actor) -> bool:
        """Began the draft, or changed it at any time since: such a person does not approve it."""
        return actor.pk == self.written_by_id or self.editors.filter(user=actor.pk).exists()


class GuidelineEditor(models.Model):
    """Somebody who changed a draft; a row for each of them, once, and no later change takes it away."""

    guideline = models.ForeignKey(Guideline, models.CASCADE, related_name="editors", verbose_name=_("guideline"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("changed by"))
    first_at = models.DateTimeField(_("first changed at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("editor of a guideline")
        verbose_name_plural = _("editors of guidelines")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["guideline", "user"], name="guidelines_editor_once")]

    def __str__(self) -> str:
        return f"{self.guideline_id}: {self.user_id}"


class PublicityQuerySet(ScopedQuerySet["Publicity"]):
    def between(self, starts_on: date, ends_on: date) -> Self:
        return self.filter(on__range=(starts_on, ends_on))


class Publicity(Scoped):
    """One time the programme was made known: an article, a video, a post, a printed sheet."""

    class Kind(models.TextChoices):
        PRESS = "press", _("press")
        VIDEO = "video", _("video")
        PHOTO = "photo", _("photo materials")
        POST = "post", _("post on social media or a web page")
        BROADCAST = "broadcast", _("radio or television")
        PRINT = "print", _("printed material")

    activity = models.ForeignKey(
        Activity, models.PROTECT, null=True, blank=True, related_name="publicity", verbose_name=_("activity")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    on = models.DateField(_("day"), default=clock.today)
    title_lv = models.CharField(_("title in Latvian"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    title_en_source = models.CharField(max_length=64, blank=True, editable=False)
    url = models.URLField(_("web address"), max_length=400, blank=True)
    audience = models.PositiveIntegerField(_("people reached"), null=True, blank=True)
    channel = models.CharField(_("channel"), max_length=120, blank=True)
    documents: "models.ManyToManyField[Document, models.Model]" = models.ManyToManyField(
        Document, blank=True, related_name="publicity", verbose_name=_("files")
    )

    title = texts.Text("title")

    objects = PublicityQuerySet.as_manager()

    class Meta:
        verbose_name = _("publicity")
        verbose_name_plural = _("publicity")
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return self.title
