"""The register's page of a person says that e-mails to their address do not arrive."""

import pytest
from django.urls import reverse

from darbigas_kopienas.people.models import Municipality, User
from darbigas_kopienas.programme.models import Programme
from tests.builders import said
from tests.mailing.came_back import FULL, ended

from .register import As, enter, school_in

REFUSED = "Ask for another address"


@pytest.mark.django_db
def test_an_address_that_takes_no_letters_is_said_to_be_one(
    as_: As, ilze: User, programme: Programme, daugavpils: Municipality
) -> None:
    school = school_in(daugavpils)
    made = enter(ilze, programme, "Anna Kalna", school, "anna@example.lv")
    without = enter(ilze, programme, "Baiba Bīte", school)
    client = as_(ilze)
    pages = [reverse("administration:person_detail", args=[programme.pk, person.pk]) for person in (made, without)]
    assert REFUSED not in said(client.get(pages[0]))
    ended("anna@example.lv", error=FULL)
    page = client.get(pages[0])
    assert (page.context["why_unreachable"], REFUSED in said(page)) == ("the mailbox is full", True)
    assert REFUSED not in said(client.get(pages[1]))
