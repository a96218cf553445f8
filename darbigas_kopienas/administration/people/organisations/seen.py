"""What a reader sees of an organisation: its people, contacts, activities, and how others wrote its name."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.administration.people.register.people import people_of
from darbigas_kopienas.participation.registration.models import Registration, RegistrationQuerySet
from darbigas_kopienas.participation.registration.spellings import SchoolSpelling
from darbigas_kopienas.people.models import Organisation, SchoolContact
from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.facts.kinds import Row
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import q_in_scopes
from darbigas_kopienas.values import clock, formats

MOST_SPELLINGS = 30


def current_contacts() -> "QuerySet[SchoolContact]":
    """Those who speak for an institution today."""
    today = clock.today()
    return SchoolContact.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today), starts_on__lte=today)


def with_numbers(rows: "QuerySet[Organisation]", user: Reader, programme: Programme) -> "QuerySet[Organisation]":
    """Each with how many people that the reader sees belong to it, and how many speak for it."""
    return rows.annotate(
        people_number=_number(people_of(user, programme), by="organisation"),
        contacts_number=_number(current_contacts(), by="organisation"),
    )


def with_spellings(rows: "QuerySet[Organisation]", user: Reader, programme: Programme) -> "QuerySet[Organisation]":
    """Each with what people typed where it was meant (`typed_names`, and `explained_names` where an organiser said so),
    and whether another name came before or after.
    """
    typed = _places(user, programme).filter(organisation=OuterRef("pk")).exclude(school="")
    within = q_in_scopes(user, Permission.SEE_REGISTRATIONS)
    explained = SchoolSpelling.objects.filter(within, programme=programme, organisation=OuterRef("pk"))
    return rows.annotate(
        typed_names=ArraySubquery(typed.order_by().values("school").distinct()),
        explained_names=ArraySubquery(explained.order_by().values("text")),
        has_other_times=Exists(_other_times(OuterRef("pk"))),
    )


def spellings_of(organisation: Row) -> list[str]:
    """Where they are not just its name; after `with_spellings`."""
    names = {organisation.name_lv, organisation.name_en}
    return sorted({*organisation.typed_names, *organisation.explained_names} - names, key=formats.sort_key)[
        :MOST_SPELLINGS
    ]


def other_times_of(
    organisation: Row, rows: "QuerySet[Organisation]"
) -> "tuple[list[Organisation], list[Organisation]]":
    """Of these rows: what it was before, and what followed; after `with_spellings`."""
    if not organisation.has_other_times:
        return [], []
    others: list[Row] = list(rows.filter(pk__in=_other_times(organisation.pk)).prefetch_related("successors"))
    earlier = [other for other in others if organisation in other.successors.all()]
    return earlier, [other for other in others if other not in earlier]


def _other_times(pk: object) -> Row:
    return Organisation.objects.filter(Q(successors=pk) | Q(predecessors=pk)).order_by().values("pk")


def visits_of(user: Reader, programme: Programme, organisation: Organisation) -> "QuerySet[Activity]":
    """Activities of the reader's scopes at which its people had a place, the latest first.

    Each with how many were `registered` and how many `seen`.
    """
    of_it = Q(organisation=organisation) | Q(organisation__isnull=True, person__organisation=organisation)
    places = _places(user, programme).confirmed().filter(of_it)
    activities = Activity.objects.for_staff(user).filter(programme=programme)
    with_both = activities.annotate(
        registered=_number(places, by="activity"), seen=_number(places.seen(), by="activity")
    )
    return with_both.filter(registered__gt=0).in_choices()


def _number(rows: Row, *, by: str) -> Coalesce:
    """How many of the rows belong to the one that is read."""
    here = rows.filter(**{by: OuterRef("pk")}).order_by().values(by)
    counted = here.annotate(number=Count("pk", distinct=True)).values("number")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


def _places(user: Reader, programme: Programme) -> RegistrationQuerySet:
    return Registration.objects.for_staff(user).filter(activity__programme=programme)
