"""Ways about an activity: pages of the floor lead to the seminar's or event's own, which tells its facts once."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from darbigas_kopienas.activities import services as activities
from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import Component
from darbigas_kopienas.programme.scoping import Scope
from tests.builders import open_seminar
from tests.page_text import tight

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]


@pytest.fixture
def seminar(ilze: User, in_daugavpils: Scope, components: dict[str, Component]) -> Activity:
    return open_seminar(ilze, in_daugavpils)


def crumbs_of(answer: Any) -> str:
    return str(tight(answer.content.decode()).split('<nav class="crumbs"', 1)[1].split("</nav>", 1)[0])


@pytest.mark.parametrize("name", ["registration_list", "attendance_grid", "question_list", "wall_code"])
def test_crumbs_of_the_floor_lead_to_the_seminar(as_: As, ilze: User, seminar: Activity, name: str) -> None:
    args = [seminar.pk, seminar.sessions.get().pk] if name == "wall_code" else [seminar.pk]
    answer = as_(ilze).get(reverse(f"participation:{name}", args=args), follow=True)
    assert f'href="/lv/seminari/{seminar.seminar.pk}/"' in crumbs_of(answer)
    assert "/aktivitates/" not in crumbs_of(answer)


def test_what_belongs_to_a_seminar_repeats_neither_facts_nor_history(as_: As, ilze: User, seminar: Activity) -> None:
    text = as_(ilze).get(reverse("activities:activity_detail", args=[seminar.pk])).content.decode()
    assert [word for word in ("Smilšu iela 92", 'id="history-', "Nodarbības") if word in text] == []
    page = tight(as_(ilze).get(f"/lv/seminari/{seminar.seminar.pk}/").content.decode())
    assert page.split("<dt>Kur</dt>", 1)[1].startswith("<dd>Smilšu iela\u00a092, Daugavpils")
    assert "https://www.openstreetmap.org/search?query=Smil%C5%A1u+iela+92%2C+Daugavpils" in page


def test_activity_without_a_page_of_its_own_tells_them_itself(
    as_: As, ilze: User, in_daugavpils: Scope, components: dict[str, Component]
) -> None:
    symposium = activities.plan(
        by=ilze, scope=in_daugavpils, component=components["6"], kind="symposium", title_lv="Simpozijs",
        starts_on=date(2020, 6, 18), place="Vienības nams",
    )  # fmt: skip
    text = as_(ilze).get(reverse("activities:activity_detail", args=[symposium.pk])).content.decode()
    assert [word in text for word in ("Vienības nams, Daugavpils", "2020.\u00a0gada 18.\u00a0jūnijs")] == [True, True]


def test_history_of_a_thing_kept_in_two_rows_is_one(ilze: User, seminar: Activity) -> None:
    verbs = set(Entry.objects.of(seminar.seminar, seminar).values_list("verb", flat=True))
    assert {"seminar.planned", "activity.planned"} <= verbs
