"""The filters of the register: by name only for those who see names."""

from typing import ClassVar

import django_filters
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.pages.list_filter import ListFilter
from seminars.certificates.models import Certificate, CertificateQuerySet


class CertificateFilter(ListFilter):
    """Whoever sees numbers and states alone also searches in nothing else."""

    sorts: ClassVar = {"-number": ("-number",), "number": ("number",)}
    default_sort = "-number"

    q = django_filters.CharFilter(label=pgettext_lazy("of a document", "Number"), method="filter_words")
    state = django_filters.ChoiceFilter(
        label=pgettext_lazy("of a document", "State"), choices=Certificate.State.choices, empty_label=_("All")
    )
    kind = django_filters.ChoiceFilter(
        label=pgettext_lazy("of a document", "Kind"), choices=Certificate.Kind.choices, empty_label=_("All")
    )

    class Meta:
        model = Certificate
        fields: tuple[str, ...] = ()

    def __init__(
        self, data: QueryDict, *, queryset: CertificateQuerySet, request: HttpRequest, is_by_name: bool
    ) -> None:
        super().__init__(data, queryset=queryset, request=request)
        self.is_by_name = is_by_name
        if is_by_name:
            self.filters["q"].label = _("Number, holder or seminar")
        else:
            del self.filters["kind"]

    def filter_words(self, queryset: CertificateQuerySet, _name: str, value: str) -> CertificateQuerySet:
        return queryset.about(value) if self.is_by_name else queryset.filter(number__icontains=value)
