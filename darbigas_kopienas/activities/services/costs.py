"""What the rooms state that things cost."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from darbigas_kopienas.activities.models import Activity, Cost
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.programme.scoping import Scope

STAGES = [Cost.Stage.ASKED, Cost.Stage.ORDERED, Cost.Stage.INVOICED]


class CostGoesBack(ValidationError):
    """Ordered does not become asked again, nor invoiced ordered."""


@transaction.atomic
def state_cost(
    *,
    by: Actor,
    scope: Scope,
    origin: str,
    stage: str,
    amount: Decimal,
    description: str,
    on: date,
    supplier: str = "",
    activity: Activity | None = None,
) -> Cost:
    """What the thing behind `origin` costs as known today; the same origin is always the same row.

    Saying the same again changes nothing. Raises CostGoesBack when the stage would fall back.
    """
    wanted: Mapping[str, object] = {
        "programme_id": scope.programme_id,
        "municipality_id": scope.municipality_id,
        "activity_id": activity.pk if activity else None,
        "stage": stage,
        "amount": amount,
        "description": description,
        "supplier": supplier,
        "on": on,
    }
    cost, is_new = Cost.objects.select_for_update().get_or_create(origin=origin, defaults=wanted)
    if is_new:
        record(by=by, verb="cost.stated", obj=cost, changes={"stage": stage, "amount": str(amount)})
        return cost
    if STAGES.index(Cost.Stage(stage)) < STAGES.index(Cost.Stage(cost.stage)):
        raise CostGoesBack(_("The cost has already gone further than this."), code="goes_back")
    if changed := [name for name, value in wanted.items() if getattr(cost, name) != value]:
        for name in changed:
            setattr(cost, name, wanted[name])
        cost.save()
        record(by=by, verb="cost.restated", obj=cost, changes={"stage": stage, "amount": str(amount)})
    return cost
