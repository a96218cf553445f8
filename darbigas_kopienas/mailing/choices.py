"""Which e-mails somebody does not want. What concerns a place, a certificate or an account is sent all the same."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.values import clock
from darbigas_kopienas.values.model_fields import ChoiceWords, EmailField


class Topic(models.TextChoices):
    """What one may do without. The rest says what became of something of one's own, or asks for an answer."""

    INVITATION = "invitation", _("Invitations to seminars and events")
    REMINDER = "reminder", _("Reminders of a seminar or an event that is near")
    THANKS = "thanks", _("Thanks afterwards, with the question how it was")
    WORK = "work", _("News of work: expenses, closings, reports, practices")


class MailChoiceQuerySet(models.QuerySet["MailChoice"]):
    def of(self, email: str) -> Self:
        return self.filter(email=email)


class MailChoice(ChoiceWords, models.Model):
    """This address does not want e-mails of this topic. By the address, since guests have no account."""

    email = EmailField(_("e-mail"))
    topic = models.CharField(_("topic"), max_length=12, choices=Topic.choices)
    created_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[MailChoiceQuerySet] = MailChoiceQuerySet.as_manager()  # type: ignore[assignment]  # typed manager

    class Meta:
        verbose_name = _("choice of e-mails")
        verbose_name_plural = _("choices of e-mails")
        constraints = [
            models.UniqueConstraint(fields=["email", "topic"], name="mailing_mailchoice_once"),
            models.CheckConstraint(condition=Q(topic__in=Topic.values), name="mailing_mailchoice_topic"),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.pk}"


def unwanted_by(email: str) -> set[str]:
    """The topics that the address does not want; `email` in its one form."""
    return set(MailChoice.objects.of(email).values_list("topic", flat=True))
