"""Who answers which request, and that it is answered once."""

from django.utils.translation import gettext as _

from darbigas_kopienas.people.models import Person, User
from darbigas_kopienas.programme.actors import Actor

from .errors import AlreadyAnswered, NotInReach, OwnRequest
from .models import ErasureRequest


def require_another(by: Actor, request: ErasureRequest) -> None:
    """Raise OwnRequest: with the account the session would go, and nobody would have looked."""
    if isinstance(by, User) and request.target.user_id == by.pk:
        raise OwnRequest(_("Another coordinator answers your own request."))


def require_reach(by: Actor, request: ErasureRequest) -> None:
    """Raise NotInReach unless `by` answers the requests of this person, OwnRequest where it is themselves."""
    require_another(by, request)
    if not ErasureRequest.objects.to_answer_by(by).filter(pk=request.pk).exists():
        raise NotInReach(_("Somebody who coordinates the person’s programme answers this request."))


def locked_request(request: ErasureRequest) -> ErasureRequest:
    """The request, which waits still. Raises AlreadyAnswered."""
    rows = ErasureRequest.objects.select_for_update(of=("self",)).select_related("person__merged_into")
    locked = rows.get(pk=request.pk)
    if not locked.is_open:
        raise AlreadyAnswered(_("This request has been answered already, or was withdrawn."), code="answered")
    return locked


def lock_person(pk: int) -> Person:
    """Until the transaction ends nobody else asks for this person, merges or erases them."""
    rows = Person.with_merged.select_for_update(of=("self",), no_key=True)
    return rows.get(pk=pk)
