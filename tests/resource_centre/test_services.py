from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from darbigas_kopienas.activities.models import Cost
from darbigas_kopienas.activities.services import plan
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import Component
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.programme.services import OutsideProgramme, PeriodClosed, close_period
from resource_centre import services
from resource_centre.models import Centre, Item, Purchase

pytestmark = pytest.mark.django_db


def test_centre_is_written_by_its_coordinator(ilze: User, centre: Centre, in_daugavpils: Scope) -> None:
    assert centre.scope == in_daugavpils
    assert centre.name_en_source != ""
    edited = services.edit_centre(by=ilze, centre=centre, address="Rīgas iela 2", description_en="A room")
    assert (edited.address, str(edited)) == ("Rīgas iela 2", "Mezgls")
    assert edited.description_en_source != ""
    before = Entry.objects.of(centre).count()
    services.edit_centre(by=ilze, centre=edited, address="Rīgas iela 2")
    assert Entry.objects.of(centre).count() == before


@pytest.mark.parametrize("name", ["karlis", "anna", "janis", "emma"])
def test_nobody_else_writes_a_centre(request: pytest.FixtureRequest, centre: Centre, name: str) -> None:
    stranger = request.getfixturevalue(name)
    with pytest.raises(PermissionDenied):
        services.edit_centre(by=stranger, centre=centre, name_lv="Mans")
    with pytest.raises(PermissionDenied):
        services.add_item(by=stranger, centre=centre, name_lv="Mana")
    with pytest.raises(PermissionDenied):
        services.record_purchase(by=stranger, centre=centre, description_lv="Mans", amount=Decimal(1))
    with pytest.raises(PermissionDenied):
        services.add_centre(by=stranger, scope=centre.scope, name_lv="Mans")


def test_two_centres_of_one_municipality_have_two_names(ilze: User, centre: Centre) -> None:
    with pytest.raises(ValidationError):
        services.add_centre(by=ilze, scope=centre.scope, name_lv="Mezgls")
    with pytest.raises(TypeError):
        services.edit_centre(by=ilze, centre=centre, colour="red")


def test_inventory_number_is_used_once_in_a_centre(ilze: User, centre: Centre) -> None:
    item = services.add_item(by=ilze, centre=centre, name_lv="Šķēres", inventory_number="A-1", quantity=3)
    assert (str(item), item.scope) == ("Šķēres", centre.scope)
    with pytest.raises(ValidationError):
        services.add_item(by=ilze, centre=centre, name_lv="Nazis", inventory_number="A-1")
    for wrong in ({"quantity": 0}, {"value": Decimal("-1.00")}):
        with pytest.raises(ValidationError):
            services.add_item(by=ilze, centre=centre, name_lv="Nazis", **wrong)
    assert Item.objects.count() == 1


def test_purchase_states_one_cost_that_follows_it(ilze: User, purchase: Purchase) -> None:
    cost = Cost.objects.get()
    assert (cost.origin, cost.stage, cost.amount) == (f"resource_centre.purchase:{purchase.pk}", "asked", Decimal(640))
    moved = services.move_purchase(
        by=ilze, purchase=purchase, state="ordered", on=date(2020, 6, 9), amount=Decimal("615.00")
    )
    assert (moved.ordered_on, moved.on) == (date(2020, 6, 9), date(2020, 6, 9))
    services.move_purchase(by=ilze, purchase=purchase, state="received", on=date(2020, 6, 10), supplier="SIA Diegs")
    cost = Cost.objects.get()
    assert (cost.stage, cost.amount, cost.supplier) == ("invoiced", Decimal("615.00"), "SIA Diegs")
    assert [entry.verb for entry in Entry.objects.of(purchase)] == [
        "purchase.received",
        "purchase.ordered",
        "purchase.wished",
    ]


