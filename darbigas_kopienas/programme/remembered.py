"""What the foot of every page says of a programme, remembered while nobody changes its facts.

The programme itself tells which edition of its facts it is (`Programme.facts_edition`), so all processes forget at
once; of a programme that no page has set up nothing is read.
"""

from collections.abc import Callable
from typing import TypeVar, cast

from django.core.cache import caches
from django.utils.translation import get_language

from .models import Party, Programme

AN_HOUR = 3600  # seconds
T = TypeVar("T")


def remembered(name: str, programme: Programme | None, read: Callable[[int], tuple[T, ...]]) -> tuple[T, ...]:
    """What `read` gives for the programme's id, in the active language; for an hour at most."""
    if programme is None or not programme.facts_edition:
        return ()
    key = f"{name}:{programme.pk}:{programme.facts_edition}:{get_language()}"
    known = cast("tuple[T, ...] | None", caches["process"].get(key))
    if known is None:
        known = read(programme.pk)
        caches["process"].set(key, known, AN_HOUR)
    return known


def funders_of(programme: Programme | None) -> tuple[str, ...]:
    """Their names, in the order of the parties."""
    return remembered("funders", programme, _funders)


def _funders(programme_id: int) -> tuple[str, ...]:
    parties = Party.objects.filter(programme=programme_id, role=Party.Role.FUNDER).select_related("organisation")
    return tuple(str(party.organisation) for party in parties)
