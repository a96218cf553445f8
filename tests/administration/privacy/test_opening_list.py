"""Who opened which file: as much of it as the reader may see."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.administration.privacy.openings.log import Exported, drawn, lines_of, openings_of
from darbigas_kopienas.evidence.models import Document, FileOpening
from darbigas_kopienas.evidence.openings import How, note_opening
from darbigas_kopienas.evidence.services import store_bytes
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.actors import AUDIT_LINK, Reader
from darbigas_kopienas.programme.models import Component, Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from tests.builders import TODAY, said, taking
from tests.counted import statements

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "files")


@pytest.fixture(autouse=True)
def summer() -> Iterator[None]:
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def activity(marta: User, in_daugavpils: Scope, components: dict[str, Component]) -> Activity:
    return taking(marta, in_daugavpils, components["1"])


def made(by: User, scope: Scope, kind: str = "receipt", title: str = "Kalnas čeks", **more: Any) -> Document:
    return store_bytes(
        by=by, content=b"%PDF", name=f"{title}.pdf", content_type="application/pdf", scope=scope, kind=kind, **more
    )


@pytest.fixture
def receipt(ilze: User, in_daugavpils: Scope, activity: Activity) -> Document:
    receipt = made(ilze, in_daugavpils)
    activity.documents.add(receipt)
    return receipt


@pytest.fixture
def sheet(ilze: User, in_daugavpils: Scope) -> Document:
    return made(ilze, in_daugavpils, "attendance_sheet", "Jāņa Kalniņa lapa")


def page(programme: Programme, name: str = "opening_list") -> str:
    return reverse(f"administration:{name}", args=[programme.pk])


def table(answer: Any) -> str:
    return b"".join(answer.streaming_content).decode("utf-8-sig")


def lines(user: User, programme: Programme) -> list[Any]:
    return lines_of(list(drawn(openings_of(user, programme), user)), user)


def test_line_says_who_which_file_and_of_which_activity(
    anna: User, ilze: User, programme: Programme, receipt: Document, activity: Activity
) -> None:
    note_opening(by=anna, document=receipt, how=How.DOWNLOADED)
    (line,) = lines(ilze, programme)
    assert (line.who, line.file, line.activity) == ("Anna Bērziņa", "Kalnas čeks", "Talka")
    assert line.url == reverse("evidence:document_download", args=[receipt.pk])
    assert line.activity_url == reverse("activities:activity_detail", args=[activity.pk])


def test_of_what_the_auditor_may_not_open_they_read_kind_and_number(
    anna: User, janis: User, olga: User, marta: User, programme: Programme, sheet: Document
) -> None:
    now = clock.now()
    readers: tuple[Reader, ...] = (anna, janis, AUDIT_LINK)
    for minutes, reader in enumerate(readers):
        with clock.frozen(now + timedelta(minutes=minutes)):
            note_opening(by=reader, document=sheet, how=How.SHOWN)
    assert {line.file for line in lines(olga, programme)} == {f"{sheet.get_kind_display()} {sheet.pk}"}
    assert {line.url for line in lines(olga, programme)} == {""}
    of_auditor = [line.who for line in lines(olga, programme)]
    assert "Anna Bērziņa" in of_auditor
    assert "Jānis Kalniņš" not in of_auditor
    assert "Jānis Kalniņš" in [line.who for line in lines(marta, programme)]


def test_an_account_that_is_no_more_is_said(anna: User, ilze: User, programme: Programme, receipt: Document) -> None:
    FileOpening.objects.create(
        document=receipt, user_id=2_000_000_000, how="shown", programme_id=programme.pk,
        municipality_id=receipt.municipality_id,
    )  # fmt: skip
    (line,) = lines(ilze, programme)
    assert line.who in {"account deleted", "konts ir dzēsts"}


def test_each_sees_the_openings_of_their_own_scopes(
    as_: As, anna: User, karlis: User, emma: User, janis: User, programme: Programme, receipt: Document
) -> None:
    note_opening(by=anna, document=receipt, how=How.DOWNLOADED)
    assert "Kalnas čeks" in said(as_(anna).get(page(programme)))
    assert "Kalnas čeks" not in said(as_(karlis).get(page(programme)))
    assert as_(karlis).get(f"{page(programme)}?document={receipt.pk}").status_code == 422
    for user in (emma, janis):
        assert as_(user).get(page(programme)).status_code == 403
    assert as_(None).get(page(programme)).status_code == 302


def test_list_is_narrowed(
    as_: As, anna: User, ilze: User, programme: Programme, receipt: Document, sheet: Document
) -> None:
    note_opening(by=anna, document=receipt, how=How.DOWNLOADED)
    note_opening(by=ilze, document=sheet, how=How.SHOWN)
    today = clock.today()
    browser = as_(ilze)
    for query, number in {
        "": 2, f"who={anna.pk}": 1, "who=link": 0, "kind=receipt": 1, "q=čeks": 1, "q=nekā": 0,
        f"document={sheet.pk}": 1, f"since={today}": 2, f"since={today + timedelta(days=1)}": 0,
        f"until={today}": 2, f"until={today - timedelta(days=1)}": 0, "sort=at": 2,
    }.items():  # fmt: skip
        answer = browser.get(f"{page(programme)}?{query}")
        assert (query, answer.status_code, len(answer.context["lines"])) == (query, 200, number)
    of_one = browser.get(f"{page(programme)}?document={receipt.pk}")
    assert [use.text for use in of_one.context["uses"]] == ["Talka"]
    for wrong in ("document=x", "document=²", "kind=nothing", "since=yesterday", "who=0", "since=01.01.0001"):
        assert browser.get(f"{page(programme)}?{wrong}").status_code in {200, 422}
    for wrong in ("document=x", "kind=nothing", "since=yesterday", "who=0"):
        assert browser.get(f"{page(programme)}?{wrong}").status_code == 422


def test_words_find_no_title_that_the_reader_may_not_read(
    as_: As, anna: User, olga: User, programme: Programme, sheet: Document
) -> None:
    note_opening(by=anna, document=sheet, how=How.DOWNLOADED)
    assert len(as_(olga).get(page(programme)).context["lines"]) == 1
    assert as_(olga).get(f"{page(programme)}?q=Jāņa").context["lines"] == []


def test_table_holds_what_the_list_shows_to_those_who_may_take_it_along(
    as_: As, anna: User, ilze: User, olga: User, karlis: User, programme: Programme, receipt: Document
) -> None:
    note_opening(by=anna, document=receipt, how=How.DOWNLOADED)
    address = f"{page(programme, 'opening_export')}?format=csv"
    text = table(as_(ilze).get(address))
    assert "Anna Bērziņa" in text
    assert "Talka" in text
    assert "Kalnas" not in table(as_(karlis).get(address))
    assert as_(olga).get(address).status_code == 403
    assert not Exported(FileOpening.objects.all()).visible_to(olga).exists()


def test_as_many_statements_for_one_opening_as_for_many(
    as_: As, anna: User, ilze: User, programme: Programme, receipt: Document, in_daugavpils: Scope, activity: Activity
) -> None:
    note_opening(by=anna, document=receipt, how=How.DOWNLOADED)
    browser = as_(ilze)
    browser.get(page(programme))
    few = statements(browser, page(programme))
    for number in range(4):
        other = made(ilze, in_daugavpils, title=f"Čeks {number}")
        activity.documents.add(other)
        note_opening(by=ilze, document=other, how=How.DOWNLOADED)
    assert statements(browser, page(programme)) == few


def test_history_leads_to_the_openings(as_: As, ilze: User, programme: Programme) -> None:
    assert page(programme) in as_(ilze).get(reverse("programme:history_list")).content.decode()
