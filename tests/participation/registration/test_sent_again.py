"""A form sent twice is one place; the page from the browser's history, filled for somebody else, is another."""

from collections.abc import Callable

import pytest
from django.test import Client

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.people.models import User
from tests.builders import register_path, states, typed
from tests.participation.registration.conftest import seminar_of_five
from tests.together import together_times

As = Callable[[User | None], Client]
pytestmark = pytest.mark.usefixtures("summer")
activity = seminar_of_five


@pytest.mark.django_db
def test_next_person_typed_into_the_page_that_was_sent_is_registered_too(activity: Activity, as_: As) -> None:
    client, anna = as_(None), typed()
    juris = {**anna, "name": "Juris Bērzs", "email": "juris@example.lv"}
    first, second = (client.post(register_path(activity), sent) for sent in (anna, juris))
    again = client.post(register_path(activity), juris)
    assert states(activity) == {"Anna Kalna": "confirmed", "Juris Bērzs": "confirmed"}
    assert first["Location"] == second["Location"] == again["Location"]
    assert OutgoingMail.objects.filter(to_email="juris@example.lv").count() == 1


@pytest.mark.django_db
def test_page_that_was_sent_and_is_filled_wrongly_keeps_what_was_typed(activity: Activity, as_: As) -> None:
    client, anna = as_(None), typed()
    client.post(register_path(activity), anna)
    page = client.post(register_path(activity), {**anna, "name": "Juris Bērzs", "email": "juris"})
    assert (page.status_code, 'value="Juris Bērzs"' in page.content.decode()) == (422, True)
    assert list(states(activity)) == ["Anna Kalna"]


@pytest.mark.django_db(transaction=True)
def test_form_tapped_many_times_at_once_is_one_place(activity: Activity) -> None:
    sent = typed()
    answers = together_times(4, lambda: Client().post(register_path(activity), sent))
    assert ({page.status_code for page in answers}, len({page["Location"] for page in answers})) == ({302}, 1)
    assert states(activity) == {"Anna Kalna": "confirmed"}
