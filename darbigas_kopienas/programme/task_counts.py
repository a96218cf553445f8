"""How many rows wait for somebody, as expressions over the programme's row: all are read in one statement."""

from typing import Any

from django.db.models import Count, IntegerField, Min, OuterRef, QuerySet, Subquery
from django.db.models.expressions import BaseExpression
from django.db.models.fields.json import JSONField
from django.db.models.functions import Coalesce, JSONObject


def number_of(rows: "QuerySet[Any]") -> BaseExpression:
    """How many of these rows, which have a `programme`."""
    counted = rows.filter(programme=OuterRef("pk")).order_by().values("programme").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number"), output_field=IntegerField()), 0)


def number_and_first(rows: "QuerySet[Any]", *, programme: str, first: str) -> BaseExpression:
    """How many, and the first of what they are about: `{"n": 3, "at": 17}`; nothing where there are none.

    `programme` and `first` are paths from the row.
    """
    counted = rows.filter(**{programme: OuterRef("pk")}).order_by().values(programme)
    numbers = counted.annotate(numbers=JSONObject(n=Count("pk", distinct=True), at=Min(first)))
    return Subquery(numbers.values("numbers"), output_field=JSONField())
