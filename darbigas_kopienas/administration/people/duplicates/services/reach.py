"""How far two rows reach, and so whose right is needed to say that they are one, and whose history says so."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.utils.translation import gettext as _

from darbigas_kopienas.administration.people.duplicates.errors import NotAllOfIt
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.people.models import Organisation, Person
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.programme.models import Partnership, Programme
from darbigas_kopienas.programme.scoping import Scope

from .moves import references_to, rows_of


@dataclass(frozen=True)
class Reach:
    """In which registers the two stand, and which grants name them among their own facts (by programme's id)."""

    registers: frozenset[Scope]
    grants: frozenset[int] = frozenset()

    def __or__(self, other: "Reach") -> "Reach":
        return Reach(self.registers | other.registers, self.grants | other.grants)


def reach_of_people(programme: Programme, *people: Person) -> Reach:
    """Where they have places, and in whose register they were entered; in nobody's, the whole programme's.

    Of two that are to be merged each is asked for by itself; of two that were, one has no places any more.
    """
    return Reach(frozenset(registers_of(people) or {programme.scope}))


def registers_of(people: Iterable[Person]) -> set[Scope]:
    """Of all grants; empty where nobody knows them."""
    registers: set[Scope] = set()
    for person in people:
        registers |= _scopes_of(person) | _partners(person.entered_for_id)
    return registers


def reach_of_organisations(programme: Programme, *organisations: Organisation) -> Reach:
    """Their municipality in each grant of which that is a partner; of none, all of each grant that names them."""
    registers: set[Scope] = set()
    grants: set[int] = set()
    for organisation in organisations:
        of_all = {programme.scope, *(Scope(scope.programme_id) for scope in _scopes_of(organisation))}
        registers |= _partners(organisation.municipality_id) or of_all
        grants |= _grants_of(organisation)
    return Reach(frozenset(registers), frozenset(grants))


def require_all(by: Actor, reach: Reach) -> None:
    """Raise NotAllOfIt, which does not tell where else the two are known."""
    try:
        for scope in reach.registers:
            require(by, Permission.WRITE_REGISTER, scope)
        for grant in reach.grants:
            require(by, Permission.WRITE_PROGRAMME, Scope(grant))
    except PermissionDenied as error:
        raise NotAllOfIt(_("Only the programme coordinator can decide about these two.")) from error


def record_everywhere(*, by: Actor, verb: str, obj: Person | Organisation, other: Model, reach: Reach) -> None:
    """One entry for each grant: in the municipality's history where only one has a part in it. Raises NotAllOfIt."""
    require_all(by, reach)
    scopes: dict[int, set[Scope]] = defaultdict(set)
    for scope in [*reach.registers, *map(Scope, reach.grants)]:
        scopes[scope.programme_id].add(scope)
    for grant, of_grant in sorted(scopes.items()):
        scope = next(iter(of_grant)) if len(of_grant) == 1 else Scope(grant)
        record(by=by, verb=verb, obj=obj, scope=scope, changes={"other": other.pk})


def _partners(municipality_id: int | None) -> set[Scope]:
    """The municipality in each programme of which it is a partner."""
    partnerships = Partnership.objects.filter(municipality=municipality_id)
    return {Scope(programme_id, municipality_id) for programme_id in partnerships.values_list("programme", flat=True)}


def _scopes_of(row: Person | Organisation) -> set[Scope]:
    """Of whatever names it and is no fact of a grant."""
    scopes: set[Scope] = set()
    for reference in references_to(type(row)):
        if reference.scope is not None and not reference.is_fact:
            names = [f"{reference.scope}{column}" for column in ("programme_id", "municipality_id")]
            rows = rows_of(reference).filter(**{reference.column: row}).order_by().values_list(*names).distinct()
            scopes |= {Scope(programme_id, municipality_id) for programme_id, municipality_id in rows}
    return scopes


def _grants_of(organisation: Organisation) -> set[int]:
    grants: set[int] = set()
    for reference in references_to(Organisation):
        if reference.is_fact:
            rows = rows_of(reference).filter(**{reference.column: organisation})
            grants |= set(rows.values_list(f"{reference.scope}programme_id", flat=True))
    return grants
