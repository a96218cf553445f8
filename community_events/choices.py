"""Which municipalities a person may choose, and what was used last."""

from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.forms import scopes_to_write
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope

from .models import CommunityEvent

WHOLE_PROGRAMME = "programme"


def municipality_choices(user: Reader, programme: Programme, permission: Permission) -> list[tuple[str, str]]:
    """(value, name) of every municipality in which the user holds the permission; the whole programme last."""
    scopes = scopes_to_write(user, permission, programme)
    return [(_value(scope.municipality_id), name) for scope, name in scopes.items()]


def scope_of(value: str, programme: Programme) -> Scope:
    return Scope(programme.pk, None if value == WHOLE_PROGRAMME else int(value))


def last_used(user: User, programme: Programme) -> dict[str, object]:
    """Place, type and municipality of the event that this person logged last: where work goes on, so does the form."""
    last = (
        CommunityEvent.objects.for_staff(user)
        .filter(activity__created_by=user, activity__programme=programme)
        .select_related("activity")
        .order_by("-activity__created_at", "-pk")
        .first()
    )
    if last is None:
        return {"type": CommunityEvent.Type.MOBILISATION}
    municipality = last.activity.municipality_id
    return {
        "place": last.activity.place,
        "type": last.type,
        "municipality": _value(municipality),
    }


def _value(municipality_id: int | None) -> str:
    return WHOLE_PROGRAMME if municipality_id is None else str(municipality_id)
