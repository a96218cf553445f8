from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Length, Lower
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.participation.registration.models import Registration
from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.scoping import Scope, ScopedQuerySet
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.model_fields import EmailField, NameField, in_one_form

MOST_WORDS = 1000


class InvitationQuerySet(ScopedQuerySet["Invitation"]):
    scope_path: ClassVar[str] = "activity__"
    see: ClassVar[tuple[Permission, ...]] = (Permission.SEE_REGISTRATIONS,)

    def silent(self) -> Self:
        """Neither registered nor said no."""
        return self.filter(registration__isnull=True, declined_at__isnull=True)

    def counts(self) -> dict[str, int]:
        """How many were invited, registered, said no, and are silent; the last three sum up to the first."""
        is_silent = Q(registration__isnull=True, declined_at__isnull=True)
        return self.order_by().aggregate(
            invited=Count("pk"),
            registered=Count("pk", filter=Q(registration__isnull=False)),
            declined=Count("pk", filter=Q(registration__isnull=True, declined_at__isnull=False)),
            silent=Count("pk", filter=is_silent),
        )


class Invitation(models.Model):
    """Somebody was asked to come; `registration` is their answer."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="invitations", verbose_name=_("activity"))
    name = NameField(_("name"), max_length=120, blank=True)
    email = EmailField(_("e-mail"))
    school = models.CharField(_("school or organisation"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=2, default="lv")
    words = models.TextField(_("a few words of one’s own"), max_length=MOST_WORDS, blank=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField(_("invited at"), default=clock.now)
    reminded_at = models.DateTimeField(_("reminded at"), null=True, blank=True)
    declined_at = models.DateTimeField(_("declined at"), null=True, blank=True)
    registration = models.OneToOneField(
        Registration, models.SET_NULL, null=True, blank=True, related_name="invitation", verbose_name=_("registration")
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["email", "pk"]
        constraints = [
            models.UniqueConstraint(
                "activity", Lower("email"), condition=~Q(email=""), name="participation_invitation_once"
            ),
            in_one_form(name="participation_invitation_email_one_form"),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("words"), MOST_WORDS), name="participation_invitation_few_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id}: {self.pk}"

    @property
    def scope(self) -> Scope:
        return self.activity.scope
