"""Which e-mails somebody does not want. What concerns a place, a certificate or an account is sent all the same."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.values import clock
from darbigas_kopienas.values.email_addresses import mailbox
from darbigas_kopienas.values.model_fields import ChoiceWords


class Topic(models.TextChoices):
    """What one may do without. The rest says what became of something of one's own, or asks for an answer."""

    INVITATION = "invitation", _("Invitations to seminars and events")
    REMINDER = "reminder", _("Reminders of a seminar or an event that is near")
    THANKS = "thanks", _("Thanks afterwards, with the question how it was")
    WORK = "work", _("News of work: expenses, closings, reports, practices")


class MailChoiceQuerySet(models.QuerySet["MailChoice"]):
    def of(self, email: str) -> Self:
        return self.filter(address_key__in=keys_of(email))


class MailChoice(ChoiceWords, models.Model):
    """One address does not want e-mails of this topic. By the address, since guests have no account.

    The address itself is not stored: nobody reads it here, and it would outlive whoever asked to be forgotten.
    """

    address_key = models.CharField(max_length=64)
    topic = models.CharField(_("topic"), max_length=12, choices=Topic.choices)
    created_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[MailChoiceQuerySet] = MailChoiceQuerySet.as_manager()  # type: ignore[assignment]  # typed manager

    class Meta:
        verbose_name = _("choice of e-mails")
        verbose_name_plural = _("choices of e-mails")
        constraints = [
            models.UniqueConstraint(fields=["address_key", "topic"], name="mailing_mailchoice_once"),
            models.CheckConstraint(condition=Q(topic__in=Topic.values), name="mailing_mailchoice_topic"),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.pk}"


def keys_of(email: str) -> list[str]:
    """What stands for the address; the newest first, and those made with earlier secret keys after it."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    address = mailbox(email)
    return [salted_hmac("mailing.choice", address, secret, algorithm="sha256").hexdigest() for secret in secrets]


def unwanted_by(email: str) -> set[str]:
    """The topics that the address does not want."""
    return set(MailChoice.objects.of(email).values_list("topic", flat=True))
