"""What the holder of a view link reads, and all that they do not."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from budget import services as budget
from budget.models import Allocation, BudgetLine, Expense
from budget.services import ShareOf
from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.evidence import services as evidence
from darbigas_kopienas.evidence.models import Document, Kind, Sensitivity
from darbigas_kopienas.people.models import Organisation, User
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.reports import freeze
from darbigas_kopienas.reports.freeze import figures_of
from darbigas_kopienas.reports.models import Report, SharedLink
from darbigas_kopienas.reports.records import seen_by
from darbigas_kopienas.reports.services import store_rendering, submit_report
from darbigas_kopienas.reports.shared import contents, services
from darbigas_kopienas.reports.shared.tokens import page_of, token_of
from darbigas_kopienas.reports.snapshot import ReportFigures
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.figures import Record, TextPair
from guidelines.models import Guideline
from seminars.models import Seminar
from tests.databases import HALF_YEAR
from tests.reports.conftest import FROM, TO, HalfYear

pytestmark = [pytest.mark.django_db, pytest.mark.database(HALF_YEAR)]
As = Callable[[User | None], Client]
ADDRESSES = ("shared_reports", "shared_report", "shared_figure", "shared_file", "shared_document")


@pytest.fixture
def pay_sheet(half_year: HalfYear, ilze: User, marta: User) -> Document:
    line = BudgetLine.objects.get()
    sheet = evidence.store_bytes(
        by=ilze, content=b"%PDF-1.4 pay", name="alga.pdf", content_type="application/pdf", scope=half_year.daugavpils,
        kind=Kind.RECEIPT,
    )  # fmt: skip
    expense = budget.add_expense(
        by=ilze, scope=half_year.daugavpils, shares=[ShareOf(line, half_year.grant, Decimal("87.00"))],
        documents=[sheet], supplier_name="Grāmatvedība", document_number="ALGA-1", document_on=date(2020, 6, 30),
        document_type="payroll", total=Decimal("87.00"),
    )  # fmt: skip
    budget.submit_expense(by=ilze, expense=expense)
    budget.book_expense(by=marta, expense=Expense.objects.get(pk=expense.pk))
    assert Allocation.objects.filter(line=line).exists()
    return sheet


@pytest.fixture
def submitted(pay_sheet: Document, half_year: HalfYear, marta: User) -> Report:
    frozen = freeze.freeze(by=marta, scope=half_year.daugavpils, starts_on=FROM, ends_on=TO)
    store_rendering(by=marta, report=frozen, language="lv", format="pdf", content=b"%PDF-1.7 a report")
    return submit_report(by=marta, report=frozen)


@pytest.fixture
def receipt(half_year: HalfYear) -> Document:
    """Of a document of the period; the first one is of the winter before."""
    return half_year.booked[1].documents.get()


def given(by: User, programme: Programme, **more: Any) -> SharedLink:
    fields: dict[str, Any] = {"for_whom": "Valsts kontrole", "language": "lv", "shows_documents": True}
    last_on = clock.today() + timedelta(days=14)
    return services.make_link(by=by, programme=programme, **{**fields, "last_on": last_on, **more})


@pytest.fixture
def link(programme: Programme, marta: User, submitted: Report) -> SharedLink:
    return given(marta, programme)


def address(name: str, link: SharedLink, *args: object) -> str:
    return reverse(f"reports:{name}", args=[token_of(link), *args])


def every_address(link: SharedLink, report: Report, document: Document) -> list[str]:
    more: tuple[tuple[object, ...], ...] = (
        (), (report.code,), (report.code, "B3"), (report.code, "lv", "pdf"), (report.code, document.pk),
    )  # fmt: skip
    return [address(name, link, *args) for name, args in zip(ADDRESSES, more, strict=True)]


# -- read ------------------------------------------------------------------------------------------
def test_holder_reads_all_without_an_account_and_each_opening_is_noted(
    link: SharedLink, submitted: Report, receipt: Document, as_: As, olga: User
) -> None:
    for number, reader in enumerate((None, olga)):
        with clock.frozen(clock.now() + number * services.APART):
            for page in every_address(link, submitted, receipt):
                answer = as_(reader).get(page)
                assert answer.status_code == 200, page
                assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("private, no-store", "noindex, nofollow")
    noted = list(link.visits.order_by("pk").values_list("opened", "report__code", "detail", "document"))
    code = submitted.code
    assert noted == 2 * [
        ("list", None, "", None), ("report", code, "", None), ("figure", code, "B3", None),
        ("file", code, "lv.pdf", None), ("document", code, "", receipt.pk),
    ]  # fmt: skip


def test_pages_lead_only_to_what_the_link_opens(link: SharedLink, submitted: Report, as_: As) -> None:
    """No link of the body leads to a page that asks for an account."""
    browser = as_(None)
    start = address("shared_reports", link)
    seen, waiting = set(), [start]
    while waiting:
        page = waiting.pop()
        seen.add(page)
        answer = browser.get(page)
        assert answer.status_code == 200, page
        if answer.streaming:
            continue
        main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
        found = {part.partition('"')[0] for part in main.split("<a ")[1:] for part in part.split('href="')[1:2]}
        waiting += [at for at in found if at.startswith(start) and at not in {*seen, *waiting}]
        assert {browser.get(at).status_code for at in found if not at.startswith(start)} <= {200}
    assert address("shared_figure", link, submitted.code, "B3") in seen
    assert link.visits.count() == len(seen)


def test_an_expense_is_shown_by_its_facts_and_a_pay_sheet_is_not_opened(
    link: SharedLink, submitted: Report, receipt: Document, pay_sheet: Document, as_: As
) -> None:
    figures = figures_of(submitted)
    spent = next(figure for figure in figures.finance.figures if len(figure.records) > 1)
    page = as_(None).get(address("shared_figure", link, submitted.code, spent.code)).content.decode()
    assert address("shared_document", link, submitted.code, receipt.pk) in page
    assert address("shared_document", link, submitted.code, pay_sheet.pk) not in page
    shown = contents.rows_behind(link, submitted, spent.records)
    by_number = {str(row.text).split(", ")[1]: row.expense for row in shown}
    wage, bought = by_number["ALGA-1"], by_number["R-250.25"]
    assert wage is not None
    assert (wage.is_pay_sheet, wage.proofs) == (True, ())
    assert bought is not None
    assert [share.amount for share in bought.shares] == [Decimal("250.25")]
    assert bought.proofs == (receipt,)
    main = page.partition("<main")[2]
    assert main.count("R-250.25") == main.count("ALGA-1") == 1  # said in the title, and not again below it


def test_holder_sees_no_more_rows_than_the_auditor(link: SharedLink, submitted: Report, olga: User) -> None:
    for figure in figures_of(submitted).traceable().values():
        shown = [row.text for row in contents.rows_behind(link, submitted, figure.records)]
        assert shown == [row.text for row in seen_by(olga, figure.records)], figure.code


def test_a_merged_organisation_stays_and_an_archived_guideline_goes_as_for_the_auditor(
    link: SharedLink, submitted: Report, olga: User
) -> None:
    kept, other = Organisation.objects.all()[:2]
    guideline = Guideline.objects.published()[0]
    records = [
        Record("people.organisation", other.pk, TextPair.same("an organisation")),
        Record("guidelines.guideline", guideline.pk, TextPair.same("a guideline")),
    ]
    assert [str(row.text) for row in contents.rows_behind(link, submitted, records)] == [
        "an organisation",
        "a guideline",
    ]
    Organisation.objects.filter(pk=other.pk).update(merged_into=kept)
    Guideline.objects.filter(pk=guideline.pk).update(state=Guideline.State.ARCHIVED)
    shown = [str(row.text) for row in contents.rows_behind(link, submitted, records)]
    assert shown == [str(row.text) for row in seen_by(olga, records)] == ["an organisation"]


def test_a_seminar_of_several_days_is_dated_as_in_the_reports_table(link: SharedLink, submitted: Report) -> None:
    """By its first day that was held."""
    seminar = Seminar.objects.filter(activity__state="held")[0]
    records, day = [Record("seminars.seminar", seminar.pk, TextPair.same("X"))], timedelta(days=1)
    last = seminar.activity.sessions.latest("held_on")
    assert last.held_on is not None
    for number in (1, 2):
        Session.objects.create(
            activity=seminar.activity, starts_at=last.starts_at - number * day, ends_at=last.ends_at - number * day,
            state="held", held_on=last.held_on - number * day,
        )  # fmt: skip
    assert [row.day for row in contents.rows_behind(link, submitted, records)] == [last.held_on - 2 * day]
    seminar.activity.sessions.all().delete()
    assert [row.day for row in contents.rows_behind(link, submitted, records)] == [seminar.activity.held_on]


def test_a_kind_that_is_not_listed_and_a_row_that_is_gone_are_not_shown(link: SharedLink, submitted: Report) -> None:
    record = next(iter(figures_of(submitted).traceable()["S1"].records))
    made = type(record)
    strange = [made("participation.registration", 1, record.text), made("seminars.seminar", 10**9, record.text)]
    assert contents.rows_behind(link, submitted, strange) == []


def test_a_file_is_called_by_its_kind_never_by_its_title(
    link: SharedLink, submitted: Report, receipt: Document, as_: As
) -> None:
    answer = as_(None).get(address("shared_document", link, submitted.code, receipt.pk))
    assert receipt.title == "ceks"
    assert "ceks" not in answer["Content-Disposition"]
    assert str(receipt.pk) in answer["Content-Disposition"]


def test_a_photo_that_nobody_described_has_a_name_to_press(
    link: SharedLink, submitted: Report, half_year: HalfYear, as_: As
) -> None:
    """The one by which the file and the log call it; two photos of one event are told apart by it."""
    Document.objects.filter(pk=half_year.photo.pk).update(alt_lv="", caption_lv="", alt_en="", caption_en="")
    page = as_(None).get(address("shared_report", link, submitted.code)).content.decode()
    at = address("shared_document", link, submitted.code, half_year.photo.pk)
    assert str(half_year.photo.pk) in page.partition(f'href="{at}"')[2].partition("</a>")[0]


# -- not read --------------------------------------------------------------------------------------
def refused(page: str, as_: As) -> bool:
    return as_(None).get(page).status_code == 404


def test_ended_and_expired_links_open_nothing_and_say_whom_to_ask(
    link: SharedLink, programme: Programme, marta: User, submitted: Report, receipt: Document, as_: As
) -> None:
    short = given(marta, programme, last_on=clock.today())
    services.end_link(by=marta, link=link)
    with clock.frozen(short.expires_at):
        for over in (link, short):
            for page in every_address(over, submitted, receipt):
                answer = as_(None).get(page)
                assert answer.status_code == 404
                main = answer.content.decode().partition("<main")[2]
                assert "Marta Vītola" in main
                assert submitted.code not in main
            assert not over.visits.exists()


def test_link_that_ends_while_the_page_is_put_together_opens_nothing(
    link: SharedLink, submitted: Report, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its last second passes between the look at the clock and the note of the opening."""
    with ExitStack() as later:

        def slowly(report: Report) -> ReportFigures:
            later.enter_context(clock.frozen(link.expires_at))
            return figures_of(report)

        monkeypatch.setattr("darbigas_kopienas.reports.shared.reader_views.figures_of", slowly)
        answer = as_(None).get(address("shared_report", link, submitted.code))
    assert answer.status_code == 404
    assert submitted.code not in answer.content.decode().partition("<main")[2]
    assert not link.visits.exists()


