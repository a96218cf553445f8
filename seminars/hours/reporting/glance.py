"""A person's hours and latest certificates at a glance, for „Mani darbi”: in one statement beside the rule's own."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce, JSONObject

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.people.models import Person
from darbigas_kopienas.people.requests import AnyUser
from seminars.certificates.models import Certificate
from seminars.seminar.models import Seminar

from .ledger import Hours, approved, attended, learning_span
from .own_page import HOURS, OwnSeminars

LATEST = 3
_OF_ACTIVITY = ("title_lv", "title_en", "starts_on", "held_on")


@dataclass(frozen=True)
class Glance:
    """`own` has the hours alone, without the seminars that they come from."""

    own: OwnSeminars
    certificates: list[Certificate]


def glance_of(user: AnyUser, day: date) -> Glance:
    """Of whoever has this account. Nothing where there is no person behind it yet."""
    span = learning_span(day)
    certificates = Certificate.objects.valid().filter(registration__person=OuterRef("pk"))
    facts = {name: f"seminar__activity__{name}" for name in _OF_ACTIVITY}
    columns: dict[str, Any] = {
        "certificates": ArraySubquery(
            certificates.order_by("-issued_on", "-pk").values(
                told=JSONObject(pk="pk", number="number", kind="kind", **facts)
            )[:LATEST]
        )
    }
    if span is not None:
        columns |= {
            "counting": _hours(approved(), span.starts_on, span.ends_on),
            "together": _hours(Q(), span.starts_on, span.ends_on),
        }
    row: Any = Person.objects.own(user).values(**columns).first()
    if row is None:
        return Glance(OwnSeminars(span=span), [])
    counting, together = row.get("counting", Decimal(0)), row.get("together", Decimal(0))
    own = OwnSeminars(span=span, hours=Hours(counting, together - counting))
    return Glance(own, [_certificate(values) for values in row["certificates"]])


def _hours(which: Q, starts_on: date, ends_on: date) -> Coalesce:
    rows = attended(registration__person=OuterRef("pk")).filter(which, day__range=(starts_on, ends_on))
    sums = rows.order_by().values("registration__person").annotate(sum=Sum("hours")).values("sum")
    return Coalesce(Subquery(sums, output_field=HOURS), Value(Decimal(0)), output_field=HOURS)


def _certificate(row: dict[str, Any]) -> Certificate:
    days = {name: date.fromisoformat(row[name]) if row[name] else None for name in ("starts_on", "held_on")}
    activity = Activity(title_lv=row["title_lv"], title_en=row["title_en"], **days)
    about = {name: row[name] for name in ("pk", "number", "kind")}
    return Certificate(seminar=Seminar(activity=activity), **about)
