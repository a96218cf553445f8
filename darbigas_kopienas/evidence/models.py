"""Files that prove or show something: receipts, agreements, photos, attendance sheets, finished reports."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.people.models import Organisation, User
from darbigas_kopienas.people.requests import AnyUser
from darbigas_kopienas.programme.access import PERMISSIONS, Permission, memberships_of
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scoped, ScopedQuerySet, q_in_scopes
from darbigas_kopienas.rooms import DocumentUse, registered
from darbigas_kopienas.values import clock, texts

from .file_openings import FileOpening

__all__ = [
    "Consent",
    "Document",
    "DocumentQuerySet",
    "FileOpening",
    "Kind",
    "Logo",
    "Placement",
    "Sensitivity",
    "State",
]


class Kind(models.TextChoices):
    RECEIPT = "receipt", _("receipt or invoice")
    AGREEMENT = "agreement", _("agreement")
    PHOTO = "photo", _("photo")
    MINUTES = "minutes", _("minutes of a meeting")
    ATTENDANCE_SHEET = "attendance_sheet", _("attendance sheet")
    REPORT = "report", _("report")
    LOGO = "logo", _("logo")
    OTHER = "other", _("other")


class Sensitivity(models.TextChoices):
    PUBLIC = "public", _("public")
    INTERNAL = "internal", _("internal")
    SENSITIVE = "sensitive", _("sensitive")


class State(models.TextChoices):
    STAGED = "staged", _("not yet attached")
    STORED = "stored", _("stored")
    ERASED = "erased", _("erased")


class Consent(models.TextChoices):
    """May the people in a photo be shown? Not asked yet is an answer of its own, never empty."""

    UNKNOWN = "unknown", _("not asked yet")
    CLEARED = "cleared", _("cleared for publishing")
    REFUSED = "refused", _("not to be published")


class DocumentQuerySet(ScopedQuerySet["Document"]):
    def visible_to(self, user: Reader) -> "DocumentQuerySet":
        """Every document this user may open: by kind and sensitivity, the public ones, and what one's role still gives
        of one's own: uploads not sent yet, and what the portal made at one's request."""
        own = _own_staged(user) | (_own_result(user) & Q(state=State.STORED))
        return self.filter(_seen_by_staff(user) | _open_to_funder(user) | _public() | own)

    def publishable(self) -> "DocumentQuerySet":
        """Photos that may be shown to anybody: the only way from here to a public page, a report or a feed."""
        return self.filter(kind=Kind.PHOTO, state=State.STORED, consent=Consent.CLEARED)

    def awaiting_consent(self) -> "DocumentQuerySet":
        return self.filter(kind=Kind.PHOTO, state=State.STORED, consent=Consent.UNKNOWN)

    def staged_by(self, user: Reader) -> "DocumentQuerySet":
        """Uploaded for a form that is not sent yet; nobody else may attach or see them."""
        return self.filter(_own_staged(user))

    def erased_results_of(self, user: Reader) -> "DocumentQuerySet":
        """What the portal made for this user and has erased since, while they may still have it made again."""
        return self.filter(_own_result(user), state=State.ERASED)

    def past_their_day(self) -> "DocumentQuerySet":
        """Made for somebody for some days only, and these are over."""
        return self.filter(state=State.STORED, erase_after__lt=clock.today())

    def attachable_by(self, user: AnyUser) -> "DocumentQuerySet":
        """Staged ones, and those this user attached within a day: a form sent twice names them again."""
        day_ago = clock.now() - timedelta(days=1)
        attached = Q(state=State.STORED, uploaded_by_id=user.pk, is_made_here=False, created_at__gt=day_ago) & ~Q(
            kind=Kind.LOGO
        )
        return self.filter(_own_staged(user) | (attached & q_in_scopes(user, Permission.ADD_DOCUMENT)))

    def stored(self) -> "DocumentQuerySet":
        return self.filter(state=State.STORED)


def _public() -> Q:
    cleared = Q(kind=Kind.PHOTO, state=State.STORED, consent=Consent.CLEARED)
    return cleared | (Q(state=State.STORED, sensitivity=Sensitivity.PUBLIC) & ~Q(kind=Kind.PHOTO))


def _own_staged(user: Reader) -> Q:
    """One's own uploads until they are attached, while one may still upload there."""
    if not isinstance(user, User):
        return Q(pk__in=[])
    return Q(state=State.STAGED, uploaded_by_id=user.pk) & q_in_scopes(user, Permission.ADD_DOCUMENT)


