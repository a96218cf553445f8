"""Trainers on the seminar's public page and on its staff side: who reads what, and a coordinator's forms."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from darbigas_kopienas.people.models import Organisation, User
from seminars.models import Engagement, Seminar
from seminars.plan import services as plan_services
from seminars.trainers import services as trainers
from tests.cast import WHO
from tests.seminars.conftest import STAFF, page

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]


@pytest.mark.parametrize("name", WHO)
def test_profile_is_everybodys_and_address_fee_and_agreement_are_not(
    as_: As, who: Any, ilze: User, seminar: Seminar, name: str
) -> None:
    school = Organisation.objects.create(kind="ngo", name_lv="Biedrība „Saule”")
    trainer = trainers.add_trainer(
        by=ilze, scope=seminar.scope, name="Prof. Ozols", email="ozols@example.lv", organisation=school,
        profile_lv="Pēta kopienas",
    )  # fmt: skip
    engagement = trainers.engage(by=ilze, seminar=seminar, trainer=trainer)
    trainers.edit_engagement(by=ilze, engagement=engagement, agreement_number="LĪG-77", fee=Decimal("321.50"))
    plan_services.edit_seminar(by=ilze, seminar=seminar, planned_cost=Decimal("777.00"))
    text = page(as_(who(name)), seminar)
    assert "Pēta kopienas" in text
    assert "Biedrība „Saule”" in text
    assert [secret_word for secret_word in ("ozols@example.lv", "LĪG-77", "321,50") if secret_word in text] == []
    assert ("777,00" in text) == (name in STAFF)
    answer = as_(who(name)).get(f"/lv/seminari/{seminar.pk}/norise/")
    assert answer.status_code == (302 if name == "visitor" else 200 if name in STAFF else 403)
    assert ("321,50" in answer.content.decode()) == (name in STAFF)


def test_coordinator_runs_it_by_forms(as_: As, ilze: User, seminar: Seminar) -> None:
    browser, here = as_(ilze), f"/lv/seminari/{seminar.pk}/norise/"

    def post(path: str, **sent: str) -> int:
        return int(browser.post(path, {"submission_key": str(uuid4()), **sent}).status_code)

    assert post(f"{here}pasniedzeji/pievienot/") == 422
    assert post(f"{here}pasniedzeji/pievienot/", name="Anna Liepa", email="anna.liepa@example.lv") == 302
    engagement = Engagement.objects.get()
    there = f"{here}pasniedzeji/{engagement.pk}/"
    assert post(there, fee="100,00", agreement_number="7", agreed_on="01.06.2020") == 302
    assert 'value="100,00"' in browser.get(there).content.decode()
    assert post(f"{there}par/", name="Anna Liepa", profile_lv="Māca") == 302
    for action, words in (
        ("ask", "nav zināma"), ("confirmed", "Atbilde pierakstīta."), ("declined", "Atbilde pierakstīta."),
        ("end", "ir norādīts līgums"), ("x", "novecojusi"),
    ):  # fmt: skip
        answer = browser.post(f"{there}darbiba/", {"deed": action}, follow=True)
        assert words in answer.content.decode(), action
    assert post(f"{here}pasniedzeji/pievienot/", trainer=str(engagement.trainer_id)) == 302
    assert "Māca" in browser.get(f"{there}par/").content.decode()
