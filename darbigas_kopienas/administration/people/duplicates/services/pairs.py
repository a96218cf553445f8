"""Two rows, locked in one order whoever asks, and what was decided of them before."""

from typing import TypeVar

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from darbigas_kopienas.administration.people.duplicates.errors import AlreadyMerged, DataErased, NoteMissing, OneRow
from darbigas_kopienas.administration.people.duplicates.models import Duplicate
from darbigas_kopienas.people.erasure import ERASED
from darbigas_kopienas.people.models import Municipality, Organisation, Person
from darbigas_kopienas.programme.models import Programme

Body = TypeVar("Body", Person, Organisation)


def locked_pair(first: Body, second: Body) -> tuple[Body, Body]:
    """Both as they stand now, with whoever was merged into them; held against places that are just being taken.

    Raises OneRow.
    """
    if first.pk == second.pk:
        raise OneRow(_("Choose two different ones."), code="one_row")
    pair = {first.pk, second.pk}
    rows = type(first).with_merged.filter(Q(pk__in=pair) | Q(merged_into__in=pair))
    locked = {row.pk: row for row in rows.select_for_update(of=("self",)).order_by("pk")}
    return locked[first.pk], locked[second.pk]


def lock_grants() -> None:
    """Before organisations, as whoever sets up a grant does; all of them, since which name the two may change."""
    list(Programme.objects.select_for_update(no_key=True).order_by("pk"))


def lock_registers() -> None:
    """Before the two, as a table of people does, which comes to them in its own order; all, as `lock_grants`."""
    list(Municipality.objects.select_for_update(no_key=True).order_by("pk"))


def require_open(first: Body, second: Body) -> None:
    """Raise AlreadyMerged where one of the two leads to another, DataErased where one was erased."""
    require_known_still(first, second)
    if first.merged_into_id is not None or second.merged_into_id is not None:
        raise AlreadyMerged(_("One of the two has been merged already. Look at the list again."), code="merged")


def require_known_still(first: Body, second: Body) -> None:
    """Raise DataErased."""
    if any(isinstance(row, Person) and row.name == ERASED for row in (first, second)):
        raise DataErased(_("The data of one of the two were erased."), code="erased")


def checked_note(note: str) -> str:
    """Without blanks around it. Raises NoteMissing."""
    if not note.strip():
        raise NoteMissing({"note": _("Write why these two are the same.")}, code="note")
    return note.strip()[:300]


def decisions_on(first: Body, second: Body) -> "QuerySet[Duplicate]":
    """Whichever of the two was kept."""
    target, other = columns_of(first)
    either = Q(**{target: first, other: second}) | Q(**{target: second, other: first})
    return Duplicate.objects.filter(either)


def columns_of(row: Person | Organisation) -> tuple[str, str]:
    """The columns of a decision that name such a row: of the one that is kept, and of the other."""
    kind = "person" if isinstance(row, Person) else "organisation"
    return f"target_{kind}", f"other_{kind}"
