"""Of which municipalities somebody reads or writes the registers of people and organisations."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from darbigas_kopienas.people.models import Municipality
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission, require_anywhere, scopes_of
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.choices import partners_of
from darbigas_kopienas.programme.models import Programme


def municipalities_with(user: Reader, programme: Programme, *permissions: Permission) -> "QuerySet[Municipality]":
    """Partners in which the reader holds all of the permissions."""
    partners = partners_of(programme.pk)
    for permission in permissions:
        held = {municipality for within, municipality in scopes_of(user, permission) if within == programme.pk}
        if None not in held:
            partners = partners.filter(pk__in=[pk for pk in held if pk is not None])
    return partners


def registers_of(user: Reader, programme: Programme, *permissions: Permission) -> set[int]:
    """The same by their ids, where rows are compared one by one."""
    return set(municipalities_with(user, programme, *permissions).values_list("pk", flat=True))


def programme_with(request: SignedInRequest, pk: int, permission: Permission) -> Programme:
    """Of a register's page. Raises Http404, PermissionDenied."""
    programme: Programme = get_object_or_404(Programme.objects.visible_to(request.user), pk=pk)
    require_anywhere(request.user, permission, programme.pk)
    return programme
