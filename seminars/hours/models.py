"""How many hours a teacher has to learn, and in how many years: a rule of the state, in force from a day."""

import calendar
from datetime import date, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class HoursRuleQuerySet(models.QuerySet["HoursRule"]):
    def on_day(self, day: date) -> "HoursRuleQuerySet":
        """Those that were in force by a day; the first is the one that holds."""
        return self.filter(valid_from__lte=day).order_by("-valid_from")

    def on(self, day: date) -> "HoursRule | None":
        """The rule in force on a day; None before the first one."""
        return self.on_day(day).first()


class HoursRule(models.Model):
    """So many academic hours of professional development in so many years, since a day."""

    valid_from = models.DateField(_("in force from"), unique=True)
    hours = models.PositiveSmallIntegerField(_("academic hours"))
    years = models.PositiveSmallIntegerField(_("years"))
    source = models.CharField(_("source"), max_length=120)

    objects = HoursRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule on teachers’ hours")
        verbose_name_plural = _("rules on teachers’ hours")
        ordering = ["valid_from"]
        constraints = [
            models.CheckConstraint(condition=Q(hours__gt=0, years__gt=0), name="seminars_hours_rule_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.hours} / {self.years}"

    def first_day(self, last: date) -> date:
        """Of the span of so many years that ends on `last`: the day after the same date in that year."""
        year = last.year - self.years
        # 29 February has no fellow in most years: the last of that February then stands for it.
        same = last.replace(year=year, day=min(last.day, calendar.monthrange(year, last.month)[1]))
        return same + timedelta(days=1)
