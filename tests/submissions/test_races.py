"""Two sendings of one form at the same moment, on a real PostgreSQL; without the key the deed is done twice."""

import threading
import time
from collections.abc import Callable
from functools import partial
from uuid import UUID, uuid4

import pytest

from darbigas_kopienas.people.models import User
from darbigas_kopienas.submissions.models import Draft, Submission
from darbigas_kopienas.submissions.services import drafts, submissions
from tests.together import before_commit, together, together_times

THREADS = 6
FORMS = ("event", "expense")


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


# -- how many drafts somebody may have -------------------------------------------------------------------------------
def _thirtieth_and_one_more(ilze: User) -> list[bool]:
    """Two pages begin a draft at one moment, when one is left to be begun: whether each was saved."""
    Draft.objects.bulk_create(Draft(user=ilze, form_key=f"form:{number}") for number in range(drafts.MAX_DRAFTS - 1))
    saved: list[bool] = []

    def begin(form_key: str) -> None:
        drafts.save_draft(by=ilze, form_key=form_key, data={"title": ["Talka"]})
        saved.append(True)

    slip = before_commit(partial(begin, FORMS[0]), partial(begin, FORMS[1]))
    return [*saved, *([not isinstance(slip, drafts.DraftRefused)] if slip else [])]


@pytest.mark.django_db(transaction=True)
def test_two_drafts_begun_at_once_do_not_pass_the_limit(ilze: User) -> None:
    assert _thirtieth_and_one_more(ilze) == [True, False]
    assert Draft.objects.filter(user=ilze).count() == drafts.MAX_DRAFTS


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_they_pass_it(ilze: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "_lock_account", lambda _user: None)
    assert _thirtieth_and_one_more(ilze) == [True, True]
    assert Draft.objects.filter(user=ilze).count() == drafts.MAX_DRAFTS + 1
