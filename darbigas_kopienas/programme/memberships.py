"""Who has which role, since when and until when, and who gave it."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.people.models import Municipality
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.model_fields import ChoiceWords

from .access import PERMISSIONS, Permission, Role
from .actors import Reader
from .scoping import Scope, q_in_scopes


class MembershipQuerySet(models.QuerySet["Membership"]):
    def visible_to(self, user: Reader) -> Self:
        """Those of the scopes in which the user lets people in; the system administrator sees all, one's own always."""
        if getattr(user, "is_superuser", False):
            return self.all()
        own = Q(user=user) if getattr(user, "is_authenticated", False) else Q(pk__in=[])
        return self.filter(own | q_in_scopes(user, Permission.INVITE, Permission.MANAGE_ROLES))

    def valid_on(self, day: date) -> Self:
        """Not ended by now, and the day lies within from–to."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day, ended_at__isnull=True)

    def not_over_on(self, day: date) -> Self:
        """Valid on the day, or to begin after it."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), ended_at__isnull=True)

    def over_on(self, day: date) -> Self:
        """Ended by somebody, or by their last day."""
        return self.filter(Q(ended_at__isnull=False) | Q(ends_on__lt=day))

    def with_permission(self, permission: Permission) -> Self:
        return self.filter(role__in=[role for role, allowed in PERMISSIONS.items() if permission in allowed])


def constraints_of_roles(name: str) -> list[models.CheckConstraint]:
    """Of every row that says a role with its place and days, held or offered; `name` begins theirs."""
    return [
        # A municipal role without its municipality would reach the whole programme.
        models.CheckConstraint(
            condition=(
                Q(
                    role__in=["municipal_coordinator", "municipal_staff", "accountant", "check_in", "centre"],
                    municipality__isnull=False,
                )
                | Q(role__in=["programme_coordinator", "funder", "auditor"], municipality__isnull=True)
                | Q(role="teacher")
            ),
            name=f"{name}_reach",
        ),
        # A centre's worker without the centre would reach every one of the municipality.
        models.CheckConstraint(
            condition=Q(role="centre", site__isnull=False) | ~Q(role="centre") & Q(site__isnull=True),
            name=f"{name}_centre",
        ),
        # The auditor's access ends on a day (the grant agreement lets them in for a time).
        models.CheckConstraint(condition=~Q(role="auditor") | Q(ends_on__isnull=False), name=f"{name}_auditor_ends"),
        models.CheckConstraint(
            condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name=f"{name}_order"
        ),
    ]


def is_role(role: str, scope: Scope) -> Q:
    """Rows of this role in exactly this place, held or offered."""
    return Q(
        role=role,
        programme=scope.programme_id,
        municipality=scope.municipality_id,
        site=scope.site_id,
    )


class Membership(ChoiceWords, models.Model):
    """A person's role in a programme: in the whole of it, in one municipality, or in one centre of it; from–to.

    A row is never deleted: what was ended stays, so that it can be told who could do what on a day.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("person")
    )
    programme = models.ForeignKey(
        "programme.Programme", models.CASCADE, related_name="memberships", verbose_name=_("programme")
    )
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("municipality"),
    )
    site = models.ForeignKey(
        "programme.Site",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("resource centre"),
    )
    role = models.CharField(_("role"), max_length=30, choices=Role.choices)
    starts_on = models.DateField(pgettext_lazy("day", "from"), default=clock.today)
    ends_on = models.DateField(pgettext_lazy("day", "to"), null=True, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("given by"),
        help_text=_("Empty: when the portal was set up."),
    )
    given_at = models.DateTimeField(_("given at"), default=clock.now, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ended by"),
    )
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "programme", "municipality", "site", "role", "starts_on"],
                condition=Q(ended_at__isnull=True),
                name="programme_membership_once",
                nulls_distinct=False,
            ),
            *constraints_of_roles("programme_membership"),
        ]

    def __str__(self) -> str:
        return str(self.get_role_display())

    @property
    def scope(self) -> Scope:
        return Scope(self.programme_id, self.municipality_id, self.site_id)

    def is_valid_on(self, day: date) -> bool:
        return self.ended_at is None and self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def is_over_on(self, day: date) -> bool:
        return self.ended_at is not None or (self.ends_on is not None and self.ends_on < day)
