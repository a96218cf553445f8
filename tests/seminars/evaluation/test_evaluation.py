"""Anonymous evaluations: thanks once, one answer each, nothing that ties it to a person, results of three and more."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.mailing.services import send_due
from darbigas_kopienas.participation.models import Attendance, Registration
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.submissions.models import Submission
from darbigas_kopienas.values import clock, signed_tokens
from seminars.evaluation import links as evaluation_links
from seminars.evaluation import services, tasks
from seminars.evaluation.errors import AlreadyEvaluated, EmptyEvaluation
from seminars.evaluation.reporting import evaluation_summary
from seminars.models import MARKS, Evaluation, EvaluationTicket, Seminar
from tests.builders import AFTER, DAY, after, attend, cancel_though_seen, held, register
from tests.seminars.conftest import Maker

pytestmark = pytest.mark.django_db
GOOD = dict.fromkeys(MARKS, 5)


@pytest.fixture
def over(ilze: User, plan: Maker) -> Any:
    """A held seminar with one who came and one who did not; the day after."""
    seminar = plan(day=DAY)
    attend(ilze, seminar, "Jānis Kalniņš", email="janis@example.lv")
    register(by=ilze, activity=seminar.activity, name="Nav Bijis", email="nav@example.lv")
    with after():
        yield held(ilze, seminar)


def _ticket() -> EvaluationTicket:
    return EvaluationTicket.objects.get(registration__name="Jānis Kalniņš")


def _evaluate(seminar: Seminar, *rows: dict[str, Any]) -> None:
    Evaluation.objects.bulk_create([Evaluation(seminar=seminar, **row) for row in rows])


# -- thanks ----------------------------------------------------------------------------------------
def test_who_attended_is_thanked_once(over: Seminar, mailoutbox: list[Any]) -> None:
    OutgoingMail.objects.all().delete()
    tasks.thank()
    tasks.thank()
    send_due()
    (letter,) = mailoutbox
    assert letter.to == ["janis@example.lv"]
    assert evaluation_links.evaluation_token(_ticket()) in letter.body
    assert EvaluationTicket.objects.count() == 1


def test_nobody_is_thanked_before_the_seminar_is_over(ilze: User, plan: Maker) -> None:
    seminar = plan(day=DAY)
    attend(ilze, seminar)
    with clock.frozen(DAY):
        held(ilze, seminar)
        assert services.thank(by=SYSTEM) == 0


def test_old_seminars_are_left_in_peace(over: Seminar) -> None:
    with after(AFTER + services.THANKED_FOR):
        assert services.thank(by=SYSTEM) == 0


def test_odd_unsettled_check_in_is_not_thanked(over: Seminar) -> None:
    Attendance.objects.update(oddity="same_device")
    assert services.thank(by=SYSTEM) == 0


def test_who_has_no_or_a_damaged_address_still_gets_a_ticket(ilze: User, over: Seminar) -> None:
    attend(ilze, over, "Bez Adreses")
    Registration.objects.filter(name="Jānis Kalniņš").update(email="ne-adrese")
    OutgoingMail.objects.all().delete()
    assert services.thank(by=SYSTEM) == 2
    assert not OutgoingMail.objects.exists()


def test_sweep_takes_a_few_at_a_time(ilze: User, over: Seminar) -> None:
    attend(ilze, over, "Otrais Divi")
    assert [services.thank(by=SYSTEM, limit=1) for _attempt in range(3)] == [1, 1, 0]


def test_ticket_made_meanwhile_means_no_second_letter(over: Seminar) -> None:
    registration = Registration.objects.select_related("activity").get(name="Jānis Kalniņš")
    EvaluationTicket.objects.create(registration=registration)
    OutgoingMail.objects.all().delete()
    services._thank(registration, by=SYSTEM)
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize("what", ["used", "attendance", "cancelled", "set_back", "gone"])
def test_thanks_that_are_no_longer_true_are_dropped(
    ilze: User, over: Seminar, mailoutbox: list[Any], what: str
) -> None:
    OutgoingMail.objects.all().delete()
    services.thank(by=SYSTEM)
    if what == "used":
        services.evaluate(ticket_pk=_ticket().pk, marks=GOOD)
    elif what == "attendance":
        Attendance.objects.all().delete()
    elif what == "cancelled":
        cancel_though_seen(ilze, _ticket().registration)
        OutgoingMail.objects.exclude(template="thanks_evaluation").delete()
    elif what == "set_back":
        type(over.activity).objects.update(state="planned", held_on=None)
    else:
        EvaluationTicket.objects.all().delete()
    send_due()
    assert mailoutbox == []


# -- one answer each -------------------------------------------------------------------------------
def test_evaluation_is_kept_without_whose_it_is(over: Seminar) -> None:
    services.thank(by=SYSTEM)
    before = Entry.objects.count()
    services.evaluate(ticket_pk=_ticket().pk, marks=GOOD | {"content": None}, will_use=" Spēles ", to_improve="")
    stored = Evaluation.objects.get()
    assert (stored.seminar, stored.usefulness, stored.content, stored.will_use, stored.to_improve) == (
        over,
        5,
        None,
        "Spēles",
        "",
    )
    assert _ticket().is_used
    assert Entry.objects.count() == before
    names = {field.name for field in Evaluation._meta.get_fields()}
    assert names == {"id", "seminar", *MARKS, "will_use", "to_improve"}
    assert {field.name for field in EvaluationTicket._meta.get_fields()} == {"id", "registration", "is_used"}


def test_ticket_is_good_for_one_evaluation(over: Seminar) -> None:
    services.thank(by=SYSTEM)
    registration = _ticket().registration
    assert services.open_ticket(registration) == _ticket()
    services.evaluate(ticket_pk=_ticket().pk, marks={}, to_improve="Vairāk laika")
    with pytest.raises(AlreadyEvaluated):
        services.evaluate(ticket_pk=_ticket().pk, marks=GOOD)
    assert Evaluation.objects.count() == 1
    assert services.open_ticket(registration) is None


def test_ticket_is_found_by_its_number(over: Seminar) -> None:
    ticket = EvaluationTicket.objects.create(registration=over.activity.registrations.earliest("pk"))
    assert services.find_ticket(ticket.pk) == ticket
    assert (services.find_ticket(None), services.find_ticket(2_000_000_000)) == (None, None)


def test_empty_evaluation_uses_nothing_up(over: Seminar) -> None:
    services.thank(by=SYSTEM)
    with pytest.raises(EmptyEvaluation):
        services.evaluate(ticket_pk=_ticket().pk, marks={}, will_use="  ")
    assert not _ticket().is_used


# -- the page --------------------------------------------------------------------------------------
@pytest.fixture
def address(over: Seminar) -> str:
    services.thank(by=SYSTEM)
    return evaluation_links.evaluation_path(_ticket())


def test_page_keeps_what_was_marked_and_then_thanks(client: Any, address: str) -> None:
    assert client.get(address).status_code == 200
    answer = client.post(address, {"usefulness": "4", "will_use": "Spēles"})
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert "Paldies" in client.get(address).content.decode()
    again = client.post(address, {"usefulness": "1"})
    assert again.status_code == 422
    assert "Jūs šo semināru jau novērtējāt. Paldies!" in again.content.decode()
    assert Evaluation.objects.get().usefulness == 4


def test_signed_in_answer_leaves_no_trace_of_who_sent_it(as_: Any, janis: User, address: str) -> None:
    browser = as_(janis)
    entries, sent = Entry.objects.count(), Submission.objects.count()
    assert browser.post(address, {"usefulness": "4"}).status_code == 302
    assert (Entry.objects.count(), Submission.objects.count()) == (entries, sent)


@pytest.mark.parametrize("data", [{}, {"usefulness": "6"}, {"content": "labi"}, {"will_use": "a" * 2001}])
def test_wrong_answers_are_said(client: Any, address: str, data: dict[str, str]) -> None:
    assert client.post(address, data).status_code == 422
    assert not Evaluation.objects.exists()


@pytest.mark.parametrize("token", ["1", "1.x", "1:abc", "%00"])
def test_made_up_link_leads_nowhere(client: Any, over: Seminar, token: str) -> None:
    assert client.get(reverse("seminars:evaluation_give", args=[token])).status_code == 404


def test_link_of_a_ticket_that_is_gone_leads_nowhere(client: Any, address: str) -> None:
    EvaluationTicket.objects.all().delete()
    assert client.get(address).status_code == 404


# -- results ---------------------------------------------------------------------------------------
def test_means_and_distribution(over: Seminar, plan: Maker, django_assert_num_queries: Any) -> None:
    other = plan()
    _evaluate(over, GOOD, GOOD | {"usefulness": 4}, {"usefulness": 4, "to_improve": "Laiks"})
    with django_assert_num_queries(1):
        summaries = evaluation_summary([over.pk, other.pk])
    summary = summaries[over.pk]
    assert (summary.n, summary.means["usefulness"], summary.means["content"]) == (3, Decimal("4.3"), Decimal("5.0"))
    assert summary.distribution["usefulness"] == (0, 0, 0, 2, 1)
    assert summary.distribution["content"] == (0, 0, 0, 0, 2)
    assert summary.mean == Decimal("4.8")
    assert (summaries[other.pk].n, summaries[other.pk].mean, summaries[other.pk].means["content"]) == (0, None, None)
    assert not summaries[other.pk].is_shown


def test_two_answers_are_not_shown(as_: Any, ilze: User, over: Seminar) -> None:
    _evaluate(over, GOOD | {"will_use": "Slepenais teksts"}, GOOD)
    page = as_(ilze).get(reverse("seminars:evaluation_summary", args=[over.pk])).content.decode()
    assert "Slepenais teksts" not in page
    assert "sākot ar 3\u00a0atbildēm" in page
    assert '<svg viewBox="0 0 340' not in page


@pytest.mark.parametrize(("who", "sees_words"), [("ilze", True), ("anna", True), ("marta", True), ("olga", False)])
def test_three_answers_are_shown_to_staff(as_: Any, over: Seminar, request: Any, who: str, sees_words: bool) -> None:
    _evaluate(over, GOOD | {"will_use": "Spēles ārā"}, GOOD | {"usefulness": 4, "to_improve": "Vairāk laika"}, GOOD)
    user = request.getfixturevalue(who)
    page = as_(user).get(reverse("seminars:evaluation_summary", args=[over.pk])).content.decode()
    assert "4,7" in page
    assert ("Spēles ārā" in page, "Vairāk laika" in page) == (sees_words, sees_words)


@pytest.mark.parametrize(("who", "status"), [("janis", 403), ("karlis", 403), ("emma", 403), ("admin", 403)])
def test_others_see_no_results(as_: Any, over: Seminar, request: Any, who: str, status: int) -> None:
    _evaluate(over, *[GOOD | {"will_use": "Spēles ārā"}] * 3)
    answer = as_(request.getfixturevalue(who)).get(reverse("seminars:evaluation_summary", args=[over.pk]))
    assert (answer.status_code, "Spēles ārā" in answer.content.decode()) == (status, False)


def test_results_of_many_take_as_many_statements(
    as_: Any, ilze: User, over: Seminar, django_assert_max_num_queries: Any
) -> None:
    _evaluate(over, *[GOOD | {"will_use": "Spēles"}] * 30)
    browser = as_(ilze)
    with django_assert_max_num_queries(10):
        browser.get(reverse("seminars:evaluation_summary", args=[over.pk]))


def test_token_of_another_kind_is_refused() -> None:
    from darbigas_kopienas.participation.registration import links

    assert evaluation_links.ticket_in(signed_tokens.token(links.PLACE, 1)) is None
    assert timedelta(0) < services.THANKED_FOR
