from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from budget.models import BudgetLine, Expense, ExpenseShare, FundingSource
from community_events.services import plan_event
from darbigas_kopienas.activities.services import plan
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.home.my_tasks import due_of, main_buttons
from darbigas_kopienas.jobs import services as jobs
from darbigas_kopienas.jobs.models import Job
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.people.models import Organisation, User
from darbigas_kopienas.programme.models import Closing, Component, Period, Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.programme.services import ask_reopening
from darbigas_kopienas.rooms import Task
from darbigas_kopienas.values import clock, formats
from guidelines.services import write
from seminars.plan.services import plan_seminar
from tests.builders import at
from tests.databases import EMPTY

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]
PAST = date(2020, 6, 5)
HOUR = timedelta(hours=1)


def expense(by: User, scope: Scope, **changes: Any) -> Expense:
    fields: dict[str, Any] = {
        "programme_id": scope.programme_id,
        "municipality_id": scope.municipality_id,
        "supplier_name": "SIA Stādi",
        "document_number": "1",
        "document_on": PAST,
        "total": Decimal("121.00"),
        "added_by": by,
    }
    made = Expense.objects.create(**{**fields, **changes})
    line, _is_new = BudgetLine.objects.get_or_create(
        programme_id=scope.programme_id, code="P", defaults={"name_lv": "Publicitāte", "is_publicity": True}
    )
    source, _is_new = FundingSource.objects.get_or_create(
        programme_id=scope.programme_id,
        name_lv="Dotācija",
        defaults={"organisation": Organisation.objects.get(kind="funder"), "kind": "grant", "amount": Decimal(5000)},
    )
    ExpenseShare.objects.create(expense=made, line=line, source=source, amount=made.total)
    return made


def words(tasks: list[Any]) -> list[tuple[str, str]]:
    return [(task.text, str(task.action)) for task in tasks]


def test_coordinator_sees_what_passed_and_what_is_unfinished(
    programme: Programme, ilze: User, in_daugavpils: Scope, components: dict[str, Component]
) -> None:
    seminar = plan_seminar(
        by=ilze, scope=in_daugavpils, title_lv="Seminārs", starts_at=at(PAST, 10), ends_at=at(PAST, 12)
    )
    event = plan_event(by=ilze, scope=in_daugavpils, title="Talka", starts_on=PAST, type="mobilisation")
    other = plan(by=ilze, scope=in_daugavpils, component=components["3"], kind="other", title_lv="Cits", starts_on=PAST)
    plan_event(by=ilze, scope=in_daugavpils, title="Vēl būs", starts_on=date(2020, 7, 1), type="mobilisation")
    draft = expense(ilze, in_daugavpils)
    due = due_of(ilze, programme)
    assert [task.url for task in due.due] == [
        f"/lv/budzets/izdevumi/{draft.pk}/labot/",
        f"/lv/seminari/{seminar.pk}/notika/",
        f"/lv/pasakumi/{event.pk}/",
        f"/lv/aktivitates/{other.pk}/",
    ]
    assert (due.returned, due.waiting) == ([], [])


def test_returned_expense_comes_back_to_its_author_with_the_reason(
    programme: Programme, ilze: User, anna: User, in_daugavpils: Scope
) -> None:
    sent = expense(ilze, in_daugavpils, state="submitted")
    assert [task.url for task in due_of(anna, programme).waiting] == [f"/lv/budzets/izdevumi/{sent.pk}/"]
    Expense.objects.filter(pk=sent.pk).update(state="returned", comment="Trūkst čeka")
    due = due_of(ilze, programme)
    assert [(task.text, task.note) for task in due.returned] == [("SIA Stādi, 121,00\xa0EUR", "Trūkst čeka")]
    assert due_of(anna, programme).waiting == []


def test_nobody_approves_their_own_or_sees_anothers(
    programme: Programme, anna: User, karlis: User, janis: User, in_daugavpils: Scope
) -> None:
    expense(anna, in_daugavpils, state="submitted")
    for person in (anna, karlis, janis):
        assert due_of(person, programme).is_empty or not due_of(person, programme).waiting


