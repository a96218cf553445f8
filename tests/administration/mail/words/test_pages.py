"""The pages on which a programme's own words are written: read through with real data, stored, taken back."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from darbigas_kopienas.activities import letter_words
from darbigas_kopienas.administration.mail.words.examples import Example, example
from darbigas_kopienas.mailing import services as mailing
from darbigas_kopienas.mailing.letters import rewritable, words_of
from darbigas_kopienas.mailing.models import MailWording
from darbigas_kopienas.people.models import Municipality, User
from darbigas_kopienas.programme.models import Component, Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from tests.builders import AFTER, TODAY
from tests.house.letters import MAKERS, Cast

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]
INVITATION = ["invitation", "lv"]
OUTSIDE = {"invitation", "invitation_reminder", "thanks_evaluation", "certificate_ready", "trainer_asked"}
PLACES = {template for template in MAKERS if template.startswith("registration_")} - {"registration_message"}
NONE = {"subject": "", "opening": ""}


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.frozen(TODAY), override("lv"):
        yield


@pytest.fixture
def cast(
    ilze: User, marta: User, anna: User, in_daugavpils: Scope, components: dict[str, Component],
    programme: Programme, daugavpils: Municipality, client: Any,
) -> Cast:  # fmt: skip
    return {"ilze": ilze, "marta": marta, "anna": anna, "scope": in_daugavpils, "client": client,
            "programme": programme}  # fmt: skip


def address(programme: Programme, page: str, *of: str) -> str:
    return reverse(f"administration:{page}", args=[programme.pk, *of])


def shown(reader: User, programme: Programme, template: str, language: str) -> Example:
    words = words_of(template)
    assert words is not None
    return example(reader, programme, words, template=template, language=language)


def all_of(letter: Example) -> dict[str, str]:
    """Every placeholder in the opening."""
    return {"subject": "Par ko", "opening": "\n".join(row.typed for row in letter.known)}


def test_letters_to_people_outside_can_be_rewritten() -> None:
    assert set(rewritable()) == PLACES | OUTSIDE


@pytest.mark.parametrize("language", ["lv", "en"])
@pytest.mark.parametrize("template", sorted(PLACES | OUTSIDE))
def test_each_kind_shows_its_newest_letter_else_an_invented_one(template: str, language: str, cast: Cast) -> None:
    marta, programme = cast["marta"], cast["programme"]
    invented = shown(marta, programme, template, language)
    MAKERS[template](cast, template)
    later = AFTER if template in {"thanks_evaluation", "certificate_ready"} else TODAY
    with clock.frozen(later):
        real = shown(marta, programme, template, language)
    assert (invented.is_real, real.is_real) == (False, True)
    for letter in (invented, real):
        assert all(row.value for row in letter.known), [row.typed for row in letter.known if not row.value]
        before, after = letter.shown(NONE), letter.shown(all_of(letter))
        opening = letter.portal_opening.strip()
        assert opening
        assert opening in before.text
        assert opening not in after.text
        assert (after.subject, before.lacks, after.lacks) == ("Par ko", False, False)
        assert "None" not in after.text
        for row in letter.known:
            assert row.value in after.text
    assert "Jana" in real.shown(all_of(real)).text or template in {"registration_new_address", "trainer_asked"}


@pytest.mark.parametrize("template", ["registration_confirmed", "invitation", "registration_new_address"])
def test_no_link_of_the_recipients_own_is_shown(template: str, cast: Cast) -> None:
    MAKERS[template](cast, template)
    letter = shown(cast["marta"], cast["programme"], template, "lv")
    urls = {name: str(value) for name, value in letter.letter.context.items() if name.endswith("_url") and value}
    assert urls
    assert {url.rpartition("/")[2] for url in urls.values()} == {"…"}


def test_another_programmes_rows_are_not_shown(cast: Cast) -> None:
    MAKERS["registration_confirmed"](cast, "registration_confirmed")
    other = Programme.objects.create(name_lv="Cita", name_en="Other", starts_on=TODAY, ends_on=TODAY, goal_lv="Mērķis")
    assert not shown(cast["marta"], other, "registration_confirmed", "lv").is_real


def test_rows_that_the_reader_may_not_see_are_not_shown(emma: User, karlis: User, cast: Cast) -> None:
    for template in ("registration_confirmed", "invitation", "trainer_asked"):
        MAKERS[template](cast, template)
        assert shown(cast["marta"], cast["programme"], template, "lv").is_real
        for reader in (emma, karlis):
            assert not shown(reader, cast["programme"], template, "lv").is_real


def test_a_name_that_could_be_a_link_is_not_known() -> None:
    names = ["Jana Kalniņa", "J. Kalniņa", "Jana-Anna", "Skatiet evil.com", "http://x", "a@b", "R2D2", "x" * 61]
    assert [letter_words._as_name(name) for name in names] == [*names[:3], "", "", "", "", ""]


def test_a_day_that_is_not_known_is_not_said(cast: Cast) -> None:
    activity = letter_words.sample_activity()
    assert letter_words._when(activity).endswith("10.00")
    activity.shown_sessions[0].state = "postponed"
    assert letter_words._when(activity) == ""
    activity.shown_sessions = []
    assert letter_words._when(activity).endswith("ā") or letter_words._when(activity).endswith("ī")


def test_list_says_which_are_own_in_one_statement(as_: As, marta: User, programme: Programme) -> None:
    page, browser = address(programme, "words_list"), as_(marta)
    numbers = []
    for template in ("invitation", "certificate_ready", "trainer_asked"):
        mailing.set_words(by=marta, programme=programme, template=template, language="en", subject="S", opening="")
        browser.get(page)
        with CaptureQueriesContext(connection) as queries:
            answer: Any = browser.get(page)
        numbers.append(len(queries))
    own = {(template, row.code) for template, _label, rows in answer.context["kinds"] for row in rows if row.is_own}
    assert own == {("invitation", "en"), ("certificate_ready", "en"), ("trainer_asked", "en")}
    assert len(set(numbers)) == 1


def test_preview_stores_nothing_and_the_form_stores(as_: As, marta: User, programme: Programme) -> None:
    page, browser = address(programme, "words_edit", *INVITATION), as_(marta)
    answer: Any = browser.get(page)
    assert (answer.status_code, answer.context["example"].is_real) == (200, False)
    typed = {"subject": "Nāciet: {pasākums}", "opening": "Labdien, {vārds}!"}
    answer = browser.post(page, {**typed, "step": "preview"})
    assert (answer.status_code, answer.context["is_preview"]) == (200, True)
    title, name = letter_words.sample_activity().title, letter_words.sample_name()
    assert answer.context["shown"].subject == f"Nāciet: {title}"
    assert f"Labdien, {name}!" in answer.content.decode()
    assert answer.context["form"]["opening"].value() == typed["opening"]
    assert not MailWording.objects.exists()
    answer = browser.post(page, {**typed, "step": "store"})
    assert (answer.status_code, answer["Location"]) == (302, address(programme, "words_list"))
    assert MailWording.objects.values("subject", "opening", "template", "language").get() == {
        **typed, "template": "invitation", "language": "lv",
    }  # fmt: skip
    answer = browser.get(page)
    assert answer.context["shown"].subject == f"Nāciet: {title}"
    assert answer.context["form"]["subject"].value() == typed["subject"]


@pytest.mark.parametrize("step", ["preview", "store"])
@pytest.mark.parametrize("typed", [
    {"subject": "Par {sums}", "opening": "Teksts"}, {"subject": "", "opening": ""},
    {"subject": "x", "opening": "a\x00b"}, {"subject": "x" * 151, "opening": "y"},
])  # fmt: skip
def test_a_refusal_keeps_what_was_typed(
    typed: dict[str, str], step: str, as_: As, marta: User, programme: Programme
) -> None:
    answer: Any = as_(marta).post(address(programme, "words_edit", *INVITATION), {**typed, "step": step})
    assert answer.status_code == 422
    assert [answer.context["form"][name].value() for name in typed] == list(typed.values())
    assert answer.context["form"].errors
    assert not MailWording.objects.exists()


def test_what_is_not_known_is_said_in_the_preview(marta: User, programme: Programme) -> None:
    letter = shown(marta, programme, "invitation", "en")
    cast_away: Any = letter.letter.context["invitation"]
    cast_away.name = ""
    seen = letter.shown({"subject": "For you", "opening": "Dear {name},"})
    assert (seen.subject, seen.lacks) == ("For you", True)
    assert letter.portal_opening.strip() in seen.text


def test_back_to_the_portals_words_asks_first(as_: As, marta: User, programme: Programme) -> None:
    page, browser = address(programme, "words_remove", *INVITATION), as_(marta)
    answer: Any = browser.get(page)
    assert answer.context["wording"] is None
    mailing.set_words(by=marta, programme=programme, template="invitation", language="lv", subject="S", opening="")
    answer = browser.get(page)
    assert (answer.status_code, answer.context["wording"].subject) == (200, "S")
    answer = browser.post(page)
    assert (answer.status_code, answer["Location"]) == (302, address(programme, "words_list"))
    assert not MailWording.objects.exists()


@pytest.mark.parametrize("of", [
    ["registration_message", "lv"], ["account_changed", "lv"], ["nothing", "lv"], ["invitation", "de"],
])  # fmt: skip
@pytest.mark.parametrize("page", ["words_edit", "words_remove"])
def test_other_kinds_and_languages_are_not_there(
    page: str, of: list[str], as_: As, marta: User, programme: Programme
) -> None:
    browser = as_(marta)
    assert browser.get(address(programme, page, *of)).status_code == 404
    assert browser.post(address(programme, page, *of), {"subject": "S"}).status_code == 404


@pytest.mark.parametrize("page", ["words_list", "words_edit", "words_remove"])
def test_nobody_else_opens_them(page: str, as_: As, ilze: User, programme: Programme) -> None:
    of = [] if page == "words_list" else INVITATION
    assert as_(ilze).get(address(programme, page, *of)).status_code == 403
