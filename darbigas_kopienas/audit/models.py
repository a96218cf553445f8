"""Who did what, when. One row is one deed; rows are only ever added (the database role may not change them)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.rooms import word_of
from darbigas_kopienas.values import clock


class EntryQuerySet(models.QuerySet["Entry"]):
    def of(self, obj: models.Model, *others: models.Model) -> "EntryQuerySet":
        """The deeds done to one row, or to the rows that make one thing, newest first."""
        wanted = models.Q()
        for row in (obj, *others):
            wanted |= models.Q(object_label=row._meta.label_lower, object_id=str(row.pk))
        return self.filter(wanted).order_by("-at", "-pk")

    def of_programmes(self, programme_id: int | None) -> "EntryQuerySet":
        """Newest first; of one programme, or (None) of all."""
        rows = self.order_by("-at", "-pk")
        return rows if programme_id is None else rows.filter(programme_id=programme_id)


class Entry(models.Model):
    """A deed. Plain ids, so that a person can be erased without touching the trail; no personal values in `changes`."""

    append_only = True

    at = models.DateTimeField(_("when"), default=clock.now, db_index=True)
    actor_id = models.BigIntegerField(_("who"), null=True, blank=True)
    verb = models.CharField(_("action"), max_length=60)
    object_label = models.CharField(max_length=80)
    object_id = models.CharField(max_length=40)
    programme_id = models.BigIntegerField(null=True, blank=True)
    municipality_id = models.BigIntegerField(null=True, blank=True)
    changes = models.JSONField(default=dict, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        indexes = [models.Index(fields=["object_label", "object_id", "-at"], name="audit_entry_of_object")]

    @property
    def sentence(self) -> str:
        """The deed in words."""
        return str(word_of(self.verb) or self.verb)

    def __str__(self) -> str:
        return f"{self.verb} {self.object_label} {self.object_id}"