def test_purchase_does_not_go_back_or_into_the_future(ilze: User, centre: Centre) -> None:
    bought = services.record_purchase(
        by=ilze, centre=centre, description_lv="Galds", amount=Decimal(90), state="ordered", on=date(2020, 6, 5)
    )
    for state in ("wished", "ordered"):
        with pytest.raises(services.GoesBack):
            services.move_purchase(by=ilze, purchase=bought, state=state, on=date(2020, 6, 6))
    with pytest.raises(services.DayInFuture):
        services.move_purchase(by=ilze, purchase=bought, state="received", on=date(2020, 6, 11))
    with pytest.raises(services.ReceivedBeforeOrdered):
        services.move_purchase(by=ilze, purchase=bought, state="received", on=date(2020, 6, 4))
    with pytest.raises(ValidationError):
        services.move_purchase(by=ilze, purchase=bought, state="received", on=date(2020, 6, 6), amount=Decimal("-1.00"))
    with pytest.raises(IntegrityError, match="cannot become"), transaction.atomic():
        Purchase.objects.update(state="wished")
    assert Purchase.objects.get().state == "ordered"
    assert Cost.objects.get().stage == "ordered"


def test_closed_period_takes_no_purchase(ilze: User, marta: User, centre: Centre) -> None:
    close_period(by=marta, scope=centre.scope, kind="money", starts_on=date(2020, 1, 1), ends_on=date(2020, 5, 31))
    with pytest.raises(PeriodClosed):
        services.record_purchase(
            by=ilze, centre=centre, description_lv="Galds", amount=Decimal(90), on=date(2020, 5, 31)
        )
    assert not Cost.objects.exists()


def test_purchase_belongs_to_an_activity_of_its_place(
    ilze: User, karlis: User, marta: User, centre: Centre, in_rezekne: Scope, components: dict[str, Component]
) -> None:
    def activity(by: User, scope: Scope) -> object:
        return plan(
            by=by, scope=scope, component=components["3"], kind="other", title_lv="A", starts_on=date(2020, 6, 4)
        )

    everywhere = Scope(centre.programme_id)
    for mine in (activity(ilze, centre.scope), activity(marta, everywhere), None):
        services.record_purchase(
            by=ilze, centre=centre, description_lv="Stādi", amount=Decimal(5), activity=mine  # type: ignore[arg-type]  # made by the helper
        )  # fmt: skip
    with pytest.raises(services.AnotherScope):
        services.record_purchase(
            by=ilze, centre=centre, description_lv="Stādi", amount=Decimal(5), activity=activity(karlis, in_rezekne)  # type: ignore[arg-type]  # made by the helper
        )  # fmt: skip


def test_withdrawn_photo_is_found_on_the_centres_page(centre: Centre) -> None:
    photo = Document.objects.create(
        programme_id=centre.programme_id, kind="photo", state="stored", consent="cleared", title="Foto",
        content_type="image/webp", size=1, sha256="0" * 64, file="x.webp",
    )  # fmt: skip
    centre.photos.add(photo)
    assert [(use.text, use.url, use.was_public) for use in photo.uses() if "resursu" in use.url] == [
        ("Mezgls", f"/lv/resursu-centrs/{centre.pk}/", True)
    ]


def test_history_says_what_an_order_was_to_cost_and_what_it_costs(ilze: User, purchase: Purchase) -> None:
    services.move_purchase(by=ilze, purchase=purchase, state="ordered", on=date(2020, 6, 9), amount=Decimal("655.00"))
    changes = Entry.objects.of(purchase).get(verb="purchase.ordered").changes
    assert (changes["amount"], changes["values"]) == ("655.00", {"amount": ["640.00", "655.00"]})


def test_an_order_outside_the_programme_is_refused_and_a_wish_is_not(ilze: User, centre: Centre) -> None:
    bought: dict[str, Any] = {"centre": centre, "description_lv": "Galds", "amount": Decimal(1), "on": date(2002, 6, 9)}
    for state in ("ordered", "received"):
        with pytest.raises(OutsideProgramme):
            services.record_purchase(by=ilze, state=state, **bought)
    assert services.record_purchase(by=ilze, **bought).state == "wished"
