"""What the holder of a view link does not read, and links that open nothing any more."""

from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from darbigas_kopienas.evidence import services as evidence
from darbigas_kopienas.evidence.models import Document, Kind, Sensitivity
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.reports import freeze
from darbigas_kopienas.reports.freeze import figures_of
from darbigas_kopienas.reports.models import Report, SharedLink
from darbigas_kopienas.reports.services import store_rendering, submit_report
from darbigas_kopienas.reports.shared import contents, services
from darbigas_kopienas.reports.shared.tokens import token_of
from darbigas_kopienas.reports.snapshot import ReportFigures
from darbigas_kopienas.values import clock
from tests.databases import HALF_YEAR
from tests.reports.conftest import FROM, TO, HalfYear
from tests.reports.shared_link import As, address, every_address, given

pytestmark = [pytest.mark.django_db, pytest.mark.database(HALF_YEAR)]


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
