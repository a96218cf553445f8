"""The portal without the lock behind which seats are given: what the control round is served by."""

import time
from typing import Any

from darbigas_kopienas.wsgi import application  # isort: skip  (first of all: the models need a portal that is set up)
from darbigas_kopienas.participation.models import Enrolment
from darbigas_kopienas.participation.services import enrolling, registering

__all__ = ["application"]

_counted = enrolling.standing_of


def _unlocked(activity: Any) -> Enrolment:
    return Enrolment.objects.select_related("activity").get(activity_id=activity.pk)


def _slowly(*given: Any) -> enrolling.Standing:
    """Between counting and taking time passes, as it does on a busy machine."""
    found = _counted(*given)
    time.sleep(0.02)
    return found


vars(registering).update(locked=_unlocked, standing_of=_slowly)
