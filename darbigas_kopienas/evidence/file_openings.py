"""Who opened a file that names people or that not everybody may read: when, and how."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.scoping import q_in_scopes
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.model_fields import ChoiceWords

if TYPE_CHECKING:
    from .models import Document


def this_minute() -> datetime:
    return clock.now().replace(second=0, microsecond=0)


class FileOpeningQuerySet(models.QuerySet["FileOpening"]):
    def visible_to(self, user: Reader) -> Self:
        """As the trail: whoever sees what was done there sees what was opened there."""
        return self.filter(q_in_scopes(user, Permission.SEE_AUDIT))


class FileOpening(ChoiceWords, models.Model):
    """One opening; rows are only ever added. Plain ids, so that a person can be erased without touching it.

    `at` is the minute: a viewer asks for a PDF in pieces and a button is pressed twice, which is one opening, however
    many of them come at once. Where the file belongs is kept as it was then. The file's row outlives its bytes.
    """

    append_only = True

    class How(models.TextChoices):
        DOWNLOADED = "downloaded", pgettext_lazy("opened", "downloaded")
        SHOWN = "shown", pgettext_lazy("opened", "shown in the portal")
        LINK = "link", pgettext_lazy("opened", "by a link")

    document: "models.ForeignKey[Document, Document]" = models.ForeignKey(
        "evidence.Document",
        models.PROTECT,
        related_name="+",
        db_index=False,  # the index of what stands once begins with it
        verbose_name=_("file"),
    )
    at = models.DateTimeField(_("when"), default=this_minute)
    user_id = models.BigIntegerField(_("who"), null=True, blank=True)
    how = models.CharField(pgettext_lazy("opened", "how"), max_length=10, choices=How.choices)
    programme_id = models.BigIntegerField()
    municipality_id = models.BigIntegerField(null=True, blank=True)

    objects = FileOpeningQuerySet.as_manager()

    class Meta:
        verbose_name = _("opening of a file")
        verbose_name_plural = _("openings of files")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "user_id", "how", "at"], name="evidence_opening_once_a_minute", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(how="link", user_id__isnull=True)
                | Q(how__in=["downloaded", "shown"], user_id__isnull=False),
                name="evidence_opening_by_an_account_or_a_link",
            ),
        ]
        indexes = [
            models.Index(fields=["programme_id", "-at"], name="evidence_opening_newest"),
            models.Index(fields=["user_id", "-at"], name="evidence_opening_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.get_how_display()} {self.document_id}"
