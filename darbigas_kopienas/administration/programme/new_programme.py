"""A new programme: a row with an address of its own, and whoever begins it as its coordinator."""

from collections.abc import Mapping
from datetime import date
from typing import NotRequired, TypedDict, cast

from django.db import connection, transaction

from darbigas_kopienas.administration.codes import code_of, first_free
from darbigas_kopienas.audit.changes import put
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import Role, forget_memberships
from darbigas_kopienas.programme.actors import Actor, account_of
from darbigas_kopienas.programme.facts.services import require_in_order
from darbigas_kopienas.programme.models import Membership, Programme
from darbigas_kopienas.values import texts

OF_PROGRAMME = "programma"  # the code of a name that has no Latin letter


class ProgrammeFields(TypedDict):
    """What a grant is called, and its days, both inclusive."""

    name_lv: str
    name_en: str
    goal_lv: str
    starts_on: date
    ends_on: date
    number: NotRequired[str]
    goal_en: NotRequired[str]
    target_group_lv: NotRequired[str]
    target_group_en: NotRequired[str]
    credit_lv: NotRequired[str]
    credit_en: NotRequired[str]
    starts_known_to: NotRequired[str]


@transaction.atomic
def make_programme(
    *, by: Actor, fields: ProgrammeFields, like: Programme | None = None, taken_over: Mapping[str, object] | None = None
) -> Programme:
    """Its public code is made of the Latvian name and the first year and never changes.

    `taken_over` are columns of the programme `like` which it is made; their English is as old as there. All other
    English texts were written just now. Raises ValidationError.
    """
    programme = Programme(**(taken_over or {}), facts_edition=1)
    written = cast("Mapping[str, object]", fields)
    changed = put(programme, written)
    require_in_order(programme.starts_on, programme.ends_on, at="ends_on")
    programme.code = _new_code(programme)
    for name in texts.texts_of(programme):
        if f"{name}_en" in written:
            texts.stamp_translation(programme, name)
    programme.full_clean(validate_unique=False, validate_constraints=False)
    programme.save()
    came_from = {} if like is None else {"from": like.pk}
    record(by=by, verb="programme.added", obj=programme, changes={**changed.stored, **came_from})
    return programme


@transaction.atomic
def make_coordinator(*, by: Actor, user: User, programme: Programme) -> Membership:
    """As its coordinator, from today on."""
    membership = Membership.objects.create(user=user, programme=programme, role=Role.PROGRAMME, given_by=account_of(by))
    record(by=by, verb="membership.granted", obj=membership, scope=programme.scope, changes={"role": membership.role})
    forget_memberships(user)
    return membership


def _hold_codes() -> None:
    """Two who add at the same moment follow one another, so the second sees the first's code."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('programme_programme code', 0))")


def _new_code(programme: Programme) -> str:
    _hold_codes()
    code = f"{code_of(programme.name_lv) or OF_PROGRAMME}-{programme.starts_on.year}"
    taken = Programme.objects.filter(code__startswith=code)
    return first_free(code, set(taken.values_list("code", flat=True)))
