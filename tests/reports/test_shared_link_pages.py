"""What the holder of a view link reads."""

from datetime import timedelta
from decimal import Decimal

import pytest

from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.people.models import Organisation, User
from darbigas_kopienas.reports.freeze import figures_of
from darbigas_kopienas.reports.models import Report, SharedLink
from darbigas_kopienas.reports.records import seen_by
from darbigas_kopienas.reports.shared import contents, services
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.figures import Record, TextPair
from guidelines.models import Guideline
from seminars.models import Seminar
from tests.databases import HALF_YEAR
from tests.reports.conftest import HalfYear
from tests.reports.shared_link import As, address, every_address

pytestmark = [pytest.mark.django_db, pytest.mark.database(HALF_YEAR)]


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
