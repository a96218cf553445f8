"""People and the bodies they belong to: who signs in, who takes part, which municipality and school there is."""

import hashlib
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject, Lower, Now
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.values import clock, formats, texts
from darbigas_kopienas.values.email_addresses import mailbox
from darbigas_kopienas.values.model_fields import ChoiceWords, EmailField, NameField, in_one_form, is_seen
from darbigas_kopienas.values.prepared_queries import Asked

from .bodies import Dated, Municipality, Organisation
from .consents import Consent, ConsentWording, NoticeReading, PrivacyNotice
from .merged import NotMerged, merged_column, never_merged_into_itself
from .retention import RetentionPeriod
from .session_rows import BrowserSession

if TYPE_CHECKING:
    from darbigas_kopienas.people.requests import AnyUser

__all__ = [
    "BrowserSession",
    "Consent",
    "ConsentWording",
    "Dated",
    "Municipality",
    "NoticeReading",
    "Organisation",
    "Person",
    "PrivacyNotice",
    "RetentionPeriod",
    "SchoolContact",
    "User",
]


class UserManager(BaseUserManager["User"]):
    def get(self, *args: object, **lookups: object) -> "User":
        """By number alone, as Django asks on every page who has signed in, with what is asked of them next."""
        pk = lookups.get("pk")
        is_of_all = type(self) is UserManager  # a relation's manager is made of this class, and knows some alone
        if not is_of_all or args or len(lookups) > 1 or type(pk) is not int:
            return super().get(*args, **lookups)
        users: list[User] = _by_number.objects(pk, clock.today())
        if not users:
            raise User.DoesNotExist("no user has this number")
        return users[0]

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        if not email:
            raise ValueError("a user has an e-mail address")
        user = self.model(email=mailbox(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(ChoiceWords, AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in, by e-mail address. What they may do is told by memberships, never by this row."""

    email = EmailField(_("e-mail"), unique=True)
    name = NameField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=texts.LANGUAGES, default="lv")
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(_("system administrator"), default=False)
    joined_at = models.DateTimeField(default=clock.now)
    # How often the second factor was changed. It goes into what a session proves, so each time all others end.
    factor_changes = models.PositiveIntegerField(default=0, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="people_user_email_any_case"),
            in_one_form(name="people_user_email_one_form"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    # Read along with whoever has signed in (`UserManager.get`); of anybody else they are asked when they are wanted.
    @cached_property
    def needs_second_factor(self) -> bool:
        """Every role but the teacher's does, also one that has ended."""
        return User.objects.get(pk=self.pk).needs_second_factor

    @cached_property
    def has_second_factor(self) -> bool:
        """A passkey or an app. Recovery codes alone are none: allauth asks for them at no sign-in."""
        return User.objects.get(pk=self.pk).has_second_factor

    @cached_property
    def current_notice(self) -> "dict[str, Any] | None":
        """Of the privacy notice that holds: its version, what is new, since when, and whether they have read it."""
        values: dict[str, Any] | None = User.objects.get(pk=self.pk).current_notice
        return values

    @property
    def unread_notice(self) -> PrivacyNotice | None:
        """What is new in it, where it has changed since the first and they have not said that they read it."""
        values = self.current_notice
        if values is None or values["is_read"] or values["version"] == 1:
            return None
        day = date.fromisoformat(values["valid_from"])
        texts_of = {name: values[name] for name in ("version", "changes_lv", "changes_en")}
        return PrivacyNotice(valid_from=day, **texts_of)

    def get_full_name(self) -> str:
        return self.name

    def get_session_auth_hash(self) -> str:
        return self._with_factor(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        return map(self._with_factor, super().get_session_auth_fallback_hash())

    def _with_factor(self, proof: str) -> str:
        return hashlib.sha256(f"{proof}:{self.factor_changes}".encode()).hexdigest() if self.factor_changes else proof

    def get_short_name(self) -> str:
        return self.name.split(" ", 1)[0] if self.name else self.email


@Asked
def _by_number(pk: int, today: date) -> "models.QuerySet[User]":
    from allauth.mfa.models import Authenticator

    roles = User.objects.filter(pk=OuterRef("pk")).annotate(role=F("memberships__role"))  # the floor above has them
    is_more = Q(is_superuser=True) | Q(is_staff=True) | Q(Exists(roles.filter(~Q(role="teacher"), role__isnull=False)))
    factors = Authenticator.objects.filter(user=OuterRef("pk"))
    answers: dict[str, Any] = {
        "needs_second_factor": ExpressionWrapper(is_more, output_field=models.BooleanField()),
        "has_second_factor": Exists(factors.exclude(type=Authenticator.Type.RECOVERY_CODES)),
    }
    is_read = Exists(NoticeReading.objects.filter(notice=OuterRef("pk"), user=OuterRef(OuterRef("pk"))))
    columns = ("version", "changes_lv", "changes_en", "valid_from")
    held = PrivacyNotice.objects.by_day(today).values(
        notice=JSONObject(**{name: name for name in columns}, is_read=is_read)
    )
    answers["current_notice"] = Subquery(held[:1], output_field=models.JSONField())
    return User.objects.filter(pk=pk).annotate(**answers)


class PersonQuerySet(models.QuerySet["Person"]):
    def own(self, user: "AnyUser") -> Self:
        """The person behind an account, if there is one yet."""
        return self.filter(user=user) if getattr(user, "is_authenticated", False) else self.none()

    def of_school(self, school: Organisation) -> Self:
        return self.filter(organisation=school)

    def about(self, words: str) -> Self:
        """Every word is somewhere in the name, the address or the school; case and diacritics do not matter."""
        rows = self
        for word in formats.words_of(words):
            own = Q(folded__contains=word) | Q(email__contains=word)
            rows = rows.filter(own | Q(organisation__folded__contains=word))
        return rows

    def who_agreed(self) -> Self:
        """That their school sees their hours."""
        return self.filter(school_sees_hours_since__isnull=False)


class Person(models.Model):
    """Somebody who takes part; needs no account. Never holds a personal code.

    `created_at` tells the row from another that has its number in a database which an older backup made of this one.
    """

    name = NameField(_("name"), max_length=120)
    email = EmailField(_("e-mail"), blank=True)
    email_verified_at = models.DateTimeField(_("address verified at"), null=True, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="people", verbose_name=_("organisation")
    )
    user = models.OneToOneField(User, models.SET_NULL, null=True, blank=True, related_name="person")
    school_sees_hours_since = models.DateTimeField(
        _("the school may see the hours since"),
        null=True,
        blank=True,
        help_text=_("Empty: the teacher has not agreed to it, or no longer does."),
    )
    entered_for = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("entered in the register of"),
        help_text=_("Empty: the person came by themselves, so colleagues see them only where they took part."),
    )
    merged_into = merged_column()
    sort_key = models.CharField(max_length=400, editable=False, db_index=True)
    folded = models.CharField(max_length=400, editable=False)  # the name alone: addresses are changed without `save`
    created_at = models.DateTimeField(default=clock.now, db_default=Now(), editable=False)

    objects = NotMerged.from_queryset(PersonQuerySet)()
    with_merged = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_key"]
        indexes = [
            models.Index(Lower("email"), condition=Q(email_verified_at__isnull=True), name="people_person_by_unproven")
        ]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=Q(email_verified_at__isnull=False),
                name="people_person_one_per_verified_email",
            ),
            in_one_form(name="people_person_email_one_form"),
            is_seen("name", name="people_person_name_is_seen"),
            never_merged_into_itself("people_person"),
            # Whoever signs in is the one who is kept.
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(user__isnull=True), name="people_person_merged_has_no_account"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_verified_email(self) -> bool:
        return bool(self.email) and self.email_verified_at is not None

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = formats.sort_key(self.name)[:400]
        self.folded = formats.folded(self.name)[:400]
        super().save(*args, **kwargs)


class SchoolContactQuerySet(models.QuerySet["SchoolContact"]):
    def own(self, user: "AnyUser", on: date | None = None) -> Self:
        """The schools for which this person speaks on a day (today)."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        day = on or clock.today()
        speaks = self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), user=user, starts_on__lte=day)
        return speaks.filter(organisation__merged_into__isnull=True)  # of two rows of one school, that which is kept


class SchoolContact(models.Model):
    """A head or deputy who registers a school's teachers and sees the hours of those who agreed, from–to."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="contacts", verbose_name=_("school or organisation")
    )
    user = models.ForeignKey(User, models.CASCADE, related_name="school_contacts", verbose_name=_("person"))
    starts_on = models.DateField(_("from"), default=clock.today)
    ends_on = models.DateField(_("to"), null=True, blank=True)
    granted_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = SchoolContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("school’s contact")
        verbose_name_plural = _("schools’ contacts")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user"], name="people_school_contact_once"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="people_school_contact_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} @ {self.organisation_id}"
