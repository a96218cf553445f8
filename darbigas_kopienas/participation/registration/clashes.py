"""Who of those registered has another place in the same hours, and where, as far as the reader may know it."""

from collections.abc import Iterable

from django.db.models import QuerySet

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.programme.access import Permission, may
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.values.prepared_queries import Asked

from .models import Registration


def mark_clashes(registrations: Iterable[Registration], activity: Activity, user: Reader) -> None:
    """Gives each `has_clash`, and as `clash` the other registration where this user may read it. In one statement.

    Of one that is not theirs to read nothing is told but that it is there. An unverified registration is nobody's.
    """
    readable: dict[int | None, Registration | None] = {}
    for other in _elsewhere.objects(activity.pk):
        if readable.get(other.person_id) is None:
            is_readable = may(user, Permission.SEE_REGISTRATIONS, other.activity.scope)
            readable[other.person_id] = other if is_readable else None
    for registration in registrations:
        registration.has_clash = registration.is_active and registration.person_id in readable
        registration.clash = readable.get(registration.person_id) if registration.has_clash else None


def places_elsewhere(activity: int) -> QuerySet[Registration]:
    """Other places in the same hours of those registered for the activity."""
    ours = Registration.objects.filter(activity=activity).active()
    others = Registration.objects.filter(person__in=ours.values("person")).overlapping(activity)
    return others.select_related("activity").order_by("activity__starts_on", "pk")


_elsewhere = Asked(places_elsewhere)
