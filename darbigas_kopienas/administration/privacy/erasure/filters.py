"""Requests to be erased, narrowed by their state and how they were asked."""

from typing import ClassVar

import django_filters
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.pages.list_filter import ListFilter

from .models import ErasureRequest, ErasureRequestQuerySet

OWN, NOTED = "own", "noted"
HOW = {OWN: _("in the portal"), NOTED: _("written down by a colleague")}


class ErasureFilter(ListFilter):
    """Without a sort: those that wait by their last day, then the answered ones, the latest first."""

    sorts: ClassVar = {
        "due": ("waits_since", "-answered_at", "-pk"),
        "asked": ("asked_at", "pk"),
        "-asked": ("-asked_at", "-pk"),
    }
    default_sort = "due"

    state = django_filters.ChoiceFilter(label=_("State"), choices=ErasureRequest.State.choices, empty_label=_("All"))
    how = django_filters.ChoiceFilter(
        label=_("How it was asked"), method="filter_how", choices=list(HOW.items()), empty_label=_("All")
    )

    class Meta:
        model = ErasureRequest
        fields: tuple[str, ...] = ()

    def filter_how(self, queryset: ErasureRequestQuerySet, _name: str, value: str) -> ErasureRequestQuerySet:
        return queryset.filter(is_own=value == OWN)
