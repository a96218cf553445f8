"""The outbox: what is to be said to whom, and when. A row is written with the deed, the letter leaves later."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.scoping import Scope, q_in_scopes
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.model_fields import ChoiceWords, EmailField

from .bounce_words import bounced_because
from .choices import MailChoice, Topic
from .failure_words import delayed_because, failed_because
from .own_words import MailWording

__all__ = ["MailChoice", "MailWording", "OutgoingMail", "OutgoingMailQuerySet", "Reason", "State", "Topic"]

OVERDUE_AFTER = timedelta(minutes=5)


class State(models.TextChoices):
    WAITING = "waiting", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    DROPPED = "dropped", _("not sent")
    FAILED = "failed", _("could not be sent")
    BOUNCED = "bounced", _("came back")


ENDED = (State.SENT, State.DROPPED, State.FAILED, State.BOUNCED)


class Reason(models.TextChoices):
    """Why a letter was not sent: it would have said something that is not true."""

    GONE = "gone", _("what it was about is gone")
    CHANGED = "changed", _("the state had changed by then")
    ANSWERED = "answered", _("the answer was there already")
    OVER = "over", _("it was over by then")
    CALLED_OFF = "called_off", _("it was cancelled")
    CLOSED = "closed", _("nobody could register any more")
    NO_RIGHT = "no_right", _("it was not theirs to know any more")
    UNWANTED = "unwanted", _("they do not want such e-mails")


NO_SUCH_ADDRESS = "SMTPRecipientsRefused"
TOO_LATE = (Reason.OVER, Reason.CLOSED)
"""Nobody would hear of these any more: by the time they could leave there was nothing left to say."""
FORGETS_ADDRESS = "forgets_address"
"""In the context of the last letter to somebody: its address goes with its words once it has left or is given up."""


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    def due(self) -> Self:
        """To be sent now: waiting and due, or left in the middle by a worker that died."""
        now = clock.now()
        return self.filter(
            Q(state=State.WAITING, due_at__lte=now) | Q(state=State.SENDING, lease_until__lt=now)
        ).order_by("due_at", "pk")

    def overdue(self) -> Self:
        """Due for so long that nobody seems to send them."""
        return self.due().filter(due_at__lt=clock.now() - OVERDUE_AFTER)

    def to_person(self, user: User, addresses: Collection[str]) -> Self:
        """To the account, or to an address that is theirs today and was written to without an account.

        What went to another account stays that one's, though its address may be theirs by now.
        """
        return self.filter(Q(user=user) | Q(user__isnull=True, to_email__in=addresses))

    def late(self) -> Self:
        """Still on their way although they should have left: overdue, or refused once and to be tried again."""
        now = clock.now()
        refused = Q(state=State.WAITING, attempts__gt=0) & ~Q(error="")
        left = Q(state=State.WAITING, due_at__lte=now) | Q(state=State.SENDING, lease_until__lt=now)
        return self.filter(refused | (left & Q(due_at__lt=now - OVERDUE_AFTER)))

    def not_arrived(self) -> Self:
        """Given up, come back, or too late to be sent, and nobody has settled what to do about it."""
        lost = Q(state__in=[State.FAILED, State.BOUNCED]) | Q(state=State.DROPPED, error__in=TOO_LATE)
        return self.filter(lost, settled_at__isnull=True).exclude(to_email="")

    def visible_to(self, user: Reader) -> Self:
        """Of the scopes whose mail one sees. Codes for signing in and what concerns an account belong to none."""
        return self.filter(q_in_scopes(user, Permission.SEE_MAIL))

    def last_to_leave(self) -> Self:
        """The last letters to people whose data are erased: on their way still, and they forget them."""
        return self.filter(state__in=[State.WAITING, State.SENDING], context__has_key=FORGETS_ADDRESS)


class OutgoingMail(ChoiceWords, models.Model):
    """One letter to one address. `unique_key` is never used twice, so nothing is told twice.

    What it says (context, bodies, attachments) is wiped once it has left or is given up.
    """

    programme = models.ForeignKey("programme.Programme", models.PROTECT, null=True, blank=True, related_name="+")
    municipality = models.ForeignKey("people.Municipality", models.PROTECT, null=True, blank=True, related_name="+")
    to_email = EmailField(_("recipient"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    template = models.CharField(_("template"), max_length=60)
    language = models.CharField(_("language"), max_length=2)
    context: models.JSONField[object, Any] = models.JSONField(default=dict, blank=True)
    attachments: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)
    subject = models.CharField(_("subject"), max_length=250, blank=True)
    text_body = models.TextField(blank=True)
    html_body = models.TextField(blank=True)
    due_at = models.DateTimeField(_("due at"), default=clock.now)
    unique_key = models.CharField(max_length=200, unique=True)
    # The row that it is about, as `label:pk`.
    about = models.CharField(max_length=80, blank=True, db_index=True)
    is_one_of_many = models.BooleanField(
        default=False, db_default=False
    )  # all that were written at once have one `created_at`
    # Its own name on its way, by which a report of the recipient's server names it; empty until it is sent.
    message_id = models.CharField(max_length=64, blank=True, default="", db_default="", db_index=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(_("written at"), default=clock.now)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    # Of a failed one the name of the exception, of one not sent its Reason,
    # of one that came back its status (RFC 3463).
    error = models.CharField(_("kind of error"), max_length=100, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)  # somebody has seen to it that it did not arrive

    objects: ClassVar[OutgoingMailQuerySet] = OutgoingMailQuerySet.as_manager()  # type: ignore[assignment]  # typed manager

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mail")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="mailing_outgoingmail_state"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "sending"]) | Q(text_body="", html_body=""),
                name="mailing_outgoingmail_wiped_at_end",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(state__in=["waiting", "sending"]), name="mailing_outgoingmail_due"
            ),
            models.Index(fields=["to_email"], name="mailing_outgoingmail_to"),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.pk}"

    @property
    def why_not(self) -> str:
        """Why it has not arrived, in words; empty where it has, or nothing was in its way so far."""
        if self.state == State.DROPPED and self.error in Reason.values:
            return str(Reason(self.error).label)
        if self.state == State.FAILED and self.error == NO_SUCH_ADDRESS:
            return gettext("the recipient’s server does not know the address")
        if self.state == State.BOUNCED:
            return bounced_because(self.error)
        if self.state == State.FAILED and self.error:
            return failed_because(self.error)
        if self.state == State.WAITING and self.error:
            return delayed_because(self.error)
        return ""

    @property
    def scope(self) -> Scope | None:
        return Scope(self.programme_id, self.municipality_id) if self.programme_id else None
