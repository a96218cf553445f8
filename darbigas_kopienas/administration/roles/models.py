"""Somebody is invited by mail to a role: bound to the address, one-time, for seven days."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.people.models import Municipality
from darbigas_kopienas.programme.access import NARROW_ROLES, Permission, Role
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.memberships import Membership, constraints_of_roles
from darbigas_kopienas.programme.models import Programme, Site
from darbigas_kopienas.programme.scoping import Scope, q_in_scopes
from darbigas_kopienas.values import clock, texts
from darbigas_kopienas.values.model_fields import ChoiceWords, EmailField, in_one_form

LASTS = timedelta(days=7)


def a_week_from_now() -> datetime:
    return clock.now() + LASTS


class RoleInvitationQuerySet(models.QuerySet["RoleInvitation"]):
    def visible_to(self, user: Reader) -> Self:
        """Those of the scopes in which the user lets people in."""
        return self.filter(q_in_scopes(user, Permission.INVITE, Permission.MANAGE_ROLES))

    def unanswered(self) -> Self:
        """Neither taken up, declined nor withdrawn; perhaps its time is over."""
        return self.filter(accepted_at__isnull=True, declined_at__isnull=True, withdrawn_at__isnull=True)

    def to_manage_by(self, user: Reader) -> Self:
        """Those that the user may send again or withdraw: the roles that they may give."""
        narrow = Q(role__in=NARROW_ROLES) & q_in_scopes(user, Permission.INVITE)
        return self.filter(narrow | q_in_scopes(user, Permission.MANAGE_ROLES))

    def silent_at(self, moment: datetime) -> Self:
        """Their seven days went by, and nobody answered."""
        return self.unanswered().filter(expires_at__lte=moment)


class RoleInvitation(ChoiceWords, models.Model):
    """A role offered to whoever reads the mail of an address. No account is needed; taken up once, or never."""

    email = EmailField(_("e-mail"))
    language = models.CharField(_("language"), max_length=2, choices=texts.LANGUAGES, default="lv")
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="+", verbose_name=_("programme"))
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("municipality")
    )
    site = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("resource centre")
    )
    role = models.CharField(_("role"), max_length=30, choices=Role.choices)
    starts_on = models.DateField(pgettext_lazy("day", "from"), default=clock.today)
    ends_on = models.DateField(pgettext_lazy("day", "to"), null=True, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("invited by")
    )
    sent_at = models.DateTimeField(_("sent at"), default=clock.now, editable=False)
    times_sent = models.PositiveSmallIntegerField(default=1, editable=False)
    expires_at = models.DateTimeField(
        pgettext_lazy("invitation", "valid until"), default=a_week_from_now, editable=False
    )
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True, editable=False)
    declined_at = models.DateTimeField(_("declined at"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True, editable=False)
    membership = models.OneToOneField(
        Membership, models.CASCADE, null=True, blank=True, related_name="invitation", editable=False
    )

    objects = RoleInvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        verbose_name = _("invitation to a role")
        verbose_name_plural = _("invitations to a role")
        constraints = [
            in_one_form(name="administration_role_invitation_email_one_form"),
            models.UniqueConstraint(
                fields=["email", "programme", "municipality", "site", "role"],
                condition=Q(accepted_at__isnull=True, declined_at__isnull=True, withdrawn_at__isnull=True),
                name="administration_role_invitation_open_once",
                nulls_distinct=False,
            ),
            # Taken up once: what gave a role has it, and nothing else has happened to it.
            models.CheckConstraint(
                condition=(
                    Q(accepted_at__isnull=True, membership__isnull=True)
                    | Q(
                        accepted_at__isnull=False,
                        membership__isnull=False,
                        declined_at__isnull=True,
                        withdrawn_at__isnull=True,
                    )
                ),
                name="administration_role_invitation_taken_up",
            ),
            models.CheckConstraint(
                condition=Q(declined_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="administration_role_invitation_one_end",
            ),
            # What could not be held is not offered.
            *constraints_of_roles("administration_role_invitation"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.programme_id}"

    @property
    def scope(self) -> Scope:
        return Scope(self.programme_id, self.municipality_id, self.site_id)

    @property
    def is_unanswered(self) -> bool:
        return self.accepted_at is None and self.declined_at is None and self.withdrawn_at is None
