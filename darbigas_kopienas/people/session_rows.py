"""The table of sessions, which says whose each is. Of a browser it keeps two words, of its network nothing."""

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _


class BrowserSession(AbstractBaseSession):
    """Django's row with its account: Django's documented way to list sessions, where nothing else has to be written.
    `allauth.usersessions` would keep a second row with the network address, read each session again at every sign-in,
    and lose those whose key a second factor changes."""

    # Read by every request as a row of its own; one whose account goes at this very moment opens nothing.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", db_constraint=False, editable=False
    )

    class Meta:
        verbose_name = _("session of a browser")
        verbose_name_plural = _("sessions of browsers")
