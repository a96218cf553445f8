"""Deeds on centres, their things and purchases. A purchase states its cost once; the budget books it once."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from darbigas_kopienas.activities.models import Activity, Cost
from darbigas_kopienas.activities.services import state_cost
from darbigas_kopienas.audit.changes import Changed, put
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.programme.access import Permission, may, require
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.programme.models import ClosingKind, Site
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.programme.services import require_open, require_within
from darbigas_kopienas.values import clock, texts

from .models import Centre, Item, Purchase

CENTRE_FIELDS = frozenset(
    {"name_lv", "name_en", "address", "opened_on", "opening_hours_lv", "opening_hours_en", "description_lv",
     "description_en", "contact_email", "is_published", "site"}
)  # fmt: skip
STATES = [Purchase.State.WISHED, Purchase.State.ORDERED, Purchase.State.RECEIVED]
# What is wished has been asked for; what is delivered comes with its invoice or delivery note.
COST_STAGE = {
    Purchase.State.WISHED: Cost.Stage.ASKED,
    Purchase.State.ORDERED: Cost.Stage.ORDERED,
    Purchase.State.RECEIVED: Cost.Stage.INVOICED,
}


class GoesBack(ValidationError):
    """What was received is not ordered again, nor what was ordered wished."""


class AnotherScope(ValidationError):
    """The activity belongs to another programme or municipality than the centre."""


class WrongSite(ValidationError):
    """The place is no centre of this municipality, or has another centre already."""


class ReceivedBeforeOrdered(ValidationError):
    """The delivery lies before the order."""


class DayInFuture(ValidationError):
    """Nothing was ordered or received on a day that has not come."""


@transaction.atomic
def add_centre(*, by: Actor, scope: Scope, name_lv: str, **fields: object) -> Centre:
    """Raises PermissionDenied, WrongSite, ValidationError (the name is taken)."""
    require(by, Permission.WRITE_CENTRE, scope)
    centre = Centre(programme_id=scope.programme_id, municipality_id=scope.municipality_id)
    _write(centre, {"name_lv": name_lv, **fields})
    record(by=by, verb="centre.added", obj=centre)
    return centre


@transaction.atomic
def edit_centre(*, by: Actor, centre: Centre, **fields: object) -> Centre:
    """Whose centre it is, its `site`, is said by the municipality: not by whoever works in it.

    Raises PermissionDenied, WrongSite, ValidationError (the name is taken).
    """
    require(by, Permission.WRITE_CENTRE, centre.scope)
    locked = Centre.objects.select_for_update(of=("self",)).get(pk=centre.pk)
    if "site" in fields and fields["site"] != locked.site:
        require(by, Permission.WRITE_CENTRE, centre.scope.municipal)
    if changed := _write(locked, fields):
        record(by=by, verb="centre.edited", obj=locked, changes=changed.stored)
    return locked


@transaction.atomic
def add_item(*, by: Actor, centre: Centre, name_lv: str, **fields: object) -> Item:
    """A thing of the centre. Raises PermissionDenied, ValidationError (inventory number taken, quantity, value)."""
    require(by, Permission.WRITE_CENTRE, centre.scope)
    item = Item(centre=centre, name_lv=name_lv, **fields)
    texts.stamp_translation(item, "name")
    item.full_clean(exclude=["sort_key"])
    item.save()
    record(by=by, verb="item.added", obj=item, changes={"quantity": item.quantity})
    return item


@transaction.atomic
def record_purchase(
    *,
    by: Actor,
    centre: Centre,
    description_lv: str,
    amount: Decimal,
    state: str = Purchase.State.WISHED,
    on: date | None = None,
    supplier: str = "",
    description_en: str = "",
    activity: Activity | None = None,
) -> Purchase:
    """A wish, an order or a delivery, `on` its day (today), and its cost under this purchase's own origin.

    `amount` is the whole purchase in EUR with tax. Raises PermissionDenied, PeriodClosed, AnotherScope,
    DayInFuture, OutsideProgramme.
    """
    require(by, Permission.WRITE_CENTRE, centre.scope)
    _require_same_scope(centre, activity)
    day = on or clock.today()
    purchase = Purchase(
        centre=centre,
        activity=activity,
        description_lv=description_lv,
        description_en=description_en,
        supplier=supplier,
        wished_on=day,
        amount=amount,
    )
    _put_state(by, purchase, Purchase.State(state), day)
    texts.stamp_translation(purchase, "description")
    purchase.full_clean(exclude=["centre", "activity"])
    purchase.save()
    _state_cost(by, purchase)
    record(by=by, verb=f"purchase.{purchase.state}", obj=purchase, changes={"amount": str(amount)})
    return purchase


@transaction.atomic
def move_purchase(
    *, by: Actor, purchase: Purchase, state: str, on: date, amount: Decimal | None = None, supplier: str | None = None
) -> Purchase:
    """Wished → ordered → received, with the amount and supplier as they turned out.

    Raises PermissionDenied, GoesBack, ReceivedBeforeOrdered, DayInFuture, OutsideProgramme, PeriodClosed.
    """
    require(by, Permission.WRITE_CENTRE, purchase.scope)
    locked = Purchase.objects.select_for_update(of=("self",)).select_related("centre", "activity").get(pk=purchase.pk)
    if STATES.index(Purchase.State(state)) <= STATES.index(Purchase.State(locked.state)):
        raise GoesBack(_("The purchase has already come further than this."), code="goes_back")
    turned_out = {"amount": amount, "supplier": supplier}
    changed = put(locked, {name: value for name, value in turned_out.items() if value is not None})
    _put_state(by, locked, Purchase.State(state), on)
    locked.full_clean(exclude=["centre", "activity"])
    locked.save()
    _state_cost(by, locked)
    changes = {**(changed.stored if changed else {}), "amount": str(locked.amount)}
    record(by=by, verb=f"purchase.{locked.state}", obj=locked, changes=changes)
    return locked


def _write(centre: Centre, fields: dict[str, object]) -> Changed:
    """Put the fields on the centre and keep it; what changed."""
    if unknown := set(fields) - CENTRE_FIELDS:
        raise TypeError(f"not a field of a centre: {sorted(unknown)}")
    changed = put(centre, fields)
    if changed:
        if "site" in changed:
            _require_own_site(centre)
        for name in texts.texts_of(centre):
            if f"{name}_en" in changed:
                texts.stamp_translation(centre, name)
        centre.full_clean(exclude=["sort_key"])
        centre.save()
    return changed


def _require_own_site(centre: Centre) -> None:
    site = centre.site
    if site is None:
        return
    if site.kind != Site.Kind.CENTRE or site.scope != centre.scope.municipal:
        raise WrongSite(_("This place is no centre of the municipality."), code="site")
    if Centre.objects.filter(site=site).exclude(pk=centre.pk).exists():
        raise WrongSite(_("This place already has its centre."), code="site")


def _require_same_scope(centre: Centre, activity: Activity | None) -> None:
    if activity is not None and activity.scope not in {centre.scope.municipal, Scope(centre.programme_id)}:
        raise AnotherScope(_("The activity belongs to another programme or municipality."), code="scope")


def _put_state(by: Actor, purchase: Purchase, state: Purchase.State, day: date) -> None:
    if state != Purchase.State.WISHED and day > clock.today():
        raise DayInFuture(_("The day has not come yet."), code="future")
    if state != Purchase.State.WISHED:
        require_within(purchase.centre.programme, day)
    if state == Purchase.State.RECEIVED and purchase.ordered_on is not None and day < purchase.ordered_on:
        raise ReceivedBeforeOrdered(_("It cannot be received before it was ordered."), code="order")
    may_ask = may(by, Permission.ASK_CLOSING, purchase.scope)
    require_open(purchase.scope, kind=ClosingKind.MONEY, on=day, may_ask=may_ask)
    purchase.state = state
    if state == Purchase.State.ORDERED:
        purchase.ordered_on = day
    elif state == Purchase.State.RECEIVED:
        purchase.received_on = day


def _state_cost(by: Actor, purchase: Purchase) -> Cost:
    return state_cost(
        by=by,
        scope=purchase.scope,
        origin=purchase.origin,
        stage=COST_STAGE[Purchase.State(purchase.state)],
        amount=purchase.amount,
        description=purchase.description_lv,
        supplier=purchase.supplier,
        on=purchase.on,
        activity=purchase.activity,
    )
