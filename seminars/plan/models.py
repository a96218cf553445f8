from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.programme.scoping import Scoped, ScopedQuerySet
from darbigas_kopienas.values import clock, formats

MAX_SORT_KEY = 500


class SeminarTemplateQuerySet(ScopedQuerySet["SeminarTemplate"]):
    pass


class SeminarTemplate(Scoped):
    """A run kept as a pattern: texts, length of its days, questions, without any person in it."""

    name = models.CharField(_("name"), max_length=120)
    pattern: models.JSONField[Any, Any] = models.JSONField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    sort_key = models.CharField(max_length=MAX_SORT_KEY, editable=False)

    objects = SeminarTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("template of a seminar")
        verbose_name_plural = _("templates of seminars")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "municipality", "name"], name="seminars_template_name_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def choice_label(self) -> str:
        """Each municipality may have one of that name."""
        return f"{self.name} · {self.municipality or _('whole programme')}"

    def save(self, *args: object, **kwargs: Any) -> None:
        self.sort_key = formats.sort_key(self.name)[:MAX_SORT_KEY]
        super().save(*args, **kwargs)
