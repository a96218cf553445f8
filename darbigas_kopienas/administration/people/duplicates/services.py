"""Two that turn out to be one are merged, or told apart; what was merged can be undone."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.people.models import Organisation, Person
from darbigas_kopienas.programme.access import Permission, require_anywhere
from darbigas_kopienas.programme.actors import Actor, account_of
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import clock

from . import letters
from .models import Duplicate
from .rules import kept_first
from .writable import organisations_to_write, people_to_write


class TwoAccounts(ValidationError):
    """Both sign in."""


@transaction.atomic
def merge_people(*, by: Actor, programme: Programme, first: Person, second: Person, note: str) -> Duplicate:
    _require_both(people_to_write(account_of(by), programme).filter(pk__in=[first.pk, second.pk]))
    if first.user_id and second.user_id:
        raise TwoAccounts(_("Both have an account."), code="accounts")
    kept, other = kept_first(first, second)
    rows = Registration.objects.filter(person=other)
    moved = {"participation.Registration": {"person": list(rows.values_list("pk", flat=True))}}
    rows.update(person=kept)
    Person.objects.filter(pk=other.pk).update(merged_into=kept)
    duplicate = Duplicate.objects.create(
        state="merged", kept_person=kept, other_person=other, note=note, moved=moved, decided_by=account_of(by)
    )
    letters.tell_people(by=by, programme=programme, duplicate=duplicate)
    return duplicate


@transaction.atomic
def merge_organisations(
    *, by: Actor, programme: Programme, kept: Organisation, other: Organisation, note: str
) -> Duplicate:
    _require_both(organisations_to_write(account_of(by), programme).filter(pk__in=[kept.pk, other.pk]))
    Organisation.objects.filter(pk=other.pk).update(merged_into=kept)
    return Duplicate.objects.create(
        state="merged", kept_organisation=kept, other_organisation=other, note=note, decided_by=account_of(by)
    )


@transaction.atomic
def tell_apart(
    *, by: Actor, programme: Programme, first: Person | Organisation, second: Person | Organisation
) -> Duplicate:
    kind = "person" if isinstance(first, Person) else "organisation"
    require_anywhere(by, Permission.WRITE_REGISTER, programme.pk)
    return Duplicate.objects.create(
        state="different", decided_by=account_of(by), **{f"kept_{kind}": first, f"other_{kind}": second}
    )


@transaction.atomic
def undo_merge(*, by: Actor, programme: Programme, duplicate: Duplicate) -> Duplicate:
    duplicate.state, duplicate.undone_at, duplicate.undone_by = "undone", clock.now(), account_of(by)
    duplicate.save()
    for row in (duplicate.other_person, duplicate.other_organisation):
        if row is not None:
            row.merged_into = None
            row.save()
    Registration.objects.filter(pk__in=duplicate.moved.get("participation.Registration", {}).get("person", [])).update(
        person=duplicate.other_person
    )
    letters.tell_people(by=by, programme=programme, duplicate=duplicate)
    return duplicate


def _require_both(rows: "QuerySet[Person] | QuerySet[Organisation]") -> None:
    if len(rows) == 1 or not rows:
        raise PermissionDenied
