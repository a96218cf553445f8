"""Who of two is kept, and which empty columns the other fills: plain functions of two rows."""

from enum import Enum, auto

from django.db.models import Count

from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.people.models import Organisation, Person

ORGANISATION_FILLS = ("name_en", "registration_number", "address", "municipality")


class Why(Enum):
    """Why one of two is kept."""

    ACCOUNT = auto()
    ADDRESS = auto()
    PLACES = auto()
    AGE = auto()


def ranked(first: Person, second: Person) -> tuple[Person, Person, Why]:
    """The two with the one who is kept in front, and why.

    Whoever signs in; else whose address is known to be read; else who has more places; else the older row.
    """
    if (first.user_id is None) != (second.user_id is None):
        return *_in_order(first, second, first.user_id is not None), Why.ACCOUNT
    if first.has_verified_email != second.has_verified_email:
        return *_in_order(first, second, first.has_verified_email), Why.ADDRESS
    active = Registration.objects.active().filter(person__in=(first, second)).order_by().values("person")
    places: dict[int | None, int] = dict(active.annotate(number=Count("pk")).values_list("person", "number"))
    of_first, of_second = (places.get(person.pk, 0) for person in (first, second))
    if of_first != of_second:
        return *_in_order(first, second, of_first > of_second), Why.PLACES
    return *_in_order(first, second, first.pk < second.pk), Why.AGE


def _in_order(first: Person, second: Person, is_first: bool) -> tuple[Person, Person]:
    return (first, second) if is_first else (second, first)


def columns_to_fill(target: Person, other: Person) -> list[str]:
    """Which empty columns of the one who is kept the other fills.

    A verified address stays with its row: it leads to who is kept, and only one row may have it. A school that may see
    hours is never filled in: it was not this one that was agreed to.
    """
    fills = {
        "organisation": target.organisation_id is None and target.school_sees_hours_since is None,
        "email": not target.email and other.email_verified_at is None,
        "entered_for": target.entered_for_id is None,
    }
    return [name for name, is_empty in fills.items() if is_empty and getattr(other, name)]


def columns_of_organisation_to_fill(target: Organisation, other: Organisation) -> list[str]:
    return [name for name in ORGANISATION_FILLS if not getattr(target, name) and getattr(other, name)]


def columns_to_empty(target: Person, other: Person, filled: list[str]) -> list[str]:
    """Of what was filled, what nobody has changed or relied on since."""
    relied_on = {
        "organisation": target.school_sees_hours_since is not None,
        "email": target.email_verified_at is not None,
    }
    return [name for name in filled if getattr(target, name) == getattr(other, name) and not relied_on.get(name)]


def columns_of_organisation_to_empty(target: Organisation, other: Organisation, filled: list[str]) -> list[str]:
    return [name for name in filled if getattr(target, name) == getattr(other, name)]


def owns_account(target: Person, other: Person) -> bool:
    """Whether the account of the kept one signs in with the address that the other is known to read.

    It was tied while both were taken for one, so it goes with the address when they are parted.
    """
    user = target.user
    return user is not None and other.has_verified_email and user.email.lower() == other.email.lower()
