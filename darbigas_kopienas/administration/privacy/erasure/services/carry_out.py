"""The erasing itself."""

from django.db import transaction

from darbigas_kopienas.administration.privacy.erasure.models import ErasureRequest
from darbigas_kopienas.programme.actors import Actor


@transaction.atomic
def carry_out(*, by: Actor, request: ErasureRequest) -> ErasureRequest:
    """Raises PermissionDenied, AlreadyAnswered, HasObstacles."""
    raise NotImplementedError
