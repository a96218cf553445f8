"""Names of bodies by their time: a reform splits and renames them, and a grant knows those of its own days."""

from typing import TypeVar

from django.db.models import Q, QuerySet

from darbigas_kopienas.people.models import Dated
from darbigas_kopienas.programme.models import Programme

D = TypeVar("D", bound=Dated)


def valid_in(rows: "QuerySet[D]", programme: Programme) -> "QuerySet[D]":
    """Of municipalities or organisations those that are called so on some day of the programme."""
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=programme.ends_on)
    return rows.filter(begun, Q(valid_to__isnull=True) | Q(valid_to__gte=programme.starts_on))
