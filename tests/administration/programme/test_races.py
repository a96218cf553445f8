"""Two at the same moment. Each race has its negative control: without the lock it goes wrong."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.activities.services import plan
from darbigas_kopienas.administration.models import Milestone
from darbigas_kopienas.administration.people.organisations.services import edit_organisation
from darbigas_kopienas.administration.programme import new_programme
from darbigas_kopienas.administration.programme import services as administration
from darbigas_kopienas.administration.programme.milestones import MILESTONES
from darbigas_kopienas.administration.programme.parties import PARTIES
from darbigas_kopienas.people.models import Organisation, User
from darbigas_kopienas.programme import services as programme_services
from darbigas_kopienas.programme.facts.services import add_fact, edit_fact
from darbigas_kopienas.programme.models import Component, Programme
from darbigas_kopienas.programme.scoping import Scope
from guidelines.models import Publicity
from guidelines.services import record_publicity
from tests.administration.programme.conftest import NEXT
from tests.together import before_commit

pytestmark = pytest.mark.django_db(transaction=True)
EARLIER = date(2019, 3, 5)  # the days that are cut off end here
Action = Callable[[], object]


@pytest.fixture(params=["planned", "recorded"])
def booking(
    request: Any, ilze: User, in_daugavpils: Scope, programme: Programme, components: dict[str, Component]
) -> Action:
    """On a day that would be cut off, by somebody who has read the programme before."""
    component = Component.objects.select_related("programme").get(pk=components["3"].pk)
    if request.param == "planned":
        return lambda: plan(
            by=ilze, scope=in_daugavpils, component=component, kind="event", title_lv="Talka", starts_on=EARLIER
        )
    return lambda: record_publicity(by=ilze, scope=in_daugavpils, kind="press", on=EARLIER, title_lv="Raksts")


@pytest.fixture
def shrinking(marta: User, programme: Programme) -> Action:
    return lambda: administration.edit_programme(by=marta, programme=programme, starts_on=date(2019, 4, 1))


def _is_outside(programme: Programme) -> bool:
    programme.refresh_from_db()
    booked = Activity.objects.exists() or Publicity.objects.exists()
    return booked and programme.starts_on > EARLIER


def test_booking_waits_for_a_programme_that_shrinks(booking: Action, shrinking: Action, programme: Programme) -> None:
    assert isinstance(before_commit(shrinking, booking), programme_services.OutsideProgramme)
    assert not _is_outside(programme)


def test_a_programme_that_shrinks_waits_for_a_booking(booking: Action, shrinking: Action, programme: Programme) -> None:
    assert isinstance(before_commit(booking, shrinking), administration.DaysOutside)
    assert not _is_outside(programme)


def test_negative_control_without_the_lock_a_booking_lies_outside(
    booking: Action, shrinking: Action, programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(programme_services, "_lock_programme", lambda pk: Programme.objects.get(pk=pk))
    outcome = before_commit(shrinking, booking)
    assert not isinstance(outcome, Exception)
    assert _is_outside(programme)


def test_a_milestone_that_is_done_meanwhile_stays_done(marta: User, programme: Programme) -> None:
    row = Milestone.objects.create(programme=programme, name_lv="Noslēgums", due_on=EARLIER)
    before_commit(
        lambda: administration.finish_milestone(by=marta, milestone=row),
        lambda: edit_fact(by=User.objects.get(pk=marta.pk), kind=MILESTONES, row=row, fields={"name_lv": "Beigas"}),
    )
    row.refresh_from_db()
    assert (row.name_lv, row.done_on is None) == ("Beigas", False)


def test_an_organisation_is_renamed_while_it_becomes_a_party(marta: User, programme: Programme) -> None:
    funder = Organisation.objects.get(kind="funder")
    renamed = before_commit(
        lambda: add_fact(
            by=marta, kind=PARTIES, programme=programme, fields={"organisation": funder, "role": "applicant"}
        ),
        lambda: edit_organisation(
            by=User.objects.get(pk=marta.pk), programme=programme, organisation=funder, name_lv="Fonds", kind="funder"
        ),
    )
    assert (str(getattr(renamed, "name_lv", renamed)), programme.parties.count()) == ("Fonds", 2)


def _adding(marta: User) -> Action:
    return lambda: administration.add_programme(by=User.objects.get(pk=marta.pk), **NEXT)


def test_two_programmes_added_at_once_have_different_codes(marta: User) -> None:
    second: Any = before_commit(_adding(marta), _adding(marta))
    assert second.code == "darbigas-kopienas-2027-2"
    assert Programme.objects.filter(code="darbigas-kopienas-2027").exists()


def test_negative_control_without_the_lock_the_second_code_is_taken(
    marta: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(new_programme, "_hold_codes", lambda: None)
    assert isinstance(before_commit(_adding(marta), _adding(marta)), IntegrityError)