def test_programme_coordinator_sees_numbers_with_their_lists(
    programme: Programme, marta: User, ilze: User, in_daugavpils: Scope, components: dict[str, Component]
) -> None:
    write(by=ilze, scope=in_daugavpils, component=components["4"], title_lv="Vadlīnijas", body_lv="Teksts")
    write(by=ilze, scope=in_daugavpils, component=components["4"], title_lv="Bez teksta")
    write(by=marta, scope=in_daugavpils, component=components["4"], title_lv="Martas", body_lv="Teksts")
    Document.objects.create(
        programme=programme, municipality_id=in_daugavpils.municipality_id, kind="photo", state="stored",
        content_type="image/webp", size=1, sha256="0" * 64, file="x.webp", title="Foto",
    )  # fmt: skip
    closing = Closing.objects.create(
        programme=programme, kind="money", starts_on=date(2020, 1, 1), ends_on=date(2020, 1, 31), closed_by=marta
    )
    ask_reopening(by=ilze, closing=closing, scope=in_daugavpils, reason="Aizmirsts rēķins")
    Period.objects.create(
        programme=programme, name_lv="1", name_en="1", starts_on=date(2019, 12, 1), ends_on=date(2020, 5, 31),
        due_on=date(2020, 6, 30),
    )  # fmt: skip
    due = due_of(marta, programme)
    assert words(due.waiting) == [
        ("Apstiprinājumu gaida 1\u00a0vadlīnijas", "Izlasīt un publicēt"),
        ("Piekrišanu gaida 1\u00a0fotoattēls", "Pārbaudīt fotoattēlus"),
        ("1\u00a0lūgums atvērt slēgtu periodu", "Skatīt lūgumus"),
        ("Programmas iestatīšanā trūkst 2\u00a0daļu", "Turpināt iestatīšanu"),
    ]
    assert [(task.text, task.on, task.due_on, task.days_late) for task in due.due] == [
        ("Pārskats finansētājam · 1", None, date(2020, 6, 30), 0)
    ]
    assert due.wants_second_factor


def test_what_is_late_says_for_how_long(as_: As, programme: Programme, marta: User) -> None:
    Period.objects.create(
        programme=programme, name_lv="1. periods", name_en="Period 1", starts_on=date(2019, 3, 1),
        ends_on=date(2019, 12, 31), due_on=date(2020, 6, 8),
    )  # fmt: skip
    (task,) = due_of(marta, programme).due
    assert (task.text, task.days_late) == ("Pārskats finansētājam · 1. periods", 2)
    page = " ".join(as_(marta).get("/lv/mani-darbi/").content.decode().split())
    assert "kavējas 2 dienas" in page
    assert "jāiesniedz līdz 08.06.2020" in page
    assert Task("x").days_late == 0


def test_jobs_that_read_alike_are_one_line(as_: As, programme: Programme, marta: User) -> None:
    for number in range(3):
        Job.objects.create(
            kind="reports.render", programme=programme, requested_by=marta, state="done", result={"url": f"/{number}/"},
            unique_key=f"k{number}", started_at=clock.now(), finished_at=clock.now(),
        )  # fmt: skip
    assert [line.more for line in due_of(marta, programme).jobs] == [2]
    assert "un vēl 2 tādi paši iepriekš" in " ".join(as_(marta).get("/lv/mani-darbi/").content.decode().split())


def test_event_that_waits_to_be_published_is_told_to_whoever_may(
    as_: As, programme: Programme, marta: User, ilze: User, in_daugavpils: Scope
) -> None:
    event = plan_event(by=ilze, scope=in_daugavpils, title="Vēl būs", starts_on=date(2020, 7, 1), type="mobilisation")
    assert [(task.text, task.url) for task in due_of(marta, programme).waiting] == [
        ("Publicēšanu gaida 1\u00a0pasākums", f"/lv/pasakumi/{event.pk}/"),
        ("Programmas iestatīšanā trūkst 3\u00a0daļu", "/lv/parvaldiba/programmas/"),
    ]
    assert due_of(ilze, programme).waiting == []
    seen = as_(ilze).get(f"/lv/pasakumi/{event.pk}/").content.decode()
    assert "Publicēt var:" in seen
    assert marta.name in seen
    assert "Publicēt var:" not in as_(marta).get(f"/lv/pasakumi/{event.pk}/").content.decode()


def test_open_mismatch_of_figure_and_words_waits_for_the_programme_coordinator(
    as_: As, programme: Programme, marta: User, anna: User
) -> None:
    funder = Organisation.objects.get(kind="funder")
    FundingSource.objects.create(
        programme=programme, organisation=funder, kind="grant", name_lv="Britu Padomes finansējums",
        amount=Decimal("115029.00"), amount_stated_words="simt vienpadsmit tūkstoši divdesmit deviņi eiro",
    )  # fmt: skip
    assert "Līgumā summa cipariem un summa vārdiem nesakrīt" in as_(marta).get("/lv/mani-darbi/").content.decode()
    text = as_(anna).get("/lv/mani-darbi/").content.decode()
    assert "Līgumā summa" not in text
    assert "115\xa0029,00\xa0EUR" in text