@pytest.mark.parametrize("lost", [{"role": True}, {"name": ""}, {"is_active": False}])
def test_nobody_is_sent_to_a_maker_who_gives_no_links_any_more(
    lost: dict[str, Any], link: SharedLink, marta: User, as_: As
) -> None:
    """Nor is the address of an account shown that has no name."""
    services.end_link(by=marta, link=link)
    if "role" in lost:
        marta.memberships.all().delete()
    else:
        User.objects.filter(pk=marta.pk).update(**lost)
    page = as_(None).get(address("shared_reports", link)).content.decode()
    assert marta.email not in page
    assert "Marta Vītola" not in page
    assert str(link.programme) in page.partition("<main")[2]


def test_a_maker_without_a_name_is_not_called_by_their_address(link: SharedLink, marta: User, as_: As) -> None:
    User.objects.filter(pk=marta.pk).update(name="")
    assert marta.email not in as_(None).get(address("shared_reports", link)).content.decode()


def test_garbled_tokens_open_nothing(link: SharedLink, submitted: Report, as_: As) -> None:
    token = token_of(link)
    for wrong in (token[:-1], token.swapcase(), "1.x", "x"):
        answer = as_(None).get(reverse("reports:shared_report", args=[wrong, submitted.code]))
        assert answer.status_code == 404
        assert any(template.name == "link_broken_shared.html" for template in answer.templates)


