"""My tasks lead to each draft; where its form opens no more, what was typed is still there, and can be thrown away."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import Membership
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.submissions.models import Draft
from darbigas_kopienas.values import clock
from resource_centre import services
from resource_centre.models import Centre

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]


@pytest.fixture(autouse=True)
def _summer() -> Iterator[None]:
    with clock.frozen(date(2020, 6, 10)):
        yield


@pytest.fixture
def centre(ilze: User, in_daugavpils: Scope) -> Centre:
    return services.add_centre(by=ilze, scope=in_daugavpils, name_lv="Mezgls", is_published=True)


def _draft(browser: Client, centre: Centre) -> str:
    """The address of the form that keeps it."""
    typed = {"form_key": f"resource_centre:centre_edit:{centre.pk}", "name_lv": "Mezgls un\nšķūnis"}
    assert browser.post(reverse("submissions:draft_save"), typed).status_code == 200
    return reverse("resource_centre:centre_edit", args=[centre.pk])


def test_draft_of_a_role_that_ended_is_shown_and_thrown_away(as_: As, ilze: User, centre: Centre) -> None:
    browser = as_(ilze)
    form = _draft(browser, centre)
    Membership.objects.filter(user=ilze).update(ends_on=clock.today() - timedelta(days=1))
    tasks = reverse("home:my_tasks")
    assert form in browser.get(tasks).content.decode()
    page = browser.get(form)
    assert (page.status_code, "Mezgls un<br>šķūnis" in page.content.decode()) == (403, True)
    dropped = browser.post(
        reverse("submissions:draft_drop"), {"form_key": f"resource_centre:centre_edit:{centre.pk}", "back": tasks}
    )
    assert dropped["Location"] == tasks
    assert form not in browser.get(tasks).content.decode()
    assert b"Mezgls un" not in browser.get(form).content


def test_draft_of_a_row_that_is_gone_is_shown_to_its_author_alone(
    as_: As, ilze: User, karlis: User, centre: Centre
) -> None:
    form = _draft(as_(ilze), centre)
    centre.delete()
    assert "Mezgls un<br>šķūnis" in as_(ilze).get(form).content.decode()
    other = as_(karlis).get(form)
    assert (other.status_code, b"Mezgls" in other.content) == (404, False)
    assert as_(None).get(form).status_code == 302
    assert Draft.objects.get().user == ilze
