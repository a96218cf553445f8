"""Who sees and who writes which organisation of a programme's register."""

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from darbigas_kopienas.administration.people.registers import municipalities_with
from darbigas_kopienas.people.models import Organisation
from darbigas_kopienas.programme.access import Permission, may, require, scopes_of
from darbigas_kopienas.programme.actors import Actor, Reader, account_of
from darbigas_kopienas.programme.choices import partners_of
from darbigas_kopienas.programme.facts.kinds import Row
from darbigas_kopienas.programme.models import Party, Programme
from darbigas_kopienas.programme.scoping import Scope


class ForeignOrganisation(PermissionDenied):
    """It has no part in this grant, or is a party of another one, where it is corrected."""


def organisations_of(programme: Programme) -> "QuerySet[Organisation]":
    """Its parties, and the institutions of its partners."""
    return Organisation.objects.filter(_is_party(programme) | Q(municipality__in=partners_of(programme.pk)))


def organisations_seen_by(
    user: Reader, programme: Programme, permission: Permission = Permission.SEE_REGISTRATIONS
) -> "QuerySet[Organisation]":
    """Institutions of the partners in which the reader holds it; the parties too where it is held in the whole."""
    seen = Q(municipality__in=municipalities_with(user, programme, permission))
    if (programme.pk, None) in scopes_of(user, permission):
        seen |= _is_party(programme)
    return Organisation.objects.filter(seen)


def organisations_to_name(user: Actor, programme: Programme) -> "QuerySet[Organisation]":
    """Of which a refusal says that they may be meant: those that `user` sees, and the parties, whom everybody reads of.

    Whoever sets up a grant chooses its parties among all.
    """
    if may(user, Permission.WRITE_PROGRAMME, programme.scope):
        return Organisation.objects.all()
    return organisations_seen_by(account_of(user), programme) | Organisation.objects.filter(_is_party(programme))


def require_to_write(by: Actor, programme: Programme, organisation: Organisation) -> None:
    """As it stands on the row: asked before a change and after it.

    An institution of a partner belongs to that municipality's register. A party of the grant, a funder, and what is of
    no partner were agreed with the grant. Raises PermissionDenied, ForeignOrganisation.
    """
    grants = grants_of(organisation)
    if grants and programme.pk not in grants:
        raise ForeignOrganisation(_("This organisation is a party of another programme, where it is corrected."))
    scope = scope_of(programme, organisation)
    if grants or organisation.kind == Organisation.Kind.FUNDER or scope.municipality_id is None:
        require(by, Permission.WRITE_PROGRAMME, programme.scope)
    else:
        require(by, Permission.WRITE_REGISTER, scope)


def may_write(user: Actor, programme: Programme, organisation: Organisation) -> bool:
    """For a link, as `require_to_write` says."""
    try:
        require_to_write(user, programme, organisation)
    except PermissionDenied:
        return False
    return True


def with_rights(rows: "QuerySet[Organisation]", programme: Programme) -> "QuerySet[Organisation]":
    """For a page: read along with what `require_to_write` asks of each in this programme."""
    return rows.annotate(
        party_of=ArraySubquery(Party.objects.filter(organisation=OuterRef("pk")).order_by().values("programme")),
        is_of_partner=Exists(partners_of(programme.pk).filter(pk=OuterRef("municipality"))),
    )


def grants_of(organisation: Row) -> set[int]:
    """The programmes that it is a party of; a new one is of none."""
    if organisation.pk is None:
        return set()
    if hasattr(organisation, "party_of"):
        return set(organisation.party_of)
    return set(Party.objects.filter(organisation=organisation).values_list("programme", flat=True))


def scope_of(programme: Programme, organisation: Row) -> Scope:
    """Its municipality, where that is a partner; else the whole programme."""
    place = organisation.municipality_id
    is_of_partner = getattr(organisation, "is_of_partner", None)
    if is_of_partner is None:
        is_of_partner = place is not None and partners_of(programme.pk).filter(pk=place).exists()
    return Scope(programme.pk, place) if is_of_partner else programme.scope


def _is_party(programme: Programme) -> Q:
    return Q(pk__in=Party.objects.filter(programme=programme).values("organisation"))
