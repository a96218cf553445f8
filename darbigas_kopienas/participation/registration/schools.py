"""Whose colleagues somebody may register: of the school where they work, or for which they speak."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from darbigas_kopienas.people.models import Organisation, Person, SchoolContact, User
from darbigas_kopienas.people.requests import AnyUser
from darbigas_kopienas.programme.actors import Actor, account_of


def _schools_of(user: User) -> QuerySet[Organisation]:
    spoken_for = Q(pk__in=SchoolContact.objects.own(user).values("organisation"))
    return Organisation.objects.filter(spoken_for | Q(pk__in=Person.objects.filter(user=user).values("organisation")))


def schools_of(user: User) -> list[Organisation]:
    """Those for which the person speaks, and the one where they work."""
    return list(_schools_of(user))


def is_contact_of(user: AnyUser | None, school: int | None) -> bool:
    """Whether the person speaks for the school today, as its coordinator confirmed; not who only says to work there."""
    return user is not None and SchoolContact.objects.own(user).filter(organisation=school).exists()


def has_school(user: AnyUser) -> bool:
    """For a link: may this person register colleagues at all."""
    return isinstance(user, User) and _schools_of(user).exists()


def require_schools(by: Actor) -> list[Organisation]:
    """The schools of whoever registers colleagues. Raises PermissionDenied where there is none."""
    user = account_of(by)
    schools = schools_of(user) if user is not None else []
    if not schools:
        raise PermissionDenied(_("Colleagues are registered by somebody who works at the school or speaks for it."))
    return schools


def require_contact_of(by: Actor, school: Organisation | None) -> None:
    """Raise PermissionDenied unless it is a school of theirs."""
    if school not in require_schools(by):
        raise PermissionDenied(_("You may register colleagues of your own school only."))
