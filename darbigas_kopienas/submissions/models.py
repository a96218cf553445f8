"""What a person is typing (a draft) and what has been sent (so that a form counts once)."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.values import clock


class Draft(models.Model):
    """A form not yet sent, as typed: names of inputs with their values. Nobody but its author reads it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("author"))
    form_key = models.CharField(_("form"), max_length=100)
    data: models.JSONField[Any, Any] = models.JSONField(default=dict)
    updated_at = models.DateTimeField(_("saved at"), default=clock.now, db_index=True)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [models.UniqueConstraint(fields=["user", "form_key"], name="submissions_draft_one_per_form")]

    def __str__(self) -> str:
        return self.form_key


class Submission(models.Model):
    """A form that was sent, by the key that its page carried; the same sent again gets the first one's answer.

    `results` holds the address that each content led to, by `content_of`: a page from the browser's history is sent
    with the old key and other words.
    """

    key = models.UUIDField(primary_key=True, default=uuid4)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    form = models.CharField(_("form"), max_length=100)
    results: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)
    sent_at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        indexes = [models.Index(fields=["user", "form", "-sent_at"], name="submissions_last_of_form")]

    def __str__(self) -> str:
        return f"{self.form} {self.key}"