def test_reports_that_the_link_does_not_show(
    link: SharedLink, half_year: HalfYear, submitted: Report, marta: User, programme: Programme, receipt: Document,
    as_: As,
) -> None:  # fmt: skip
    """A draft; one that was not chosen; one of another programme."""
    draft = freeze.freeze(by=marta, scope=half_year.daugavpils, starts_on=FROM, ends_on=TO)
    store_rendering(by=marta, report=draft, language="lv", format="pdf", content=b"%PDF-1.7 a draft")
    for page in every_address(link, draft, receipt)[1:]:
        assert refused(page, as_), page
    other = submit_report(by=marta, report=draft)
    narrow = given(marta, programme, reports=[other])
    for page in every_address(narrow, submitted, receipt)[1:]:
        assert refused(page, as_), page
    assert list(contents.reports_of(narrow)) == [other]
    next_one = Programme.objects.create(code="x", name_lv="X", name_en="X", goal_lv="X", starts_on=FROM, ends_on=TO)
    foreign = SharedLink.objects.create(programme=next_one, for_whom="X", expires_at=clock.now() + timedelta(days=3))
    for page in every_address(foreign, submitted, receipt)[1:]:
        assert refused(page, as_), page
    assert not link.visits.exists()


def test_documents_that_the_link_does_not_open(
    link: SharedLink, submitted: Report, receipt: Document, half_year: HalfYear, pay_sheet: Document, marta: User,
    programme: Programme, ilze: User, as_: As,
) -> None:  # fmt: skip
    def store(kind: Kind, **more: Any) -> Document:
        return evidence.store_bytes(
            by=ilze, content=f"%PDF-1.4 {kind}".encode(), name="x.pdf", content_type="application/pdf",
            scope=half_year.daugavpils, kind=kind, **more,
        )  # fmt: skip

    not_cited = store(Kind.RECEIPT)
    sheet = store(Kind.ATTENDANCE_SHEET)
    for document in (not_cited, sheet, pay_sheet, half_year.shy_photo, submitted.renderings.get().document):
        assert refused(address("shared_document", link, submitted.code, document.pk), as_), document
    photo = address("shared_document", link, submitted.code, half_year.photo.pk)
    assert not refused(photo, as_)
    evidence.refuse_photo(by=ilze, document=half_year.photo)
    assert refused(photo, as_)
    page = address("shared_document", link, submitted.code, receipt.pk)
    for change in ({"sensitivity": Sensitivity.SENSITIVE}, {"kind": Kind.MINUTES}, {"state": "erased", "file": ""}):
        before = Document.objects.filter(pk=receipt.pk).values(*change)[0]
        Document.objects.filter(pk=receipt.pk).update(**change)
        assert refused(page, as_), change
        Document.objects.filter(pk=receipt.pk).update(**before)
    assert not refused(page, as_)
    figures_alone = given(marta, programme, shows_documents=False)
    assert refused(address("shared_document", figures_alone, submitted.code, receipt.pk), as_)
    spent = as_(None).get(address("shared_figure", figures_alone, submitted.code, "B3")).content.decode()
    assert address("shared_document", figures_alone, submitted.code, receipt.pk) not in spent