def _own_result(user: Reader) -> Q:
    """What the portal made at one's own request, while one still holds the permission by which one asked."""
    held = Q(pk__in=[])
    for membership in memberships_of(user):
        scope = Q(programme_id=membership.programme_id)
        if membership.municipality_id is not None:
            scope &= Q(municipality_id=membership.municipality_id)
        held |= scope & Q(asked_with__in=sorted(PERMISSIONS[membership.role]))
    return held & Q(is_made_here=True, uploaded_by_id=user.pk if isinstance(user, User) else None)


def _open_to_funder(user: Reader) -> Q:
    """A final report, and a paper that a report cites and whose agreement lets the funder read it."""
    return Q(state=State.STORED, funder_may_open=True) & q_in_scopes(user, Permission.SEE_FINAL_REPORT)


def _seen_by_staff(user: Reader) -> Q:
    """Photos not cleared stay with those who collect them; sheets with names with those who may read names."""
    staff_only = [Kind.RECEIPT, Kind.AGREEMENT]
    named = Q(kind=Kind.ATTENDANCE_SHEET) & q_in_scopes(user, Permission.SEE_REGISTRATIONS)
    photos = Q(kind=Kind.PHOTO) & q_in_scopes(user, Permission.ADD_DOCUMENT)
    reports = Q(kind=Kind.REPORT) & q_in_scopes(user, Permission.SEE_REPORT)
    receipts = Q(kind__in=staff_only) & q_in_scopes(user, Permission.SEE_DOCUMENT)
    rest = Q(kind__in=[Kind.MINUTES, Kind.OTHER])
    internal = rest & ~Q(sensitivity=Sensitivity.SENSITIVE) & q_in_scopes(user, Permission.SEE_DOCUMENT)
    # What the portal made of people (a certificate, somebody's data) has an address of its own that asks who reads it.
    of_people = Q(sensitivity=Sensitivity.SENSITIVE, is_made_here=True)
    sensitive = rest & ~of_people & q_in_scopes(user, Permission.ADD_DOCUMENT)
    return Q(state=State.STORED) & (named | photos | reports | receipts | internal | sensitive)


