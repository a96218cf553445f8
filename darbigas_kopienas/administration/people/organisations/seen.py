"""What a reader sees of an organisation: its people, contacts, activities, and how others wrote its name."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.participation.registration.models import Registration, RegistrationQuerySet
from darbigas_kopienas.people.models import Organisation, Person, SchoolContact
from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import clock, formats

from .rules import municipalities_with

MOST_SPELLINGS = 30


def people_seen_by(user: Reader, programme: Programme) -> "QuerySet[Person]":
    """Who has a place at an activity of the reader's scopes, and who was entered in a register that they see."""
    places = Registration.objects.for_staff(user).filter(activity__programme=programme, person=OuterRef("pk"))
    entered_for = municipalities_with(user, Permission.SEE_REGISTRATIONS, programme)
    return Person.objects.filter(Exists(places) | Q(entered_for__in=entered_for))


def current_contacts() -> "QuerySet[SchoolContact]":
    """Those who speak for an institution today."""
    today = clock.today()
    return SchoolContact.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today), starts_on__lte=today)


def with_numbers(rows: "QuerySet[Organisation]", user: Reader, programme: Programme) -> "QuerySet[Organisation]":
    """Each with how many `people` that the reader sees belong to it, and how many `speak_for_it`."""
    return rows.annotate(
        people_number=_number(people_seen_by(user, programme)), contacts_number=_number(current_contacts())
    )


def _number(rows: "QuerySet[Person] | QuerySet[SchoolContact]") -> Coalesce:
    here = rows.filter(organisation=OuterRef("pk")).order_by().values("organisation")
    return Coalesce(Subquery(here.annotate(number=Count("pk")).values("number")), 0, output_field=IntegerField())


@dataclass(frozen=True, slots=True)
class Visit:
    """An activity at which people of the organisation had a place."""

    activity: Activity
    registered: int
    seen: int


def visits_of(user: Reader, programme: Programme, organisation: Organisation) -> list[Visit]:
    """The latest first; of the reader's scopes."""
    places = _places(user, programme).confirmed()
    of_it = Q(organisation=organisation) | Q(organisation__isnull=True, person__organisation=organisation)
    ours = places.filter(of_it).order_by()
    registered, seen = _by_activity(ours), _by_activity(ours.seen())
    activities = Activity.objects.for_staff(user).filter(pk__in=registered).in_choices()
    return [Visit(activity, registered[activity.pk], seen.get(activity.pk, 0)) for activity in activities]


def _by_activity(places: RegistrationQuerySet) -> dict[int, int]:
    return dict(places.values("activity").annotate(number=Count("pk", distinct=True)).values_list("activity", "number"))


def _places(user: Reader, programme: Programme) -> RegistrationQuerySet:
    return Registration.objects.for_staff(user).filter(activity__programme=programme)


def spellings_of(user: Reader, programme: Programme, organisation: Organisation) -> list[str]:
    """What people typed and was found to mean it, where that is not just its name."""
    typed = _places(user, programme).filter(organisation=organisation).exclude(school="")
    texts = set(typed.order_by().values_list("school", flat=True).distinct())
    return sorted(_others(texts, organisation), key=formats.sort_key)[:MOST_SPELLINGS]


def _others(spellings: set[str], organisation: Organisation) -> Iterator[str]:
    names = {organisation.name_lv, organisation.name_en}
    return (text for text in spellings if text not in names)
