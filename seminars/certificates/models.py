"""Papers that say who learned what, for how many hours; each can be checked by its code."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.people.requests import AnyUser
from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope, ScopedQuerySet, q_in_scopes
from darbigas_kopienas.values import clock, formats
from darbigas_kopienas.values.codes import random_code
from darbigas_kopienas.values.model_fields import ChoiceWords
from seminars.seminar.models import Seminar

CODE_LETTERS = 26  # 130 bits: nobody finds a certificate by trying


def new_check_code() -> str:
    return random_code(CODE_LETTERS)


class CertificateSeries(models.Model):
    """The last number given in a programme's year; locked while a number is given, so none is skipped or doubled."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("series of certificates")
        verbose_name_plural = _("series of certificates")
        constraints = [
            models.UniqueConstraint(fields=["programme", "year"], name="seminars_series_one_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id}/{self.year}: {self.last}"


class CertificateQuerySet(ScopedQuerySet["Certificate"]):
    """With names: those who issue them, and one's own. The auditor's list shows number and state only."""

    scope_path: ClassVar[str] = "seminar__activity__"
    see: ClassVar[tuple[Permission, ...]] = (Permission.ISSUE_CERTIFICATE,)

    def also_visible(self, user: Reader) -> Q:
        if not getattr(user, "is_authenticated", False):
            return super().also_visible(user)
        return Q(registration__person__user=user)

    def own(self, user: AnyUser) -> "CertificateQuerySet":
        """One's own, and nobody else's whatever the role."""
        return self.filter(registration__person__user=user) if user.is_authenticated else self.none()

    def for_staff(self, user: Reader) -> "CertificateQuerySet":
        """Those that the role opens by name; one's own are left out where it opens nothing."""
        return self.filter(q_in_scopes(user, *self.see, path=self.scope_path))

    def whose_state_is_seen_by(self, user: Reader) -> "CertificateQuerySet":
        """For the auditor's list: number and state, never the name. Whoever draws it leaves the name out."""
        return self.filter(q_in_scopes(user, Permission.SEE_CERTIFICATE_STATE, path=self.scope_path))

    def of(self, registration_pk: int | None) -> "CertificateQuerySet":
        """Of one place, the newest first: for whoever holds its link."""
        return self.filter(registration=registration_pk).order_by("-pk")

    def about(self, words: str) -> "CertificateQuerySet":
        """By number, holder, school or seminar, for those who see the names; case and diacritics do not matter."""
        return self.filter(
            Q(number__icontains=words)
            | Q(holder__icontains=words)
            | Q(registration__in=Registration.objects.about(words).values("pk"))
            | Q(seminar__activity__folded__contains=formats.folded(words))
        )

    def with_facts(self) -> "CertificateQuerySet":
        """With what its own page shows, in one statement."""
        return self.select_related("seminar__activity", "registration", "replaced_by", "paper_lv", "paper_en")

    def valid(self) -> "CertificateQuerySet":
        return self.filter(state="valid")


class Certificate(ChoiceWords, models.Model):
    """One paper as it was issued. Its facts never change: a wrong one is revoked and replaced by another."""

    class Kind(models.TextChoices):
        CERTIFICATE = "certificate", pgettext_lazy("document", "certificate")
        ATTENDANCE = "attendance", pgettext_lazy("document", "confirmation of attendance")

    class State(models.TextChoices):
        VALID = "valid", pgettext_lazy("document", "valid")
        REVOKED = "revoked", pgettext_lazy("document", "revoked")
        REPLACED = "replaced", pgettext_lazy("document", "replaced by another")

    seminar = models.ForeignKey(Seminar, models.PROTECT, related_name="certificates", verbose_name=_("seminar"))
    registration = models.ForeignKey(Registration, models.PROTECT, related_name="certificates")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    number = models.CharField(pgettext_lazy("of a document", "number"), max_length=40, unique=True)
    code = models.CharField(_("check code"), max_length=26, unique=True, default=new_check_code)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("replaces")
    )
    holder = models.CharField(_("holder"), max_length=120)
    hours = models.DecimalField(_("academic hours"), max_digits=6, decimal_places=2)
    facts: models.JSONField[object, Any] = models.JSONField(
        help_text="every printed fact, in both languages, as it stood when the paper was issued"
    )
    issued_on = models.DateField(_("issued on"))
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.VALID)
    ended_at = models.DateTimeField(_("revoked or replaced at"), null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    shows_name = models.BooleanField(_("the check page shows the whole name"), default=False)
    paper_lv = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    paper_en = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("document", "certificate")
        verbose_name_plural = _("certificates")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration"], condition=Q(state="valid"), name="seminars_certificate_one_valid"
            ),
            models.CheckConstraint(
                condition=Q(state="valid", ended_at__isnull=True)
                | (~Q(state="valid") & Q(ended_at__isnull=False) & ~Q(reason="")),
                name="seminars_certificate_ended_with_reason",
            ),
            models.CheckConstraint(condition=~Q(replaces=F("pk")), name="seminars_certificate_not_its_own"),
            models.CheckConstraint(condition=Q(hours__gt=0), name="seminars_certificate_has_hours"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def scope(self) -> Scope:
        return self.seminar.scope

    @property
    def successor(self) -> "Certificate | None":
        """The paper by which it was replaced."""
        return getattr(self, "replaced_by", None)

    @property
    def is_valid(self) -> bool:
        return self.state == self.State.VALID