class Document(Scoped):
    """One file of the programme, with its own scope and sensitivity. The stored bytes (`sha256`) are what counts."""

    file = models.FileField(_("file"), max_length=200, blank=True)
    title = models.CharField(_("title"), max_length=200)
    original_name = models.CharField(_("file name"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    sensitivity = models.CharField(
        _("sensitivity"), max_length=10, choices=Sensitivity.choices, default=Sensitivity.INTERNAL
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.STAGED)
    consent = models.CharField(_("consent"), max_length=10, choices=Consent.choices, default=Consent.UNKNOWN)
    funder_may_open = models.BooleanField(
        _("the funder may open it"),
        default=False,
        help_text=_("Only where a report cites the document and the agreement allows it."),
    )
    is_made_here = models.BooleanField(_("made by the portal"), default=False)
    # A Permission: whoever had the portal make it opens it while they hold this. Empty: its kind alone decides.
    asked_with = models.CharField(max_length=30, blank=True, editable=False)
    erase_after = models.DateField(_("erased after"), null=True, blank=True, editable=False)
    width = models.PositiveIntegerField(_("width in pixels"), null=True, blank=True)
    height = models.PositiveIntegerField(_("height in pixels"), null=True, blank=True)
    alt_lv = models.CharField(_("what the picture shows, in Latvian"), max_length=300, blank=True)
    alt_en = models.CharField(_("what the picture shows, in English"), max_length=300, blank=True)
    alt_en_source = models.CharField(max_length=64, blank=True, editable=False)
    caption_lv = models.CharField(_("caption in Latvian"), max_length=300, blank=True)
    caption_en = models.CharField(_("caption in English"), max_length=300, blank=True)
    caption_en_source = models.CharField(max_length=64, blank=True, editable=False)
    author = models.CharField(_("author"), max_length=120, blank=True)
    taken_on = models.DateField(_("taken on"), null=True, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("added by")
    )
    created_at = models.DateTimeField(_("added at"), default=clock.now, db_index=True)

    alt = texts.Text("alt")
    caption = texts.Text("caption")

    objects: ClassVar[DocumentQuerySet] = DocumentQuerySet.as_manager()  # type: ignore[assignment]  # typed manager

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="evidence_document_kind"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="evidence_document_state"),
            models.CheckConstraint(condition=Q(consent__in=Consent.values), name="evidence_document_consent"),
            models.CheckConstraint(
                condition=Q(sensitivity__in=Sensitivity.values), name="evidence_document_sensitivity"
            ),
            models.CheckConstraint(
                condition=Q(state=State.ERASED, file="") | (~Q(state=State.ERASED) & ~Q(file="")),
                name="evidence_document_file_unless_erased",
            ),
            models.CheckConstraint(
                condition=~Q(consent=Consent.CLEARED) | Q(kind=Kind.PHOTO), name="evidence_document_only_photos_cleared"
            ),
            # What somebody sent in is evidence: it is erased by a decision, never by a day.
            models.CheckConstraint(
                condition=Q(is_made_here=True) | Q(asked_with="", erase_after__isnull=True),
                name="evidence_document_only_made_here_ends",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.original_name

    def uses(self) -> list[DocumentUse]:
        """Where it appears, so that a withdrawn photo is found everywhere; every room is asked."""
        return [use for room in registered() if room.document_uses is not None for use in room.document_uses(self)]

    @property
    def is_picture(self) -> bool:
        """Redrawn when it was taken in, so a browser may show it."""
        return self.content_type.startswith("image/")

    @property
    def is_shown_in_pages(self) -> bool:
        """A picture or a PDF: what a browser can show beside the words about it."""
        return self.state != State.ERASED and (self.is_picture or self.content_type == "application/pdf")

    @property
    def is_photo(self) -> bool:
        return self.kind == Kind.PHOTO

    @property
    def is_logo(self) -> bool:
        return self.kind == Kind.LOGO

    @property
    def is_publishable(self) -> bool:
        return self.is_photo and self.state == State.STORED and self.consent == Consent.CLEARED


class Placement(models.TextChoices):
    """Where a logo is shown; the value is the column that says so."""

    FOOT = "is_in_foot", _("at the foot of every page")
    CERTIFICATE = "is_on_certificates", _("on certificates")
    REPORT = "is_on_reports", _("on the title page of the report")


class Logo(models.Model):
    """Of the funder or a partner, and where it is shown. Its picture stays as long as a paper was printed with it."""

    NARROWEST, WIDEST = 15, 80  # mm

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="logos")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    document = models.ForeignKey(Document, models.PROTECT, related_name="+", verbose_name=_("picture of the logo"))
    alt_lv = models.CharField(_("what the picture shows, in Latvian"), max_length=200, blank=True)
    alt_en = models.CharField(_("what the picture shows, in English"), max_length=200, blank=True)
    alt_en_source = models.CharField(max_length=64, blank=True, editable=False)
    is_in_foot = models.BooleanField(_("at the foot of every page"), default=False)
    is_on_certificates = models.BooleanField(_("on certificates"), default=False)
    is_on_reports = models.BooleanField(_("on the title page of the report"), default=False)
    width_mm = models.PositiveSmallIntegerField(
        _("width in print, mm"),
        default=30,
        validators=[MinValueValidator(NARROWEST), MaxValueValidator(WIDEST)],
    )
    order = models.PositiveSmallIntegerField(default=0)

    alt = texts.Text("alt")
    open_texts = frozenset({"alt_lv", "alt_en"})

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("logo")
        verbose_name_plural = _("logos")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_in_foot=True) | Q(is_on_certificates=True) | Q(is_on_reports=True),
                name="evidence_logo_is_shown_somewhere",
            ),
            models.CheckConstraint(condition=Q(width_mm__gte=15, width_mm__lte=80), name="evidence_logo_width"),
        ]

    def __str__(self) -> str:
        return self.organisation.name