def test_what_is_no_figure_and_no_file(link: SharedLink, submitted: Report, as_: As) -> None:
    for page in (
        address("shared_figure", link, submitted.code, "Z99"),
        address("shared_file", link, submitted.code, "en", "pdf"),
        address("shared_file", link, submitted.code, "lv", "exe"),
        address("shared_report", link, "x\x00".replace("\x00", "")),
    ):
        assert refused(page, as_), page
    assert not link.visits.exists()


def test_nothing_can_be_sent(link: SharedLink, submitted: Report, receipt: Document, as_: As) -> None:
    for page in every_address(link, submitted, receipt):
        for verb in ("post", "put", "delete", "patch"):
            assert getattr(as_(None), verb)(page).status_code == 405
    assert not link.visits.exists()


# -- the coordinator's side ------------------------------------------------------------------------
LIST, MAKE = "reports:shared_link_list", "reports:shared_link_make"


def test_coordinator_makes_one_copies_it_and_ends_it(submitted: Report, marta: User, as_: As) -> None:
    browser = as_(marta)
    assert reverse(LIST) in browser.get(reverse("reports:report_list")).content.decode()
    form = browser.get(reverse(MAKE)).context["form"]
    assert (form["last_on"].value(), form["shows_documents"].value()) == (clock.today() + timedelta(days=14), None)
    answer = browser.post(
        reverse(MAKE),
        {"for_whom": "Valsts kontrole", "reports": [submitted.pk], "last_on": "30.10.2020", "language": "en"},
    )
    link = SharedLink.objects.get()
    detail, end = (reverse(f"reports:shared_link_{page}", args=[link.pk]) for page in ("detail", "end"))
    assert answer.headers["Location"] == detail
    page = browser.get(detail).content.decode()
    assert token_of(link) in page
    assert page_of(link).startswith("/en/")
    links = reverse(LIST)
    as_(None).get(page_of(link))
    row = browser.get(links).context["page"][0]
    assert (row, row.times) == (link, 1)
    assert browser.get(end).status_code == 200
    assert browser.post(end).headers["Location"] == detail
    assert browser.post(end, {"x": "again"}).status_code == 422
    assert token_of(link) not in browser.get(detail).content.decode()
    assert browser.get(end).status_code == 200


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("for_whom", ""), ("for_whom", "\u200b"), ("for_whom", "x" * 201), ("last_on", "30.10.2021"),
        ("last_on", "01.10.2020"), ("last_on", "drīz"), ("language", "ru"), ("reports", ["999999"]),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field(
    submitted: Report, marta: User, as_: As, field: str, wrong: object
) -> None:
    given = {"for_whom": "Valsts kontrole", "last_on": "30.10.2020", "language": "lv", field: wrong}
    answer = as_(marta).post(reverse(MAKE), given)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert not SharedLink.objects.exists()


def test_a_draft_cannot_be_chosen(report: Report, marta: User, as_: As) -> None:
    assert "reports" not in as_(marta).get(reverse(MAKE)).context["form"].fields


@pytest.mark.parametrize("name", ["ilze", "anna", "emma", "olga", "janis"])
def test_nobody_else_sees_the_links(name: str, link: SharedLink, as_: As, request: pytest.FixtureRequest) -> None:
    browser = as_(request.getfixturevalue(name))
    assert browser.get(reverse(LIST)).status_code == 403
    assert browser.get(reverse(MAKE)).status_code == 403
    for page in ("shared_link_detail", "shared_link_end"):
        assert browser.get(reverse(f"reports:{page}", args=[link.pk])).status_code == 404
    reports = browser.get(reverse("reports:report_list"))
    assert reverse(LIST) not in reports.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_the_same_whatever_there_is(
    number: int, programme: Programme, submitted: Report, marta: User, as_: As,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    browser = as_(marta)
    browser.get(reverse(LIST))
    for _each in range(number):
        given(marta, programme, reports=[submitted])
    with django_assert_num_queries(6):
        browser.get(reverse(LIST))


def test_scope_is_the_whole_programmes(link: SharedLink) -> None:
    assert link.scope == Scope(link.programme_id)
