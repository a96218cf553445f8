"""View links: who makes and ends one, for how long, what it may show, and what the database never lets happen."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction

from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.actors import AUDIT_LINK, PLACE_LINK
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.reports import freeze
from darbigas_kopienas.reports.models import Report, SharedLink, SharedVisit
from darbigas_kopienas.reports.services import submit_report
from darbigas_kopienas.reports.shared import services
from darbigas_kopienas.reports.shared.tokens import address_of, link_behind, token_of
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.clock import RIGA
from tests.databases import HALF_YEAR
from tests.reports.conftest import FROM, TO, HalfYear

pytestmark = [pytest.mark.django_db, pytest.mark.database(HALF_YEAR)]
TODAY = date(2020, 10, 12)


def given(by: User, programme: Programme, **more: Any) -> SharedLink:
    fields: dict[str, Any] = {"for_whom": "Valsts kontrole", "last_on": TODAY + timedelta(days=14), "language": "lv"}
    return services.make_link(by=by, programme=programme, **fields | more)


@pytest.fixture
def submitted(report: Report, marta: User) -> Report:
    return submit_report(by=marta, report=report)


@pytest.fixture
def link(programme: Programme, marta: User) -> SharedLink:
    return given(marta, programme)


# -- made ------------------------------------------------------------------------------------------
def test_link_is_valid_through_its_last_day(link: SharedLink, marta: User) -> None:
    assert (link.shows_all, link.shows_documents, link.made_by, str(link)) == (True, False, marta, "Valsts kontrole")
    midnight = datetime(2020, 10, 27, tzinfo=RIGA)
    assert link.expires_at == midnight
    assert clock.day_of(link.last_moment) == date(2020, 10, 26)
    entry = Entry.objects.of(link).get()
    assert (entry.verb, entry.programme_id, entry.changes["shows_all"]) == (
        "shared_link.made", link.programme_id, True,
    )  # fmt: skip
    for moment, state in ((midnight - timedelta(minutes=1), "valid"), (midnight, "expired")):
        with clock.frozen(moment):
            assert (link.state, link.is_valid) == (state, state == "valid")
            assert link.state_word


@pytest.mark.parametrize("days", [-1, 90])
def test_link_of_a_wrong_last_day_is_refused(programme: Programme, marta: User, days: int) -> None:
    with pytest.raises(services.BadLastDay) as refused:
        given(marta, programme, last_on=TODAY + timedelta(days=days))
    assert set(refused.value.error_dict) == {"last_on"}


def test_giver_is_whoever_can_still_give_one(link: SharedLink, marta: User) -> None:
    assert link.giver == marta
    marta.memberships.all().delete()
    assert SharedLink.objects.get(pk=link.pk).giver is None


def test_ninety_days_that_end_after_summer_time_are_never_longer(programme: Programme, marta: User) -> None:
    with clock.frozen(datetime(2020, 10, 12, 0, 10, tzinfo=RIGA)):
        link = given(marta, programme, last_on=services.last_day_possible())
    assert link.expires_at - link.made_at == timedelta(days=90)
    assert clock.day_of(link.last_moment) == date(2021, 1, 9)


def test_chosen_reports_are_submitted_ones_of_the_programme(
    programme: Programme, marta: User, report: Report, half_year: HalfYear
) -> None:
    with pytest.raises(services.NotSubmitted):
        given(marta, programme, reports=[report])
    submitted = submit_report(by=marta, report=report)
    link = given(marta, programme, reports=[submitted])
    assert (link.shows_all, link.reports.get()) == (False, submitted)
    other = Programme.objects.create(code="x", name_lv="X", name_en="X", goal_lv="X", starts_on=FROM, ends_on=TO)
    submitted.programme_id = other.pk
    with pytest.raises(services.NotSubmitted):
        given(marta, programme, reports=[submitted])


@pytest.mark.parametrize("name", ["ilze", "anna", "emma", "olga", "karlis", "janis"])
def test_nobody_else_makes_or_ends_one(
    name: str, programme: Programme, link: SharedLink, request: pytest.FixtureRequest
) -> None:
    other: User = request.getfixturevalue(name)
    with pytest.raises(PermissionDenied):
        given(other, programme)
    with pytest.raises(PermissionDenied):
        services.end_link(by=other, link=link)
    assert not SharedLink.objects.visible_to(other).exists()


# -- ended -----------------------------------------------------------------------------------------
def test_link_is_ended_once_and_at_once(link: SharedLink, marta: User) -> None:
    ended = services.end_link(by=marta, link=link)
    assert (ended.state, ended.ended_by) == ("ended", marta)
    assert Entry.objects.of(link)[0].verb == "shared_link.ended"
    with pytest.raises(services.LinkOver):
        services.end_link(by=marta, link=link)


# -- opened ----------------------------------------------------------------------------------------
def test_only_the_holder_of_a_valid_link_is_noted(link: SharedLink, marta: User, submitted: Report) -> None:
    services.note_visit(by=AUDIT_LINK, link=link, opened="list")
    visit = services.note_visit(by=AUDIT_LINK, link=link, opened="figure", report=submitted, detail="B1")
    assert str(visit) == f"{link.pk} figure B1"
    for other in (marta, PLACE_LINK):
        with pytest.raises(PermissionDenied):
            services.note_visit(by=other, link=link, opened="list")
    with clock.frozen(link.expires_at), pytest.raises(services.LinkOver):
        services.note_visit(by=AUDIT_LINK, link=link, opened="list")
    counted = SharedLink.objects.visible_to(marta).with_visits().get()
    assert (counted.times, counted.last_at) == (2, visit.at)  # type: ignore[attr-defined]  # annotated
    assert list(SharedVisit.objects.visible_to(marta)) == list(link.visits.all())


def test_the_same_opened_again_within_a_minute_is_noted_once(
    link: SharedLink, programme: Programme, marta: User
) -> None:
    """A robot, or a reader of PDFs that asks for a file piece by piece, fills no log."""
    other = given(marta, programme)
    start = clock.now()
    first = services.note_visit(by=AUDIT_LINK, link=link, opened="list")
    for seconds, of, number in ((59, link, 1), (59, other, 1), (60, link, 2), (119, link, 2), (120, link, 3)):
        with clock.frozen(start + timedelta(seconds=seconds)):
            noted = services.note_visit(by=AUDIT_LINK, link=of, opened="list")
        assert of.visits.count() == number, seconds
        assert (noted == first) == (seconds == 59 and of == link)


def test_what_differs_is_noted_however_soon(link: SharedLink, submitted: Report) -> None:
    services.note_visit(by=AUDIT_LINK, link=link, opened="list")
    services.note_visit(by=AUDIT_LINK, link=link, opened="report", report=submitted)
    for detail in ("B1", "B2"):
        services.note_visit(by=AUDIT_LINK, link=link, opened="figure", report=submitted, detail=detail)
    assert link.visits.count() == 4


# -- the address -----------------------------------------------------------------------------------
def test_address_is_of_its_row_and_nonce_alone(link: SharedLink, programme: Programme, marta: User) -> None:
    token = token_of(link)
    assert address_of(link).endswith(f"/{token}/")
    assert link_behind(token) == link
    other = given(marta, programme)
    signature = token.partition(".")[2]
    for wrong in ("", "x", token[:-1], f"{other.pk}.{signature}", f"²{token}", f"9{'9' * 30}.{signature}", signature):
        assert link_behind(wrong) is None
    assert len(link.nonce) >= 32
    assert link.nonce not in token


# -- never -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "wrong",
    [
        {"expires_at": datetime(2020, 10, 12, 9, 30, tzinfo=RIGA)},
        {"expires_at": datetime(2021, 1, 12, tzinfo=RIGA)},
        {"ended_at": datetime(2020, 10, 1, tzinfo=RIGA)},
        {"language": "ru"},
        {"for_whom": " "},
    ],
)
def test_database_refuses_a_link_that_cannot_be(programme: Programme, wrong: dict[str, Any]) -> None:
    fields: dict[str, Any] = {"for_whom": "Valsts kontrole", "expires_at": datetime(2020, 10, 20, tzinfo=RIGA)}
    with pytest.raises(IntegrityError), transaction.atomic():
        SharedLink.objects.create(programme=programme, **fields | wrong)


@pytest.mark.parametrize(
    "change",
    [{"for_whom": "X"}, {"shows_documents": True}, {"nonce": "x"}, {"expires_at": datetime(2020, 12, 1, tzinfo=RIGA)}],
)
def test_database_lets_a_link_be_ended_and_nothing_else(link: SharedLink, change: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        SharedLink.objects.filter(pk=link.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        link.delete()


def test_a_link_stays_where_its_makers_account_goes(link: SharedLink, marta: User) -> None:
    services.end_link(by=marta, link=link)
    SharedLink.objects.filter(pk=link.pk).update(made_by=None, ended_by=None)  # as the database does of itself
    link.refresh_from_db()
    assert (link.made_by, link.giver, link.state) == (None, None, "ended")


def test_an_ended_link_never_opens_again(link: SharedLink, marta: User) -> None:
    services.end_link(by=marta, link=link)
    with pytest.raises(IntegrityError), transaction.atomic():
        SharedLink.objects.filter(pk=link.pk).update(ended_at=None, ended_by=None)


def test_database_refuses_a_draft_and_any_change_of_what_is_shown(
    programme: Programme, marta: User, submitted: Report, half_year: HalfYear
) -> None:
    link, of_all = given(marta, programme, reports=[submitted]), given(marta, programme)
    draft = freeze.freeze(by=marta, scope=half_year.daugavpils, starts_on=FROM, ends_on=TO)
    acts: tuple[Callable[[], None], ...] = (
        lambda: link.reports.add(draft),
        lambda: of_all.reports.add(submitted),
        lambda: link.reports.remove(submitted),
    )
    for act in acts:
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def test_openings_are_only_ever_added(link: SharedLink, submitted: Report) -> None:
    visit = services.note_visit(by=AUDIT_LINK, link=link, opened="list")
    with pytest.raises(DatabaseError), transaction.atomic():
        visit.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        SharedVisit.objects.update(detail="x")
    for wrong in ({"opened": "list", "report": submitted}, {"opened": "report"}, {"opened": "document"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SharedVisit.objects.create(link=link, **wrong)
