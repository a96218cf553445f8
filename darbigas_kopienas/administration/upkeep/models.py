"""What keeps the portal: its backups."""

from datetime import timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.values import clock
from darbigas_kopienas.values.model_fields import ChoiceWords

TOLERANCE = timedelta(minutes=5)  # between the clocks of two machines
OVERDUE_AFTER = timedelta(hours=26)  # one is made each night, and may take two hours


class BackupQuerySet(models.QuerySet["Backup"]):
    def good(self) -> Self:
        """But those of a day to come, by a clock that was put right since."""
        return self.filter(failure="", ended_at__lte=clock.now() + TOLERANCE)

    def last_good(self) -> "Backup | None":
        return self.good().order_by("-ended_at").first()


class Backup(ChoiceWords, models.Model):
    """That the whole portal was backed up, by night or by hand, or that it failed. The file itself lies elsewhere.

    One from which files are missing has failed, and has a file all the same.
    """

    class Failure(models.TextChoices):
        DISK_FULL = "disk_full", _("the disk is full")
        DATABASE = "database", _("the database could not be read")
        STORAGE = "storage", _("files could not be read or written")
        MISSING = "missing", pgettext_lazy("backup", "files are missing from it")
        UNEXPECTED = "unexpected", pgettext_lazy("backup", "something else, see the log")

    started_at = models.DateTimeField(_("begun"))
    ended_at = models.DateTimeField(pgettext_lazy("backup", "ended"), default=clock.now, db_index=True)
    name = models.CharField(_("file"), max_length=120, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    files = models.PositiveIntegerField(_("number of files"), default=0)
    is_encrypted = models.BooleanField(_("encrypted"), default=False)
    failure = models.CharField(_("why it failed"), max_length=20, choices=Failure.choices, blank=True)

    objects: ClassVar[BackupQuerySet] = BackupQuerySet.as_manager()  # type: ignore[assignment]  # typed manager

    class Meta:
        verbose_name = _("backup")
        verbose_name_plural = _("backups")
        ordering = ["-ended_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(failure="", name=""),
                name="administration_backup_file_or_failure",
            ),
            models.CheckConstraint(
                condition=Q(failure__in=["", "disk_full", "database", "storage", "missing", "unexpected"]),
                name="administration_backup_failure",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__gte=models.F("started_at")), name="administration_backup_order"
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.get_failure_display())

    @property
    def state(self) -> str:
        return "failed_backup" if self.failure else "good_backup"
