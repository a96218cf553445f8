"""Where in a programme somebody may act, and how a form or an address names the place."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.people.models import Municipality
from darbigas_kopienas.values.prepared_queries import Asked

from .access import Permission, scopes_of
from .actors import Reader
from .models import Partnership, Period, Programme
from .scoping import Scope

WHOLE_PROGRAMME = "programme"


def partners_of(programme_id: int, *also: int | None) -> "QuerySet[Municipality]":
    """The municipalities of a programme, in the order of the alphabet; `also` are those that stand chosen already."""
    partners = Q(pk__in=Partnership.objects.filter(programme=programme_id).values("municipality"))
    chosen = [pk for pk in also if pk is not None]
    return Municipality.objects.filter(partners | Q(pk__in=chosen) if chosen else partners)


@Asked
def _partners(programme: int) -> "QuerySet[Municipality]":
    return partners_of(programme)


def partners_by_code(programme_id: int) -> list[tuple[str, str]]:
    """(code, name) of each partner, for a filter whose address anybody can read."""
    return [(municipality.code, municipality.name) for municipality in _partners.objects(programme_id)]


def scopes_with(user: Reader, permission: Permission, programme: Programme) -> dict[Scope, str]:
    """Where in a programme somebody holds a permission, with its name: partners in their order, then the whole."""
    own = {municipality for programme_id, municipality in scopes_of(user, permission) if programme_id == programme.pk}
    scopes = {
        Scope(programme.pk, partnership.municipality_id): str(partnership.municipality)
        for partnership in partnerships_of.objects(programme.pk)
        if None in own or partnership.municipality_id in own
    }
    if None in own:
        scopes[Scope(programme.pk)] = str(_("the whole programme"))
    return scopes


@Asked
def partnerships_of(programme: int) -> "QuerySet[Partnership]":
    return Partnership.objects.filter(programme=programme).select_related("municipality")


def reach_of(user: Reader, permission: Permission, programme: Programme) -> Scope:
    """What a list of all that somebody may see is of: their one municipality, else the whole programme."""
    reached = list(scopes_with(user, permission, programme))
    return reached[0] if len(reached) == 1 else programme.scope


def municipality_choices(user: Reader, permission: Permission, programme: Programme) -> list[tuple[str, str]]:
    """(value, name) of every municipality in which the user holds the permission; the whole programme last."""
    scopes = scopes_with(user, permission, programme)
    return [(municipality_value(scope.municipality_id), name) for scope, name in scopes.items()]


def municipality_value(municipality_id: int | None) -> str:
    return WHOLE_PROGRAMME if municipality_id is None else str(municipality_id)


def municipality_chosen(value: str) -> int | None:
    """The municipality's key of a value that was offered; None for the whole programme."""
    return None if value == WHOLE_PROGRAMME else int(value)


def scope_chosen(value: str, programme: Programme) -> Scope:
    return Scope(programme.pk, municipality_chosen(value))


def periods_by_value(programme: Programme) -> dict[str, Period]:
    """The reporting periods, by what an address says of them."""
    return {str(period.pk): period for period in _periods.objects(programme.pk)}


@Asked
def _periods(programme: int) -> "QuerySet[Period]":
    return Period.objects.filter(programme=programme)
