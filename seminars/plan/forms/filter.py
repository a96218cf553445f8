"""Finding a seminar."""

from collections.abc import Collection
from datetime import date
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from darbigas_kopienas.pages.list_query import Offered, require_form
from darbigas_kopienas.programme.choices import partners_by_code
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import clock
from seminars.plan.month import first_of
from seminars.seminar.models import Seminar, SeminarQuerySet

PAST, ALL = "past", "all"


class SeminarFilter(forms.Form):
    """What a visitor looks for; it lives in the address, so a search can be sent to a colleague."""

    place = forms.ChoiceField(label=_("Municipality"), required=False)
    audience = forms.ChoiceField(
        label=_("For whom"), choices=[("", _("Everybody")), *Seminar.Audience.choices], required=False
    )
    topic = forms.CharField(label=_("Topic"), required=False, max_length=80)
    free = forms.BooleanField(label=_("Free seats only"), required=False)
    month = forms.RegexField(
        r"^20[0-9]{2}-(0[1-9]|1[0-2])$", label=_("Month"), required=False, widget=forms.HiddenInput
    )
    when = forms.ChoiceField(
        label=_("Time"), choices=[("", ""), (PAST, ""), (ALL, "")], required=False, widget=forms.HiddenInput
    )

    def __init__(self, data: Any, *, programme: Programme | None, also: Collection[str] = ()) -> None:
        """`also` are the words of the address that the page itself understands."""
        super().__init__(data)
        self.also: dict[str, Offered] = dict.fromkeys(also)
        partners = partners_by_code(programme.pk) if programme is not None else []
        cast("forms.ChoiceField", self.fields["place"]).choices = [("", pgettext("feminine", "All")), *partners]

    @cached_property
    def wanted(self) -> dict[str, Any]:
        """What the address asks for. Raises UnknownWords for anything that is not to be had."""
        require_form(cast("QueryDict", self.data), self, also=self.also)
        return self.cleaned_data

    @cached_property
    def words(self) -> str:
        """What narrows the list, as it stands in the address: to go along to another month or into the feed."""
        wanted = self.wanted
        given = {
            "place": wanted["place"],
            "audience": wanted["audience"],
            "topic": wanted["topic"],
            "free": "on" if wanted["free"] else "",
        }
        return urlencode({name: value for name, value in given.items() if value})

    @property
    def first_of_month(self) -> date | None:
        """Of the month that is asked for, if one is."""
        return first_of(self.wanted["month"]) if self.wanted["month"] else None

    def in_time(self, rows: SeminarQuerySet) -> SeminarQuerySet:
        """Those of the month, the past ones, or all; those to come where the address says nothing."""
        if first := self.first_of_month:
            return rows.in_month(first)
        if self.wanted["when"] == ALL:
            return rows.order_by("activity__starts_on", "pk")
        return rows.over_before(clock.today()) if self.wanted["when"] == PAST else rows.ending_since(clock.today())

    def narrow(self, rows: SeminarQuerySet) -> SeminarQuerySet:
        """What is looked for, whatever the time: the list, its month, its calendar and its table say the same."""
        wanted = self.wanted
        if wanted.get("place"):
            rows = rows.filter(activity__municipality__code=wanted["place"])
        if wanted.get("audience"):
            rows = rows.filter(audience_group=wanted["audience"])
        if wanted.get("free"):
            rows = rows.with_seats().to_register_for(clock.today())
        return rows.about(wanted.get("topic", ""))
