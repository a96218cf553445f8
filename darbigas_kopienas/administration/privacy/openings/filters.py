"""The openings of files, narrowed by person, kind, days and words, and to one file."""

from typing import Any, ClassVar

import django_filters
from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.evidence.file_openings import FileOpeningQuerySet
from darbigas_kopienas.evidence.models import Document, FileOpening, Kind
from darbigas_kopienas.pages.day_filters import FirstDayFilter, LastDayFilter
from darbigas_kopienas.pages.list_filter import ListFilter
from darbigas_kopienas.programme.history import colleagues_in

from .log import drawn, named

BY_LINK = "link"


class OpeningFilter(ListFilter):
    sorts: ClassVar = {"-at": ("-at", "-pk"), "at": ("at", "pk")}
    default_sort = "-at"

    q = django_filters.CharFilter(label=_("Title of the file"), method="filter_words")
    who = django_filters.ChoiceFilter(
        label=_("Who opened it"), method="filter_who", empty_label=pgettext_lazy("person", "All")
    )
    kind = django_filters.ChoiceFilter(
        label=_("Kind of file"), field_name="document__kind", empty_label=_("All"), choices=Kind.choices
    )
    since = FirstDayFilter(label=pgettext_lazy("day", "From"), field_name="at")
    until = LastDayFilter(label=pgettext_lazy("day", "To"), field_name="at")
    document = django_filters.ChoiceFilter(label=_("File"), widget=forms.HiddenInput)

    class Meta:
        model = FileOpening
        fields: tuple[str, ...] = ()

    def __init__(self, data: QueryDict, *, queryset: FileOpeningQuerySet, request: HttpRequest) -> None:
        super().__init__(data, queryset=queryset, request=request)
        people = [(str(user.pk), str(user)) for user in colleagues_in(queryset, "user_id")]
        self.offer("who", [*people, (BY_LINK, _("whoever holds a link"))])
        self.offer("document", self._asked())

    @property
    def is_of_one_file(self) -> bool:
        return bool(self.chosen("document"))

    def _asked(self) -> list[tuple[str, Any]]:
        """The one file of the address, where it stands in the list; by its title where the reader may open it."""
        asked = str(self.data.get("document", ""))
        if not (asked.isascii() and asked.isdecimal() and len(asked) < 19):  # noqa: PLR2004  digits of a row's number
            return []
        opening = drawn(self.queryset.filter(document=asked), self.request.user).first()
        return [(asked, named(opening))] if opening is not None else []

    def filter_words(self, queryset: FileOpeningQuerySet, _name: str, value: str) -> FileOpeningQuerySet:
        """In titles that the reader may read: no word of another is found out."""
        return queryset.filter(
            document__in=Document.objects.visible_to(self.request.user).filter(title__icontains=value)
        )

    def filter_who(self, queryset: FileOpeningQuerySet, _name: str, value: str) -> FileOpeningQuerySet:
        return queryset.filter(user_id__isnull=True) if value == BY_LINK else queryset.filter(user_id=value)
