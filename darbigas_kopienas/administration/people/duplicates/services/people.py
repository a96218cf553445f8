"""Two rows that are one person."""

from django.db import transaction
from django.utils.translation import gettext as _

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.administration.people.duplicates.errors import SatTogether, TwoAccounts
from darbigas_kopienas.administration.people.duplicates.letters import tell_people
from darbigas_kopienas.administration.people.duplicates.models import Duplicate
from darbigas_kopienas.administration.people.duplicates.rules import columns_to_fill, ranked
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.people.models import Person
from darbigas_kopienas.programme.access import Permission, require_anywhere
from darbigas_kopienas.programme.actors import Actor, account_of
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import formats

from .moves import move, require_no_doubles
from .pairs import checked_note, lock_registers, locked_pair, require_open
from .reach import reach_of_people, record_everywhere, require_all

MOST_NAMED = 3


@transaction.atomic
def merge_people(*, by: Actor, programme: Programme, first: Person, second: Person, note: str) -> Duplicate:
    """The target (`ranked`) has from now on the places of both; whoever reads the other's address is the target.

    Raises PermissionDenied (NotAllOfIt), OneRow, AlreadyMerged, DataErased, NoteMissing, TwoAccounts, SatTogether.
    """
    require_anywhere(by, Permission.WRITE_REGISTER, programme.pk)
    lock_registers()
    pair = locked_pair(first, second)
    reach = reach_of_people(programme, pair[0]) | reach_of_people(programme, pair[1])
    require_all(by, reach)
    require_open(*pair)
    note = checked_note(note)
    _require_one_account(*pair)
    _require_never_together(*pair)
    target, other, _why = ranked(*pair)
    require_no_doubles(target, other)
    filled = _fill(target, other)
    moved = move(target, other)
    other.merged_into = target
    other.save(update_fields=["merged_into"])
    record_everywhere(by=by, verb="person.merged", obj=target, other=other, reach=reach)
    duplicate = Duplicate.objects.create(
        state=Duplicate.State.MERGED,
        target_person=target,
        other_person=other,
        note=note,
        moved=moved,
        filled=filled,
        decided_by=account_of(by),
    )
    tell_people(by=by, programme=programme, duplicate=duplicate)
    return duplicate


def _require_one_account(first: Person, second: Person) -> None:
    if first.user_id is not None and second.user_id is not None:
        sentence = _("Both sign in, each with an account of their own, so they stay two.")
        raise TwoAccounts(sentence, code="two_accounts")


def _require_never_together(first: Person, second: Person) -> None:
    """A refused place counts too: of one person there is one that is not cancelled."""
    not_cancelled = Registration.objects.exclude(state=Registration.State.CANCELLED)
    of_first, of_second = (not_cancelled.filter(person=person).values("activity") for person in (first, second))
    shared = list(Activity.objects.filter(pk__in=of_first).filter(pk__in=of_second).order_by("starts_on", "pk"))
    if not shared:
        return
    named = [f"{activity} ({formats.day(activity.starts_on)})" for activity in shared[:MOST_NAMED]]
    sentence = _(
        "Both have a place at the same activity: %(activities)s. Cancel the superfluous place first, or say that they"
        " are two people."
    )
    more = " …" if len(shared) > MOST_NAMED else ""
    raise SatTogether(sentence % {"activities": ", ".join(named) + more}, code="sat_together")


def _fill(target: Person, other: Person) -> list[str]:
    filled = columns_to_fill(target, other)
    for name in filled:
        setattr(target, name, getattr(other, name))
    target.save(update_fields=filled)
    return filled
