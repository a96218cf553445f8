"""Of which people and organisations somebody decides whether two are one: those that they may write."""

from django.db.models import Q, QuerySet

from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.people.models import Organisation, Person
from darbigas_kopienas.programme.access import Permission, scopes_of
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.models import Partnership, Programme
from darbigas_kopienas.programme.scoping import q_in_scopes


def people_to_write(user: Reader, programme: Programme) -> "QuerySet[Person]":
    """With a place at an activity that the user coordinates, or entered in a register that they keep."""
    within = q_in_scopes(user, Permission.WRITE_REGISTER, path="activity__")
    places = Registration.objects.filter(within, activity__programme=programme, person__isnull=False)
    registers = _partners(user, programme).values("municipality")
    return Person.objects.filter(Q(pk__in=places.values("person")) | Q(entered_for__in=registers))


def organisations_to_write(user: Reader, programme: Programme) -> "QuerySet[Organisation]":
    """Of the municipalities whose register the user keeps; whoever coordinates the programme, its parties too."""
    reached = Q(municipality__in=_partners(user, programme).values("municipality"))
    if (programme.pk, None) in scopes_of(user, Permission.WRITE_REGISTER):
        reached |= Q(pk__in=programme.parties.values("organisation"))
    return Organisation.objects.filter(reached)


def _partners(user: Reader, programme: Programme) -> "QuerySet[Partnership]":
    held = {
        municipality for within, municipality in scopes_of(user, Permission.WRITE_REGISTER) if within == programme.pk
    }
    partners = Partnership.objects.filter(programme=programme)
    return partners if None in held else partners.filter(municipality__in=[pk for pk in held if pk is not None])
