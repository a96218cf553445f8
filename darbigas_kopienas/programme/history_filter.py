"""Vēsture by person, by kind of thing, and of one thing."""

from typing import ClassVar

import django_filters
from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.audit.models import Entry, EntryQuerySet
from darbigas_kopienas.pages.list_filter import ListFilter

from .history import colleagues_in, kinds_of, thing_named


class HistoryFilter(ListFilter):
    sorts: ClassVar = {"-at": ("-at", "-pk")}
    default_sort = "-at"

    who = django_filters.ChoiceFilter(
        label=_("Who did it"), field_name="actor_id", empty_label=pgettext_lazy("person", "All")
    )
    what = django_filters.ChoiceFilter(label=_("Kind of entry"), field_name="object_label", empty_label=_("All"))
    thing = django_filters.ChoiceFilter(label=_("Entry"), method="filter_thing", widget=forms.HiddenInput)

    class Meta:
        model = Entry
        fields: tuple[str, ...] = ()

    def __init__(self, data: QueryDict, *, queryset: EntryQuerySet, request: HttpRequest) -> None:
        super().__init__(data, queryset=queryset, request=request)
        self.offer("who", [(str(user.pk), str(user)) for user in colleagues_in(queryset)])
        labels = queryset.order_by().values_list("object_label", flat=True).distinct()
        self.offer("what", kinds_of(labels))
        asked = str(self.data.get("thing", ""))
        named = thing_named(request.user, asked) if asked else ""
        self.offer("thing", [(asked, named)] if named else [])

    def filter_thing(self, queryset: EntryQuerySet, _name: str, value: str) -> EntryQuerySet:
        label, _colon, pk = value.partition(":")
        return queryset.filter(object_label=label, object_id=pk)
