"""Normunds works in the centre “Mezgls”: its page, things and purchases are his, and nothing else of the town."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from darbigas_kopienas.activities import services as activities
from darbigas_kopienas.activities.models import Cost
from darbigas_kopienas.people.models import Municipality, User
from darbigas_kopienas.programme.access import Role
from darbigas_kopienas.programme.models import ClosingKind, Component, Programme, Site
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.programme.services import PeriodClosed, close_period
from resource_centre import services
from resource_centre.models import Centre, Item, Purchase
from tests.cast import join, make_user
from tests.participation.attendance.test_recorder import broken
from tests.participation.attendance_pages import As
from tests.resource_centre.test_views import ROOM, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(ilze: User, centre: Centre, mezgls: Site) -> Centre:
    """Not published, so that nobody sees it but by a role."""
    return services.edit_centre(by=ilze, centre=centre, site=mezgls, is_published=False)


@pytest.fixture
def worker(as_: As, normunds: User) -> Client:
    return as_(normunds)


def test_the_way_from_home(worker: Client, own: Centre) -> None:
    home = worker.get("/lv/mani-darbi/")
    way = reverse("resource_centre:centre_own")
    assert ([button.url for button in home.context["buttons"]], bool(home.context["words"])) == ([way], True)
    assert worker.get(way)["Location"] == f"{ROOM}/{own.pk}/"


def test_before_the_centre_has_a_page(worker: Client, as_: As, ilze: User) -> None:
    page = worker.get(reverse("resource_centre:centre_own"))
    assert (page.status_code, broken(worker, page)) == (200, {})
    assert as_(ilze).get(reverse("resource_centre:centre_own"))["Location"] == f"{ROOM}/"


def test_two_centres_are_listed(
    worker: Client, own: Centre, hidden: Centre, normunds: User, ilze: User, programme: Programme,
    daugavpils: Municipality,
) -> None:  # fmt: skip
    other = Site.objects.create(programme=programme, municipality=daugavpils, kind="centre", name_lv="Otrs")
    services.edit_centre(by=ilze, centre=hidden, site=other)
    join(normunds, programme, Role.CENTRE, daugavpils, site=other)
    assert list(worker.get(reverse("resource_centre:centre_own")).context["centres"]) == [own, hidden]


def test_the_centre_s_page_things_and_purchases(worker: Client, own: Centre, purchase: Purchase) -> None:
    page = f"{ROOM}/{own.pk}/"
    assert worker.get(page).status_code == 200
    form = worker.get(f"{page}labot/").context["form"]
    assert "site" not in form.fields
    typed = sent(name_lv="Mezgls II", address="Smilšu iela 92")
    assert worker.post(f"{page}labot/", typed).status_code == 302
    thing = sent(name_lv="Šķēres", quantity="2", category="tool", condition="good", value="7,50")
    assert worker.post(f"{page}lietas/pievienot/", thing).status_code == 302
    assert "7,50" in worker.get(f"{page}lietas/").content.decode()
    bought = sent(description_lv="Galds", amount="10", state="wished", on="10.06.2020")
    assert worker.post(f"{page}pirkumi/pievienot/", bought).status_code == 302
    moved = sent(state="received", on="10.06.2020", amount="640", supplier="SIA Adata")
    assert worker.post(reverse("resource_centre:purchase_move", args=[purchase.pk]), moved).status_code == 302
    own.refresh_from_db()
    assert (own.name_lv, own.site_id is not None, Item.objects.count(), Purchase.objects.count()) == (
        "Mezgls II", True, 1, 2,
    )  # fmt: skip


def test_services_know_the_worker(normunds: User, own: Centre, purchase: Purchase, in_daugavpils: Scope) -> None:
    purchase = Purchase.objects.get(pk=purchase.pk)
    services.move_purchase(by=normunds, purchase=purchase, state="ordered", on=date(2020, 6, 9))
    services.add_item(by=normunds, centre=own, name_lv="Šķēres")
    cost = Cost.objects.get(origin=purchase.origin)
    assert (cost.scope, own.scope.municipal) == (in_daugavpils, in_daugavpils)


def test_another_centre_of_the_town_is_not_theirs(
    worker: Client, normunds: User, own: Centre, hidden: Centre, ilze: User, in_daugavpils: Scope
) -> None:
    bought = services.record_purchase(by=ilze, centre=hidden, description_lv="Skapis", amount=Decimal(9))
    assert {
        worker.get(url).status_code
        for url in (f"{ROOM}/{hidden.pk}/", f"{ROOM}/{hidden.pk}/lietas/", f"{ROOM}/pirkumi/{bought.pk}/")
    } == {404}
    assert "Skapis" not in worker.get(f"{ROOM}/pirkumi/").content.decode()
    for refused in (
        lambda: services.edit_centre(by=normunds, centre=hidden, name_lv="Mans"),
        lambda: services.add_item(by=normunds, centre=hidden, name_lv="Šķēres"),
        lambda: services.record_purchase(by=normunds, centre=hidden, description_lv="X", amount=Decimal(1)),
        lambda: services.move_purchase(by=normunds, purchase=bought, state="ordered", on=date(2020, 6, 9)),
        lambda: services.add_centre(by=normunds, scope=in_daugavpils, name_lv="Jauns"),
        lambda: services.edit_centre(by=normunds, centre=own, site=None),
    ):
        with pytest.raises(PermissionDenied):
            refused()
    services.edit_centre(by=ilze, centre=hidden, is_published=True)
    page = worker.get(f"{ROOM}/{hidden.pk}/").content.decode()
    assert ("labot" in page, "Skapis" in page) == (False, False)


def test_no_link_leads_to_a_refusal(
    worker: Client, own: Centre, ilze: User, components: dict[str, Component], in_daugavpils: Scope
) -> None:
    """A purchase may be for an activity that is not shown to everybody."""
    activity = activities.plan(
        by=ilze, scope=in_daugavpils, component=components["2"], kind="other", title_lv="Slepena darbnīca",
        starts_on=date(2020, 7, 1),
    )  # fmt: skip
    own = Centre.objects.get(pk=own.pk)
    bought = services.record_purchase(
        by=ilze, centre=own, description_lv="Dēļi", amount=Decimal(9), activity=activity
    )  # fmt: skip
    pages = [f"{ROOM}/", f"{ROOM}/{own.pk}/", f"{ROOM}/{own.pk}/lietas/", f"{ROOM}/pirkumi/",
             f"{ROOM}/pirkumi/{bought.pk}/", f"{ROOM}/{own.pk}/labot/", "/lv/mani-darbi/"]  # fmt: skip
    for address in pages:
        answer = worker.get(address)
        assert (address, answer.status_code, broken(worker, answer)) == (address, 200, {})
    assert "Slepena darbnīca" not in worker.get(pages[4]).content.decode()
    assert "/pievienot/" not in " ".join(re.findall(r'href="([^"]*)"', worker.get(f"{ROOM}/").content.decode()))


def test_a_role_that_has_ended_reaches_no_centre(worker: Client, normunds: User, own: Centre) -> None:
    normunds.memberships.update(ends_on=date(2020, 6, 9))
    assert worker.get(f"{ROOM}/{own.pk}/").status_code == 404


def test_one_page_for_one_place(ilze: User, own: Centre, hidden: Centre, mezgls: Site) -> None:
    with pytest.raises(services.WrongSite):
        services.edit_centre(by=ilze, centre=hidden, site=mezgls)
    with pytest.raises(IntegrityError), transaction.atomic():
        Centre.objects.filter(pk=hidden.pk).update(site=mezgls)
    services.edit_centre(by=ilze, centre=own, site=None)
    assert services.edit_centre(by=ilze, centre=hidden, site=mezgls).site == mezgls


@pytest.mark.parametrize(("kind", "code"), [("office", "daugavpils"), ("centre", "rezeknes-novads")])
def test_only_a_centre_of_the_same_municipality(
    ilze: User, centre: Centre, programme: Programme, kind: str, code: str
) -> None:
    site = Site.objects.create(
        programme=programme, municipality=Municipality.objects.get(code=code), kind=kind, name_lv="Vieta"
    )
    with pytest.raises(services.WrongSite):
        services.edit_centre(by=ilze, centre=centre, site=site)


def test_the_coordinator_chooses_the_place(
    as_: As, ilze: User, karlis: User, marta: User, centre: Centre, mezgls: Site, rezekne: Municipality
) -> None:
    foreign = Site.objects.create(programme=mezgls.programme, municipality=rezekne, kind="centre", name_lv="Rēzekne")
    edit, add = f"{ROOM}/{centre.pk}/labot/", f"{ROOM}/pievienot/"

    def offered(user: User, address: str) -> list[Any]:
        return list(as_(user).get(address).context["form"].fields["site"].queryset)

    assert (offered(ilze, edit), offered(ilze, add), offered(marta, edit)) == ([mezgls], [mezgls], [mezgls])
    assert (offered(karlis, add), offered(marta, add)) == ([foreign], [mezgls, foreign])
    typed = sent(name_lv="Mezgls", address="Smilšu iela 92", site=str(mezgls.pk))
    assert as_(ilze).post(edit, typed).status_code == 302
    centre.refresh_from_db()
    assert centre.site == mezgls
    assert (offered(ilze, edit), offered(ilze, add)) == ([mezgls], [])
    wrong = sent(name_lv="Jauns", address="Iela 1", where=str(centre.municipality_id), site=str(foreign.pk))
    refused = as_(marta).post(add, wrong)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["site"])


def test_a_closed_period_is_said_without_a_way_that_is_refused(
    normunds: User, marta: User, own: Centre, in_daugavpils: Scope
) -> None:
    day = date(2020, 5, 1)
    close_period(by=marta, scope=in_daugavpils, kind=ClosingKind.MONEY, starts_on=day, ends_on=day)
    with pytest.raises(PeriodClosed) as refusal:
        services.record_purchase(
            by=normunds, centre=own, description_lv="X", amount=Decimal(1), state="received", on=day
        )  # fmt: skip
    assert reverse("programme:closing_list") not in " ".join(refusal.value.messages)


def test_a_worker_of_another_centre_shares_no_list(
    as_: As, normunds: User, own: Centre, programme: Programme, daugavpils: Municipality
) -> None:
    """The list is one statement for all with the same roles: the centre is part of the role."""
    other = Site.objects.create(programme=programme, municipality=daugavpils, kind="centre", name_lv="Otrs")
    stranger = join(make_user("otrs@example.lv", "Otrs"), programme, Role.CENTRE, daugavpils, site=other)
    seen = ["Mezgls" in as_(user).get(f"{ROOM}/").content.decode() for user in (normunds, stranger)]
    assert seen == [True, False]
