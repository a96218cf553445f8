"""What a person used last."""

from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.choices import municipality_value
from darbigas_kopienas.programme.models import Programme

from .models import CommunityEvent


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
        "municipality": municipality_value(municipality),
    }
