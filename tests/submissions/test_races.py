"""Two sendings of one form at the same moment, on a real PostgreSQL; without the key the deed is done twice."""

import threading
import time
from collections.abc import Callable
from functools import partial
from uuid import UUID, uuid4

import pytest

from darbigas_kopienas.people.models import User
from darbigas_kopienas.submissions.models import Submission
from darbigas_kopienas.submissions.services import submissions
from tests.together import together, together_times

THREADS = 6


class SlowAction:
    def __init__(self) -> None:
        self.done: list[int] = []

    def __call__(self) -> str:
        time.sleep(0.05)
        self.done.append(threading.get_ident())
        return f"/lv/pasakumi/{len(self.done)}/"


def once_without_lock(by: User, key: UUID, action: Callable[[], str]) -> str:
    """The negative control: look whether it was sent, then do it."""
    sent = Submission.objects.filter(key=key).first()
    if sent is not None and "a" in sent.results:
        return str(sent.results["a"])
    url = action()
    sent = Submission(key=key, user=by, form="event", results={"a": url})
    Submission.objects.bulk_create([sent], ignore_conflicts=True)
    return url


@pytest.mark.django_db(transaction=True)
def test_form_sent_many_times_at_once_counts_once(ilze: User) -> None:
    for _attempt in range(3):
        key, action = str(uuid4()), SlowAction()
        send = partial(submissions.once, by=ilze, key=key, content="a", form="event", action=action)
        urls = together_times(THREADS, send)
        assert urls == ["/lv/pasakumi/1/"] * THREADS
        assert len(action.done) == 1


@pytest.mark.django_db(transaction=True)
def test_two_contents_of_one_key_at_once_count_once_each(ilze: User) -> None:
    key, anna, juris = str(uuid4()), SlowAction(), SlowAction()

    def send(content: str, action: SlowAction) -> str:
        return submissions.once(by=ilze, key=key, content=content, form="event", action=action)

    together(*[lambda: send("anna", anna), lambda: send("juris", juris)] * 3)
    assert (len(anna.done), len(juris.done)) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_it_counts_several_times(ilze: User) -> None:
    key, action = uuid4(), SlowAction()
    together_times(THREADS, lambda: once_without_lock(ilze, key, action))
    assert len(action.done) > 1


@pytest.mark.django_db(transaction=True)
def test_when_the_first_fails_the_next_in_line_does_it(ilze: User) -> None:
    key, tries = str(uuid4()), []

    def first_fails() -> str:
        time.sleep(0.05)
        tries.append(1)
        if len(tries) == 1:
            raise RuntimeError
        return "/lv/done/"

    def attempt() -> str:
        try:
            return submissions.once(by=ilze, key=key, content="a", form="event", action=first_fails)
        except RuntimeError:
            return "failed"

    assert sorted(together_times(THREADS, attempt)) == ["/lv/done/"] * (THREADS - 1) + ["failed"]
    assert len(tries) == 2
