"""The next programme made from one that is there: its texts, and the kinds of facts that somebody ticked."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import models, transaction

from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.actors import Actor, account_of
from darbigas_kopienas.programme.facts.copies import key_of
from darbigas_kopienas.programme.facts.kinds import FactKind, fact_kinds
from darbigas_kopienas.programme.models import Programme

from .new_programme import ProgrammeFields, make_coordinator, make_programme

TAKEN_OVER = [
    "is_demo",
    *(f"{text}_{part}" for text in ("goal", "target_group", "credit") for part in ("lv", "en", "en_source")),
]


@dataclass(frozen=True, slots=True)
class Cloned:
    """The new programme, and how many rows of each kind are left behind, by what the kind is called."""

    programme: Programme
    left: dict[str, int]


def kinds_to_copy() -> list[FactKind]:
    """In the order in which they are copied: what a row points to is there before it."""
    return [kind for kind in fact_kinds() if kind.copy is not None]


@transaction.atomic
def clone_programme(
    *,
    by: Actor,
    programme: Programme,
    name_lv: str,
    name_en: str,
    starts_on: date,
    ends_on: date,
    kinds: Iterable[FactKind],
) -> Cloned:
    """Whoever makes it coordinates it. Days that were agreed move with the first day. Raises PermissionDenied."""
    require(by, Permission.WRITE_PROGRAMME, programme.scope)
    programme = Programme.objects.select_for_update().get(pk=programme.pk)  # its facts stay as they are meanwhile
    taken_over = {name: getattr(programme, name) for name in TAKEN_OVER}
    fields: ProgrammeFields = {
        "name_lv": name_lv, "name_en": name_en, "goal_lv": programme.goal_lv, "starts_on": starts_on,
        "ends_on": ends_on,
    }  # fmt: skip
    new = make_programme(by=by, fields=fields, like=programme, taken_over=taken_over)
    if (user := account_of(by)) is not None:
        make_coordinator(by=by, user=user, programme=new)
    return Cloned(new, _copy(programme, new, {kind.key for kind in kinds}))


def _copy(old: Programme, new: Programme, wanted: set[str]) -> dict[str, int]:
    """How many of each kind cannot be in the new one."""
    already: dict[tuple[str, int], models.Model] = {}
    left: Counter[str] = Counter()
    for kind in kinds_to_copy():
        if kind.copy is None or kind.key not in wanted:
            continue
        for row in kind.rows(old.pk):
            row.programme = old
            if (copy := kind.copy(row, new, already)) is not None:
                already[key_of(row)] = copy
            else:
                left[str(kind.words.plural)] += 1
    return dict(left)
