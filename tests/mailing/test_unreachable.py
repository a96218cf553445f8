"""Which addresses take no e-mails, by what became of the letters to them."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from darbigas_kopienas.mailing.models import NO_SUCH_ADDRESS, State
from darbigas_kopienas.mailing.unreachable import unreachable_among
from darbigas_kopienas.values import clock
from tests.builders import TODAY
from tests.mailing.came_back import FULL, NO_SUCH, arrived, ended

pytestmark = pytest.mark.django_db
ANNA = "anna@example.lv"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.frozen(TODAY), translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("state", "error", "why"),
    [
        (State.BOUNCED, NO_SUCH, "there is no such address"),
        (State.BOUNCED, FULL, "the mailbox is full"),
        (State.BOUNCED, "4.2.2", "the mailbox is full"),
        (State.BOUNCED, "5.2.1", "the mailbox takes no e-mails"),
        (State.BOUNCED, "5.7.1", ""),  # of spam or of our server, not of the address
        (State.BOUNCED, "5.0.0", ""),
        (State.FAILED, NO_SUCH_ADDRESS, "the recipient’s server does not know the address"),
        (State.BOUNCED, "4.4.7", ""),
        (State.BOUNCED, "5.3.4", ""),
        (State.BOUNCED, "5.2.3", ""),
        (State.FAILED, "SMTPServerDisconnected", ""),
        (State.DROPPED, "over", ""),
        (State.SENT, "", ""),
    ],
)
def test_what_became_of_the_letter_says_whether_the_address_works(state: str, error: str, why: str) -> None:
    ended(ANNA, state, error)
    assert unreachable_among([ANNA]).get(ANNA, "") == why


@pytest.mark.parametrize(
    ("hours_ago", "works"),
    [
        (5, False),  # before the one that came back
        (2.5, False),  # so soon after it that its own report may have been lost
        (1.5, True),
        (0.5, False),  # may still come back
    ],
)
def test_a_later_letter_that_stayed_away_shows_that_it_works_again(hours_ago: float, works: bool) -> None:
    ended(ANNA, hours_ago=3)
    arrived(ANNA, hours_ago=hours_ago)
    assert (ANNA not in unreachable_among([ANNA])) is works


def test_one_that_could_not_be_sent_counts_from_when_it_was_due() -> None:
    ended(ANNA, State.FAILED, NO_SUCH_ADDRESS, hours_ago=3)
    assert ANNA in unreachable_among([ANNA])
    arrived(ANNA, hours_ago=1.5)
    assert unreachable_among([ANNA]) == {}


def test_the_newest_says_why_and_one_after_it_was_mended_counts_anew() -> None:
    ended(ANNA, error=NO_SUCH, hours_ago=30)
    ended(ANNA, error=FULL, hours_ago=20)
    assert unreachable_among([ANNA]) == {ANNA: "the mailbox is full"}
    arrived(ANNA, hours_ago=10)
    assert unreachable_among([ANNA]) == {}
    ended(ANNA, error=NO_SUCH, hours_ago=2)
    assert unreachable_among([ANNA]) == {ANNA: "there is no such address"}


def test_settled_or_not_it_takes_no_letters() -> None:
    ended(ANNA, settled_at=clock.now())
    assert ANNA in unreachable_among([ANNA])


def test_however_it_is_written_it_is_the_same_address() -> None:
    ended("anna@ābols.lv")
    ended("berta@example.lv")
    why = unreachable_among([" Anna@Ābols.LV.", "cita@example.lv", "", "ANNA@xn--bols-psa.lv"])
    assert sorted(why) == [" Anna@Ābols.LV.", "ANNA@xn--bols-psa.lv"]


def test_one_statement_for_any_number_and_none_for_nobody(django_assert_num_queries: Any) -> None:
    addresses = [f"a{number}@example.lv" for number in range(3)]
    for address in addresses:
        ended(address)
        arrived(address, hours_ago=0.5)
    for asked in (addresses[:1], addresses):
        with django_assert_num_queries(1):
            assert list(unreachable_among(asked)) == asked
    with django_assert_num_queries(0):
        assert unreachable_among([""]) == {}
