"""How long data are stored: dated settings, never below the law; what is overdue by them, and what is late."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from budget.models import Expense
from budget.retention import PAY, SUPPORTING
from darbigas_kopienas.administration.models import RoleInvitation
from darbigas_kopienas.administration.privacy.retention import services
from darbigas_kopienas.administration.privacy.retention.errors import UnknownKind, WrongDay, WrongSpan
from darbigas_kopienas.administration.privacy.retention.kinds import EVIDENCE
from darbigas_kopienas.administration.privacy.retention.lateness import IN_TIME, late_kinds, note_lateness
from darbigas_kopienas.administration.privacy.retention.overdue import groups_of, overdue_documents
from darbigas_kopienas.administration.roles.forgotten import ADDRESS_DAYS
from darbigas_kopienas.administration.roles.invitations import invite
from darbigas_kopienas.administration.tasks import tidy
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.evidence import services as evidence
from darbigas_kopienas.evidence.errors import PreservedByLaw
from darbigas_kopienas.evidence.models import Document, State
from darbigas_kopienas.evidence.retention import UPLOADS
from darbigas_kopienas.jobs.models import LastRun
from darbigas_kopienas.people.models import Municipality, RetentionPeriod, User
from darbigas_kopienas.people.retention import days_of, kinds, numbers_overdue, span_in_words
from darbigas_kopienas.programme.access import Role
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.programme.models import Closing, Programme, Reopening
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.submissions.models import Draft
from darbigas_kopienas.submissions.services.drafts import DRAFTS
from darbigas_kopienas.submissions.tasks import tidy as tidy_submissions
from darbigas_kopienas.values import clock
from tests.evidence.files import PDF, upload

from .conftest import LAST_DAY

TODAY = date(2026, 3, 2)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_day(request: pytest.FixtureRequest) -> Any:
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def setting(marta: User, programme: Programme) -> Callable[..., RetentionPeriod]:
    def made(**fields: Any) -> RetentionPeriod:
        about = {"kind": DRAFTS.key, "days": 30, "valid_from": TODAY, "reason": "Lēmums Nr. 3"}
        return services.set_retention(**{"by": marta, "programme": programme, **about, **fields})

    return made


# -- settings ----------------------------------------------------------------------------------------------
def test_each_kind_is_known_once_by_its_room() -> None:
    keys = [kind.key for kind in kinds()]
    assert len(keys) == len(set(keys))
    assert all(kind.days >= kind.least for kind in kinds())
    assert set(numbers_overdue(kinds())) == set(keys)
    assert {kind.key for kind in kinds() if kind.law} == {PAY.key, SUPPORTING.key}


def test_a_span_holds_from_its_day_and_stands_in_the_trail(setting: Callable[..., RetentionPeriod]) -> None:
    row = setting(valid_from=TODAY + timedelta(days=10))
    assert days_of(DRAFTS) == 90
    assert days_of(DRAFTS, TODAY + timedelta(days=10)) == 30
    entry = Entry.objects.get(verb="retention.set")
    assert entry.object_id == str(row.pk)
    assert entry.changes["values"] == {"days": [90, 30]}


@pytest.mark.parametrize(
    ("fields", "error", "field"),
    [
        ({"kind": "nobody.knows"}, UnknownKind, "kind"),
        ({"kind": PAY.key, "days": 3652}, WrongSpan, "days"),
        ({"days": 0}, WrongSpan, "days"),
        ({"days": services.MOST_DAYS + 1}, WrongSpan, "days"),
        ({"valid_from": TODAY - timedelta(days=1)}, WrongDay, "valid_from"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    setting: Callable[..., RetentionPeriod], fields: dict[str, Any], error: type[ValidationError], field: str
) -> None:
    with pytest.raises(error) as refused:
        setting(**fields)
    assert set(refused.value.error_dict) == {field}
    assert not RetentionPeriod.objects.exists()


def test_one_span_a_day(setting: Callable[..., RetentionPeriod]) -> None:
    setting()
    with pytest.raises(WrongDay):
        setting(days=40)
    assert days_of(DRAFTS) == 30


def test_law_holds_whatever_a_row_says() -> None:
    RetentionPeriod.objects.create(kind=PAY.key, days=1, valid_from=TODAY, reason="Kļūda")
    assert days_of(PAY) == 3653


@pytest.mark.parametrize("name", ["ilze", "anna", "karlis", "emma", "olga", "janis"])
def test_nobody_else_sets_a_span(
    setting: Callable[..., RetentionPeriod], request: pytest.FixtureRequest, name: str
) -> None:
    with pytest.raises(PermissionDenied):
        setting(by=request.getfixturevalue(name))


@pytest.mark.parametrize(
    ("days", "words"),
    [(1, "1 day"), (14, "14 days"), (90, "90 days"), (365, "1 year"), (1826, "5 years"), (1828, "1828 days"),
     (3652, "10 years"), (3653, "10 years"), (36525, "100 years")],
)  # fmt: skip
def test_a_span_in_words(days: int, words: str) -> None:
    assert span_in_words(days).replace("\u00a0", " ") == words


# -- what goes by itself -----------------------------------------------------------------------------------
def test_a_new_span_holds_for_what_goes_by_itself(setting: Callable[..., RetentionPeriod], ilze: User) -> None:
    Draft.objects.create(user=ilze, form_key="a", updated_at=clock.now() - timedelta(days=31))
    Draft.objects.create(user=ilze, form_key="b", updated_at=clock.now() - timedelta(days=29))
    tidy_submissions()
    assert Draft.objects.count() == 2
    setting()
    tidy_submissions()
    assert [draft.form_key for draft in Draft.objects.all()] == ["b"]


def test_lateness_is_noted_by_its_absence(ilze: User, in_daugavpils: Scope) -> None:
    note_lateness()
    assert LastRun.objects.get(task=IN_TIME).ended_at == clock.now()
    evidence.stage(by=ilze, upload=upload(PDF, "a.pdf"), scope=in_daugavpils, kind="other")
    with clock.frozen(TODAY + timedelta(days=4)):
        assert late_kinds() == {UPLOADS.key}
        note_lateness()
        assert LastRun.objects.get(task=IN_TIME).ended_at < clock.now()


def test_what_a_person_decides_about_is_never_late(receipt: Document, closed: None, overdue_day: None) -> None:
    assert SUPPORTING.key not in late_kinds()


def test_addresses_to_which_a_role_was_offered_go(marta: User, programme: Programme, daugavpils: Municipality) -> None:
    for email in ("a@example.lv", "b@example.lv"):
        invite(by=marta, programme=programme, email=email, role=Role.CHECK_IN, municipality=daugavpils)
    declined = RoleInvitation.objects.get(email="a@example.lv")
    RoleInvitation.objects.filter(pk=declined.pk).update(declined_at=clock.now())
    with clock.frozen(clock.now() + timedelta(days=ADDRESS_DAYS)):
        tidy()
    assert RoleInvitation.objects.exclude(email="").count() == 2
    with clock.frozen(clock.now() + timedelta(days=ADDRESS_DAYS, minutes=1)):
        tidy()
    assert RoleInvitation.objects.exclude(email="").count() == 0
    assert RoleInvitation.objects.unanswered().count() == 0
    assert RoleInvitation.objects.filter(withdrawn_at=None).get().pk == declined.pk


# -- documents of the accounts -----------------------------------------------------------------------------
def test_a_document_is_overdue_from_the_day_after_its_last(receipt: Document, closed: None) -> None:
    with clock.frozen(LAST_DAY):
        assert list(overdue_documents(SUPPORTING)) == []
    with clock.frozen(LAST_DAY + timedelta(days=1)):
        assert list(overdue_documents(SUPPORTING)) == [receipt]
        assert list(overdue_documents(PAY)) == []


def test_pay_documents_stay_ten_years(
    booked: Callable[..., Expense], request: pytest.FixtureRequest, programme: Programme
) -> None:
    document = booked(document_type="payroll").documents.get()
    request.getfixturevalue("closed")  # only now: nothing is booked in what is closed
    last = date(2020, 12, 31) + timedelta(days=3653)
    for day, wanted in ((last, []), (last + timedelta(days=1), [document])):
        with clock.frozen(day):
            assert list(overdue_documents(PAY)) == wanted
            assert list(overdue_documents(SUPPORTING)) == []


def test_of_an_open_period_nothing_is_overdue(receipt: Document, overdue_day: None) -> None:
    assert list(overdue_documents(SUPPORTING)) == []


def test_of_a_period_that_was_opened_again_nothing_is_overdue(
    receipt: Document, closed: None, overdue_day: None, programme: Programme, marta: User, anna: User
) -> None:
    closing = Closing.objects.get(kind="money")
    Reopening.objects.create(
        programme=programme, municipality=None, closing=closing, state=Reopening.State.OPENED, asked_by=marta,
        reason="Kļūda", answered_by=anna, answered_at=clock.now(), open_until=clock.today(),
    )  # fmt: skip
    assert list(overdue_documents(SUPPORTING)) == []


def test_a_longer_span_that_was_set_holds(
    receipt: Document, closed: None, overdue_day: None, setting: Callable[..., RetentionPeriod]
) -> None:
    setting(kind=SUPPORTING.key, days=1827, valid_from=clock.today())
    assert list(overdue_documents(SUPPORTING)) == []


def test_groups_count_by_year_and_municipality(
    receipt: Document, closed: None, overdue_day: None, programme: Programme, daugavpils: Municipality
) -> None:
    (group,) = groups_of(programme)
    assert (group.kind, group.year, group.municipality, group.number) == (SUPPORTING, 2020, daugavpils.pk, 1)


def test_nobody_erases_a_booked_document_before_the_law(receipt: Document, marta: User) -> None:
    with clock.frozen(LAST_DAY):
        for by in (marta, SYSTEM):
            with pytest.raises(PreservedByLaw):
                evidence.erase(by=by, document=receipt)
    receipt.refresh_from_db()
    assert receipt.state == State.STORED
    with clock.frozen(LAST_DAY + timedelta(days=1)):
        evidence.erase(by=marta, document=receipt)
    receipt.refresh_from_db()
    assert (receipt.state, receipt.sha256 != "") == (State.ERASED, True)


def test_the_file_of_a_draft_is_erased(add: Callable[..., Expense], ilze: User) -> None:
    document = add().documents.get()
    evidence.erase(by=ilze, document=document)
    document.refresh_from_db()
    assert document.state == State.ERASED


def test_evidence_that_is_in_no_accounts_waits_for_the_end_of_the_programme(
    marta: User, in_daugavpils: Scope, ilze: User, closed: None, programme: Programme
) -> None:
    document = evidence.stage(by=ilze, upload=upload(PDF, "a.pdf"), scope=in_daugavpils, kind="minutes")
    evidence.attach(by=ilze, document=document)
    for days, wanted in ((0, []), (1, [document])):
        with clock.frozen(programme.ends_on + timedelta(days=EVIDENCE.days + days)):
            assert list(overdue_documents(EVIDENCE)) == wanted


# -- the database ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("broken", [{"days": 0}, {"reason": ""}])
def test_a_row_has_days_and_a_reason(broken: dict[str, Any]) -> None:
    fields = {"kind": "x", "days": 1, "valid_from": TODAY, "reason": "Lēmums", **broken}
    with pytest.raises(IntegrityError), transaction.atomic():
        RetentionPeriod.objects.create(**fields)
