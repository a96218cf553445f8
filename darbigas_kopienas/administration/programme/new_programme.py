"""A new programme: a row with an address of its own, and whoever begins it as its coordinator."""

from collections.abc import Mapping

from django.db import connection
from django.utils.text import slugify

from darbigas_kopienas.audit.services import record
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import Role
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.programme.models import Membership, Programme
from darbigas_kopienas.values import texts
from darbigas_kopienas.values.formats import folded

LONGEST_NAME = 40  # letters of a code that holds 50: the year and a number follow


def make_programme(
    actor: Actor, fields: Mapping[str, object], came_from: Mapping[str, object] | None = None
) -> Programme:
    """For a service that has asked, inside its transaction. `came_from` is what the trail says beside its days.

    English texts were written just now, but those whose `…_en_source` comes along.
    """
    programme = Programme(**fields)
    for name in texts.texts_of(programme):
        if f"{name}_en_source" not in fields:
            texts.stamp_translation(programme, name)
    _hold_programmes()
    programme.code = _free_code(programme)
    programme.save()
    days = {"starts_on": programme.starts_on.isoformat(), "ends_on": programme.ends_on.isoformat()}
    record(by=actor, verb="programme.added", obj=programme, changes={**days, **(came_from or {})})
    return programme


def let_in(actor: Actor, user: User, programme: Programme) -> Membership:
    """As its coordinator, from today on. For a service that has asked, inside its transaction."""
    membership = Membership.objects.create(user=user, programme=programme, role=Role.PROGRAMME)
    record(
        by=actor, verb="membership.granted", obj=membership, scope=programme.scope, changes={"role": membership.role}
    )
    return membership


def _hold_programmes() -> None:
    """Until the transaction ends nobody else makes one, so two never take the same code; all else goes on."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE programme_programme IN SHARE ROW EXCLUSIVE MODE")


def _free_code(programme: Programme) -> str:
    """Its Latvian name and first year, `darbigas-kopienas-2027`; the second of that name has `-2` behind."""
    name = slugify(folded(programme.name_lv))[:LONGEST_NAME].strip("-_") or "programme"
    code = f"{name}-{programme.starts_on.year}"
    taken = set(Programme.objects.filter(code__startswith=code).values_list("code", flat=True))
    number = 1
    while (free := code if number == 1 else f"{code}-{number}") in taken:
        number += 1
    return free
