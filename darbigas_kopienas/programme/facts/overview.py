"""What of a programme is typed in already, kind by kind, counted in one statement."""

from dataclasses import dataclass

from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import Permission, may, may_anywhere
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.task_counts import number_of
from darbigas_kopienas.rooms import Text

from .kinds import FactKind, fact_kinds


@dataclass(frozen=True, slots=True)
class Part:
    """A kind of facts with how many there are; `add_url` is empty for whoever may only look."""

    kind: FactKind
    title: Text
    lead: Text
    number: int
    is_needed: bool
    url: str
    add_url: str
    add: Text

    @property
    def is_missing(self) -> bool:
        return self.is_needed and not self.number


def parts_of(user: User, programme: Programme) -> list[Part]:
    kinds = [kind for kind in fact_kinds() if may_anywhere(user, kind.see, programme.pk)]
    counted = {f"number_of_{kind.name}": number_of(kind.rows_seen_by(user, programme.pk)) for kind in kinds}
    numbers = Programme.objects.filter(pk=programme.pk).annotate(**counted).values(*counted).get() if kinds else {}
    may_write = may(user, Permission.WRITE_PROGRAMME, programme.scope)
    return [
        Part(
            kind=kind,
            title=kind.words.plural,
            lead=kind.words.lead,
            number=numbers[f"number_of_{kind.name}"],
            is_needed=kind.is_needed,
            url=kind.address(programme.pk),
            add_url=kind.address(programme.pk, "add") if may_write else "",
            add=kind.words.add,
        )
        for kind in kinds
    ]


def next_to_fill(parts: list[Part], kind: FactKind) -> Part | None:
    """Where somebody who sets up a programme goes on after this kind: to what is needed and missing."""
    missing = [part for part in parts if part.is_missing and part.kind is not kind]
    later = [part for part in missing if part.kind.order > kind.order]
    return next(iter([*later, *missing]), None)
