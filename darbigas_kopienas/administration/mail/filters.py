"""The e-mails of a programme, narrowed by address, kind, state and days, and to one person or one thing."""

from collections.abc import Mapping
from typing import ClassVar

import django_filters
from django import forms
from django.db.models import Q
from django.http import HttpRequest, QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.administration.people.register.people import people_of
from darbigas_kopienas.mailing.account_changes import TEMPLATE as ACCOUNT_CHANGED
from darbigas_kopienas.mailing.letters import READY_MADE, LetterKind, kinds
from darbigas_kopienas.mailing.models import OutgoingMail, OutgoingMailQuerySet, State
from darbigas_kopienas.pages.day_filters import FirstDayFilter, LastDayFilter
from darbigas_kopienas.pages.list_filter import ListFilter
from darbigas_kopienas.people.models import Person
from darbigas_kopienas.programme.history import Thing
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import formats

from .things import things_by_key

LATE, NOT_ARRIVED = "late", "not_arrived"
STATES = [
    *State.choices,
    (LATE, pgettext_lazy("e-mails", "should have left already")),
    (NOT_ARRIVED, pgettext_lazy("e-mails", "did not arrive, to be settled")),
]
OF_NO_PROGRAMME = {READY_MADE, ACCOUNT_CHANGED}


class MailFilter(ListFilter):
    sorts: ClassVar = {
        "-at": ("-created_at", "-pk"),
        "at": ("created_at", "pk"),
        "-sent": ("-sent_at", "-pk"),
        "sent": ("sent_at", "pk"),
    }
    default_sort = "-at"
    in_tabs = frozenset({"person", "about"})

    q = django_filters.CharFilter(label=_("E-mail address"), method="filter_words")
    state = django_filters.ChoiceFilter(
        label=pgettext_lazy("e-mail", "State"), method="filter_state", empty_label=_("All"), choices=STATES
    )
    kind = django_filters.ChoiceFilter(label=_("Kind of e-mail"), field_name="template", empty_label=_("All"))
    since = FirstDayFilter(label=pgettext_lazy("day", "From"), field_name="created_at")
    until = LastDayFilter(label=pgettext_lazy("day", "To"), field_name="created_at")
    person = django_filters.ChoiceFilter(
        label=pgettext_lazy("e-mail", "To whom"), method="filter_person", widget=forms.HiddenInput
    )
    about = django_filters.ChoiceFilter(label=pgettext_lazy("e-mail", "About what"), widget=forms.HiddenInput)

    class Meta:
        model = OutgoingMail
        fields: tuple[str, ...] = ()

    def __init__(
        self, data: QueryDict, *, queryset: OutgoingMailQuerySet, request: HttpRequest, programme: Programme
    ) -> None:
        super().__init__(data, queryset=queryset, request=request)
        self.offer("kind", _offered(kinds()))
        self.recipient = self._person(programme)
        self.offer("person", [(str(self.recipient.pk), self.recipient.name)] if self.recipient is not None else [])
        self.thing = self._thing()
        self.offer("about", [(str(self.data["about"]), self.thing.name)] if self.thing is not None else [])

    @property
    def is_to_settle(self) -> bool:
        return self.chosen("state") == NOT_ARRIVED

    @property
    def has_only_to_settle(self) -> bool:
        """Nothing else narrows the list, so where it is empty the work is done."""
        return [name for name in self.filters if self.chosen(name)] == ["state"] and self.is_to_settle

    def _person(self, programme: Programme) -> Person | None:
        """The one of the address, if the reader sees them in the register."""
        asked = str(self.data.get("person", ""))
        if not (asked.isascii() and asked.isdecimal() and len(asked) < 19):  # noqa: PLR2004  digits of a row's number
            return None
        return people_of(self.request.user, programme).select_related("user").filter(pk=asked).first()

    def _thing(self) -> Thing | None:
        asked = str(self.data.get("about", ""))
        return things_by_key(self.request.user, [asked]).get(asked)

    def filter_words(self, queryset: OutgoingMailQuerySet, _name: str, value: str) -> OutgoingMailQuerySet:
        for word in value.split():
            queryset = queryset.filter(to_email__icontains=word)
        return queryset

    def filter_state(self, queryset: OutgoingMailQuerySet, _name: str, value: str) -> OutgoingMailQuerySet:
        if value == LATE:
            return queryset.late()
        return queryset.not_arrived() if value == NOT_ARRIVED else queryset.filter(state=value)

    def filter_person(self, queryset: OutgoingMailQuerySet, _name: str, _value: str) -> OutgoingMailQuerySet:
        return queryset.filter(_to(self.recipient)) if self.recipient is not None else queryset.none()


def _offered(known: Mapping[str, LetterKind]) -> list[tuple[str, str]]:
    """The kinds in Latvian order, without those that belong to no programme."""
    labels = [(template, capfirst(str(kind.label))) for template, kind in known.items()]
    in_order = sorted(labels, key=lambda kind: formats.sort_key(kind[1]))
    return [(template, label) for template, label in in_order if template not in OF_NO_PROGRAMME]


def _to(person: Person) -> Q:
    """At their address in the register, or to their account; who reads other addresses is not to be learnt here."""
    to_address = Q(to_email__in={person.email.lower()} - {""})
    return to_address if person.user is None else to_address | Q(user=person.user)
