"""What was decided of pairs that looked like one, as far as it is the reader's to know."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from darbigas_kopienas.administration.people.organisations.rules import organisations_seen_by
from darbigas_kopienas.administration.people.register.people import SEE, WRITE, people_within
from darbigas_kopienas.people.models import Organisation, Person
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.models import Programme

from .models import Duplicate


def decided_of(user: Reader, programme: Programme) -> "QuerySet[Duplicate]":
    """The latest first. Of two that are apart both are the reader's to write; of what is merged the one that is kept.

    Whoever is kept may have been merged on into a third since.
    """
    mine = Q(pk__in=[])
    rows: tuple[tuple[str, QuerySet[Person] | QuerySet[Organisation]], ...] = (
        ("person", people_within(user, programme, SEE, WRITE)),
        ("organisation", organisations_seen_by(user, programme, WRITE)),
    )
    for kind, writable in rows:
        other = Q(state=Duplicate.State.MERGED) | _leads_to(f"other_{kind}", writable)
        mine |= _leads_to(f"target_{kind}", writable) & other
    return Duplicate.objects.filter(mine).select_related(
        "target_person", "other_person", "target_organisation", "other_organisation", "decided_by", "undone_by"
    )


def about(rows: "QuerySet[Duplicate]", *pair: Person | Organisation) -> "QuerySet[Duplicate]":
    """Those in which one of these people, or of these organisations, was looked at."""
    kind = "person" if isinstance(pair[0], Person) else "organisation"
    return rows.filter(Q(**{f"target_{kind}__in": pair}) | Q(**{f"other_{kind}__in": pair}))


def said_to_be_two(
    decisions: Iterable[Duplicate], first: Person | Organisation, second: Person | Organisation
) -> Duplicate | None:
    """The decision that just these two are not the same."""
    kind, pair = "person" if isinstance(first, Person) else "organisation", {first.pk, second.pk}
    apart = (row for row in decisions if row.state == Duplicate.State.DIFFERENT)
    return next(
        (row for row in apart if {getattr(row, f"{side}_{kind}_id") for side in ("target", "other")} == pair), None
    )


def _leads_to(side: str, rows: "QuerySet[Person] | QuerySet[Organisation]") -> Q:
    return Q(**{f"{side}__in": rows.values("pk")}) | Q(**{f"{side}__merged_into__in": rows.values("pk")})
