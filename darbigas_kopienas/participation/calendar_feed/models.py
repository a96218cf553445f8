import secrets
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.values import clock


def new_feed_token() -> str:
    return secrets.token_urlsafe(24)


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    def own(self, user: Reader) -> Self:
        return self.filter(user=user)

    def of_token(self, token: str) -> Self:
        """By its secret address, which is the right to read it."""
        return self.filter(token=token)


class CalendarFeed(models.Model):
    """The address at which a person's calendar program reads their activities; a new token ends the old address."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feed")
    token = models.CharField(max_length=40, unique=True, default=new_feed_token)
    made_at = models.DateTimeField(default=clock.now)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")

    def __str__(self) -> str:
        return f"{self.user_id}"
