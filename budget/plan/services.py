"""Deeds on the agreed budget that are not one row's (those are the engine's: programme/facts)."""

from dataclasses import replace
from functools import partial

from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.programme.models import Programme

from .amounts import write_amounts
from .checks import lock_sources
from .kinds import BUDGET_LINES

LINES_OF_TABLE = replace(BUDGET_LINES, rest=partial(write_amounts, is_summed_before=True))
"""A row of a table may take more of a source before another row gives it back; the table is summed as a whole."""


def lock_plan(*, by: Actor, programme: Programme) -> None:
    """Until the caller's transaction ends nobody else writes this budget or books on it. Raises PermissionDenied."""
    require(by, Permission.WRITE_PROGRAMME, programme.scope)
    lock_sources(programme.pk)
    Programme.objects.select_for_update().get(pk=programme.pk)
