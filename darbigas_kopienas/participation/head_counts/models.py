from typing import ClassVar

from django.db import models
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.programme.scoping import ScopedQuerySet
from darbigas_kopienas.values.model_fields import ChoiceWords


class HeadCountQuerySet(ScopedQuerySet["HeadCount"]):
    """Numbers without names: whoever sees the staff side of the activity sees them."""

    scope_path: ClassVar[str] = "activity__"

    def by_group(self) -> dict[str, int]:
        rows = self.order_by().values("group").annotate(number=Sum("count")).values_list("group", "number")
        return dict(rows)


class Group(models.TextChoices):
    """The groups that the funder's target group names, and the rest."""

    CHILDREN = "children", _("children")
    PARENTS = "parents", _("parents")
    TEACHERS = "teachers", _("teachers")
    MUNICIPAL_STAFF = "municipal_staff", pgettext_lazy("people counted", "municipal staff")
    NGO = "ngo", _("NGOs")
    MEDIA = "media", pgettext_lazy("people counted", "media")
    OTHERS = "others", _("others")


class HeadCount(ChoiceWords, models.Model):
    """How many of a group came whose names were not taken."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="head_counts", verbose_name=_("activity"))
    group = models.CharField(_("group"), max_length=20, choices=Group.choices)
    count = models.PositiveIntegerField(_("number"))

    objects = HeadCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("head count")
        verbose_name_plural = _("head counts")
        constraints = [
            models.UniqueConstraint(fields=["activity", "group"], name="participation_head_count_one_per_group"),
            models.CheckConstraint(condition=Q(count__gte=0), name="participation_head_count_not_negative"),
            models.CheckConstraint(condition=Q(group__in=Group.values), name="participation_head_count_known_group"),
        ]

    def __str__(self) -> str:
        return f"{self.get_group_display()}: {self.count}"
