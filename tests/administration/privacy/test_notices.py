"""The next version of the notice and of a consent's words: by the programme coordinator alone, never for a day gone."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from darbigas_kopienas.administration.privacy.notices import errors, services
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.people import given_consents
from darbigas_kopienas.people.consents import SCHOOL_HOURS
from darbigas_kopienas.people.models import ConsentWording, PrivacyNotice, User
from darbigas_kopienas.people.services import person_of
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.texts import stale_texts

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]
TODAY = date(2027, 1, 11)
WORDS = {"kind": SCHOOL_HOURS, "text_lv": "Vārdi", "text_en": "Words"}
TEXT = {"body_lv": "Teksts", "body_en": "Text", "changes_lv": "Jauns", "changes_en": "New"}


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(TODAY), override("lv"):
        yield


def publish(by: User, programme: Programme, **changes: Any) -> PrivacyNotice:
    return services.publish_notice(by=by, programme=programme, **{**TEXT, "valid_from": TODAY, **changes})


def reword(by: User, programme: Programme, **changes: Any) -> ConsentWording:
    return services.publish_wording(by=by, programme=programme, **{**WORDS, "valid_from": TODAY, **changes})


def test_versions_count_on(marta: User, programme: Programme) -> None:
    notice = publish(marta, programme)
    assert (notice.version, notice.published_by, stale_texts(notice)) == (2, marta, [])
    assert PrivacyNotice.objects.current() == notice
    entry = Entry.objects.of(notice).get()
    assert (entry.verb, entry.programme_id, entry.changes) == ("notice.published", programme.pk, {"version": 2})


def test_the_first_needs_nothing_new(marta: User, programme: Programme) -> None:
    PrivacyNotice.objects.all().delete()
    assert publish(marta, programme, changes_lv="", changes_en="").version == 1


@pytest.mark.parametrize(("changes", "error"), [
    ({"valid_from": TODAY - timedelta(days=1)}, errors.InThePast),
    ({"changes_en": " "}, errors.NothingNew),
    ({"body_lv": "\u200b"}, errors.NothingWritten),
])  # fmt: skip
def test_what_is_refused(marta: User, programme: Programme, changes: Any, error: Any) -> None:
    with pytest.raises(error):
        publish(marta, programme, **changes)


@pytest.mark.parametrize("written", [publish, reword])
def test_a_slip_of_the_year_locks_nobody_out(marta: User, programme: Programme, written: Any) -> None:
    """Nothing may hold before the last version, so one of the year 2099 would be the last for ever."""
    with pytest.raises(errors.TooFarAhead):
        written(marta, programme, valid_from=date(2099, 1, 11))
    written(marta, programme)


def test_none_holds_before_the_one_before_it(marta: User, programme: Programme) -> None:
    publish(marta, programme, valid_from=TODAY + timedelta(days=5))
    with pytest.raises(errors.BeforeTheLast):
        publish(marta, programme)
    reword(marta, programme)
    with pytest.raises(errors.BeforeTheLast):
        reword(marta, programme)


def test_two_at_once_are_told(marta: User, programme: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(marta, programme)
    first = PrivacyNotice.objects.get(version=1)
    monkeypatch.setattr(type(PrivacyNotice.objects.order_by("pk")), "last", lambda _rows: first)
    with pytest.raises(errors.PublishedMeanwhile):
        publish(marta, programme)


@pytest.mark.parametrize("name", ["ilze", "karlis", "emma", "olga", "janis"])
def test_others_are_refused(name: str, programme: Programme, request: pytest.FixtureRequest) -> None:
    user = request.getfixturevalue(name)
    with pytest.raises(PermissionDenied):
        publish(user, programme)
    with pytest.raises(PermissionDenied):
        reword(user, programme)


def test_words_count_on(marta: User, programme: Programme) -> None:
    assert reword(marta, programme).version == 1
    wording = reword(marta, programme, valid_from=TODAY + timedelta(days=1))
    assert (wording.version, Entry.objects.of(wording).get().verb) == (2, "consent.reworded")
    with pytest.raises(errors.UnknownKind):
        reword(marta, programme, kind="no.such")


# -- the pages -------------------------------------------------------------------------------------
PAGES = ("notice_list", "notice_add", "wording_add")


def path(name: str, programme: Programme) -> str:
    return reverse(f"administration:{name}", args=[programme.pk])


@pytest.mark.parametrize("page", PAGES)
def test_who_opens_the_pages(
    as_: As, programme: Programme, marta: User, ilze: User, karlis: User, janis: User, page: str
) -> None:
    answers = [as_(user).get(path(page, programme)).status_code for user in (marta, ilze, karlis, janis, None)]
    assert answers == [200, 403, 403, 403, 302]


@pytest.mark.parametrize("page", PAGES[1:])
def test_an_empty_form_is_said_to_be_empty(as_: As, marta: User, programme: Programme, page: str) -> None:
    refused = as_(marta).post(path(page, programme))
    assert (refused.status_code, bool(refused.context["form"].errors)) == (422, True)


def test_the_notice_is_read_through_and_published(as_: As, marta: User, programme: Programme) -> None:
    browser, address = as_(marta), path("notice_add", programme)
    assert "Jūsu tiesības" in browser.get(address).content.decode()
    typed = {**TEXT, "body_lv": "# Virsraksts\n<script>x</script>", "valid_from": "12.01.2027"}
    preview = browser.post(address, {**typed, "step": "preview"})
    assert preview.status_code == 200
    assert "<h2>Virsraksts</h2>" in preview.content.decode()
    assert "<script>x" not in preview.content.decode()
    assert PrivacyNotice.objects.count() == 1
    assert browser.post(address, {**typed, "step": "publish"}).status_code == 302
    assert PrivacyNotice.objects.get(version=2).valid_from == date(2027, 1, 12)
    refused = browser.post(address, {**typed, "valid_from": "10.01.2027", "step": "publish"})
    assert refused.status_code == 422
    assert "Virsraksts" in refused.content.decode()
    assert browser.post(address, {"body_lv": "", "step": "publish"}).status_code == 422


def test_the_words_are_prefilled_and_stored(as_: As, marta: User, janis: User, programme: Programme) -> None:
    given_consents.give(person_of(janis), SCHOOL_HOURS)
    browser, address = as_(marta), path("wording_add", programme)
    asked = {row.kind.key: row.people for row in browser.get(address).context["asked"]}
    assert (asked[SCHOOL_HOURS], sum(asked.values())) == (1, 1)
    form = browser.get(f"{address}?kind={SCHOOL_HOURS}").context["form"]
    assert (form["kind"].value(), form["text_en"].value().startswith("I agree")) == (SCHOOL_HOURS, True)
    assert browser.get(f"{address}?kind=no.such").status_code == 422
    assert browser.post(address, {**WORDS, "valid_from": "12.01.2027"}).status_code == 302
    assert browser.post(address, {**WORDS, "valid_from": "10.01.2027"}).status_code == 422
    assert "12.01.2027" in browser.get(path("notice_list", programme)).content.decode()


def test_statements_stay_the_same(as_: As, marta: User, programme: Programme) -> None:
    browser, counts = as_(marta), list[int]()
    for _visit in range(2):
        publish(marta, programme)
        reword(marta, programme, valid_from=TODAY + timedelta(days=len(counts)))
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(path("notice_list", programme)).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 10
