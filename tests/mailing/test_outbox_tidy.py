"""What the outbox and its folder forget, so that nobody fills them by asking for codes."""

from datetime import timedelta

import pytest

from darbigas_kopienas.mailing import services
from darbigas_kopienas.mailing.models import OutgoingMail, State
from darbigas_kopienas.mailing.services import delivery, forgotten
from darbigas_kopienas.programme.actors import VISITOR
from darbigas_kopienas.values import clock

pytestmark = pytest.mark.django_db
OVER = timedelta(days=forgotten.ADDRESS_DAYS + 1)


def letters() -> tuple[OutgoingMail, OutgoingMail]:
    code = services.queue_message(to="a@example.lv", subject="Kods", text="ABC", unique_key="account:1")
    other = services.queue(
        by=VISITOR, to="b@example.lv", template="job_done", language="lv", context={}, unique_key="job:1"
    )
    return code, other


def test_codes_go_whole_and_of_others_the_address() -> None:
    code, other = letters()
    for letter in (code, other):
        delivery._end(letter, State.SENT)
    assert services.tidy() == 0
    with clock.frozen(clock.now() + OVER):
        assert services.tidy() == 2
        assert services.tidy() == 0
    assert list(OutgoingMail.objects.values_list("unique_key", "to_email")) == [("job:1", "")]


def test_what_still_waits_stays() -> None:
    letters()
    with clock.frozen(clock.now() + OVER):
        assert services.tidy() == 0
    assert OutgoingMail.objects.count() == 2
