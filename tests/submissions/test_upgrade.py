from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from darbigas_kopienas.people.models import User
from darbigas_kopienas.submissions.models import Submission
from tests.databases import as_owner

As = Callable[[User | None], Client]


@pytest.mark.django_db(transaction=True)
def test_upgrade_takes_what_was_sent_before_for_out_of_date(ilze: User, as_: As) -> None:
    key = "0f8fad5b-d9cb-469f-a165-70867728950e"
    with as_owner():
        call_command("migrate", "submissions", "0001", verbosity=0)
        with connection.cursor() as cursor:
            insert = "INSERT INTO submissions_submission (key, user_id, form, result_url, created_at) "
            cursor.execute(f"{insert} VALUES (%s, %s, 'community_events:event_add', '/lv/x/', now())", [key, ilze.pk])
        call_command("migrate", "submissions", verbosity=0)
    assert Submission.objects.get().results == {"": "/lv/x/"}
    page = as_(ilze).post(reverse("community_events:event_add"), {"submission_key": key})
    assert page.status_code == 422