def test_teacher_gets_seminars_and_no_money(
    as_: As, programme: Programme, janis: User, ilze: User, in_daugavpils: Scope, components: dict[str, Component]
) -> None:
    day = date(2020, 6, 20)
    plan_seminar(
        by=ilze, scope=in_daugavpils, title_lv="Nākamais seminārs", starts_at=at(day, 10), ends_at=at(day, 12),
        is_published=True,
    )  # fmt: skip
    text = as_(janis).get("/lv/mani-darbi/").content.decode()
    assert "Nākamais seminārs" in text
    assert "EUR" not in text
    assert not due_of(janis, programme).wants_second_factor


@pytest.mark.parametrize(
    ("name", "acts"),
    [
        ("ilze", ["Reģistrēt pasākumu", "Pievienot izdevumus", "Plānot semināru"]),
        ("anna", ["Pievienot izdevumus", "Sagatavot pārskatu"]),
        ("marta", ["Sagatavot pārskatu", "Reģistrēt pasākumu"]),
        ("janis", ["Atrast semināru"]),
        ("emma", ["Lasīt pārskatus"]),
        ("olga", ["Lasīt pārskatus"]),
    ],
)
def test_first_button_is_the_persons_main_task(
    request: pytest.FixtureRequest, programme: Programme, name: str, acts: list[str]
) -> None:
    assert [str(button.label) for button in main_buttons(request.getfixturevalue(name), programme)] == acts


def test_failed_job_is_shown_to_who_asked_for_it(as_: As, programme: Programme, marta: User, ilze: User) -> None:
    job = Job.objects.create(
        kind="nothing", requested_by=marta, programme=programme, unique_key="x", state="failed", error="worker_died"
    )
    assert job.why in as_(marta).get("/lv/mani-darbi/").content.decode()
    assert due_of(ilze, programme).jobs == []


def test_visitor_signs_in_first(as_: As, programme: Programme) -> None:
    answer = as_(None).get("/lv/mani-darbi/")
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("?next=/lv/mani-darbi/")


@pytest.mark.database(EMPTY)
def test_portal_without_a_programme(as_: As, first_admin: User) -> None:
    assert "Vēl nav ievadīta neviena programma" in as_(first_admin).get("/lv/mani-darbi/").content.decode()


@pytest.mark.parametrize("name", ["ilze", "anna", "marta", "janis", "emma", "olga"])
def test_statements_stay_the_same_for_everybody(
    request: pytest.FixtureRequest, as_: As, programme: Programme, name: str, ilze: User, in_daugavpils: Scope,
    components: dict[str, Component],
) -> None:  # fmt: skip
    browser = as_(request.getfixturevalue(name))
    counts = []
    for size in (1, 3):
        for number in range(size):
            expense(ilze, in_daugavpils, state="submitted", document_number=f"{size}-{number}")
            plan_event(by=ilze, scope=in_daugavpils, title="Talka", starts_on=PAST, type="mobilisation")
            write(by=ilze, scope=in_daugavpils, component=components["4"], title_lv="V", body_lv="T")
        with CaptureQueriesContext(connection) as queries:
            assert browser.get("/lv/mani-darbi/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10


def test_english_page(as_: As, emma: User, programme: Programme) -> None:
    assert "Read the reports" in as_(emma).get("/en/my-tasks/").content.decode()


def test_whoever_runs_the_programme_reads_that_no_work_is_done(programme: Programme, marta: User, ilze: User) -> None:
    with clock.frozen(clock.now()) as now:
        jobs.sweep()
        Job.objects.create(kind="test.work", unique_key="one", created_at=now - timedelta(minutes=9))
        OutgoingMail.objects.create(to_email="a@example.lv", template="message", language="lv", unique_key="one")
        assert due_of(marta, programme).due == []
    with clock.frozen(now + timedelta(minutes=6)), translation.override("en"):
        due = due_of(marta, programme)
        assert [task.text for task in due.due] == [
            f"The portal has done no work in the background since {formats.moment(now)}.",
            f"Work that was asked for on {formats.moment(now - timedelta(minutes=9))} has not begun.",
            f"1 e-mail has been waiting to be sent since {formats.moment(now)}",
        ]
        assert {task.url for task in due.due} == {""}
        assert due_of(ilze, programme).due == []


def test_task_that_is_done_elsewhere_has_no_button(as_: As, programme: Programme, marta: User) -> None:
    OutgoingMail.objects.create(
        to_email="a@example.lv", template="message", language="lv", unique_key="one", due_at=clock.now() - HOUR
    )
    with translation.override("en"):
        page = as_(marta).get(reverse("home:my_tasks")).content.decode()
    assert "1 e-mail has been waiting to be sent since" in page
    assert 'href=""' not in page
