"""Which programmes a request concerns, and who answers it there."""

from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.colleagues import holders_of
from darbigas_kopienas.programme.models import Programme

from .models import ErasureRequest


def programmes_of(request: ErasureRequest) -> list[Programme]:
    """Where the person has a place, an entry or a role; all, where they have none anywhere."""
    row = ErasureRequest.objects.filter(pk=request.pk)
    return [programme for programme in Programme.objects.order_by("pk") if row.in_programmes([programme.pk]).exists()]


def answerers_of(request: ErasureRequest) -> dict[User, Programme]:
    """Everybody who may answer it today, each with the first programme in which they do."""
    answerers: dict[User, Programme] = {}
    for programme in programmes_of(request):
        for user in holders_of(Permission.MANAGE_PRIVACY, programme.pk):
            answerers.setdefault(user, programme)
    return answerers
