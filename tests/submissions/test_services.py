from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.utils.translation import override

from darbigas_kopienas.people.models import User
from darbigas_kopienas.submissions import tasks
from darbigas_kopienas.submissions.models import Draft, Submission
from darbigas_kopienas.submissions.services import drafts, submissions
from darbigas_kopienas.values import clock

pytestmark = pytest.mark.django_db
TYPED = {"title": ["Puķu stādīšana"], "groups": ["1", "2"]}


class Action:
    """Counts how often it was done."""

    def __init__(self, url: str = "/lv/pasakumi/1/") -> None:
        self.count, self.url = 0, url

    def __call__(self) -> str:
        self.count += 1
        return self.url


def test_draft_is_kept_and_replaced(ilze: User) -> None:
    drafts.save_draft(by=ilze, form_key="event", data={"title": ["a"]})
    drafts.save_draft(by=ilze, form_key="event", data=TYPED)
    draft, _keys = drafts.draft_and_keys(by=ilze, form_key="event")
    assert draft is not None
    assert (draft.data, str(draft), Draft.objects.count()) == (TYPED, "event", 1)


def test_draft_is_its_authors_alone(ilze: User, anna: User) -> None:
    drafts.save_draft(by=ilze, form_key="event", data=TYPED)
    assert drafts.draft_and_keys(by=anna, form_key="event") == (None, [])


def test_emptied_form_drops_its_draft(ilze: User) -> None:
    drafts.save_draft(by=ilze, form_key="event", data=TYPED)
    assert drafts.save_draft(by=ilze, form_key="event", data={"title": [" "], "groups": []}) is None
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "form_key",
    [
        "",
        "Event",
        "a b",
        "x" * 101,
        "../event",
        "event:1",
        "nonsense",
        "seminars:seminar_list",
        "seminars:seminar_edit",
        "seminars:seminar_add:1",
        "seminars:seminar_edit:" + "1" * 99,
    ],
)
def test_draft_of_an_unknown_form_is_refused(ilze: User, form_key: str) -> None:
    with pytest.raises(drafts.DraftRefused):
        drafts.save_draft(by=ilze, form_key=form_key, data=TYPED)


def test_an_account_has_so_many_drafts_and_no_more(ilze: User, anna: User) -> None:
    for number in range(drafts.MAX_DRAFTS):
        drafts.save_draft(by=ilze, form_key=f"seminars:seminar_edit:{number}", data=TYPED)
    with override("lv"), pytest.raises(drafts.DraftRefused, match=r"Jums jau ir 30\\xa0melnrakstu"):
        drafts.save_draft(by=ilze, form_key="event", data=TYPED)
    assert drafts.save_draft(by=ilze, form_key="seminars:seminar_edit:3", data=TYPED) is not None
    assert drafts.save_draft(by=anna, form_key="event", data=TYPED) is not None
    assert Draft.objects.filter(user=ilze).count() == drafts.MAX_DRAFTS


def test_draft_and_keys_are_read_in_one_statement(ilze: User, django_assert_num_queries: Any) -> None:
    key = uuid4()
    submissions.once(by=ilze, key=key, content="a", form="event", action=Action())
    with django_assert_num_queries(1):
        assert drafts.draft_and_keys(by=ilze, form_key="event") == (None, [str(key)])
    drafts.save_draft(by=ilze, form_key="event", data=TYPED)
    draft, keys = drafts.draft_and_keys(by=ilze, form_key="event")
    assert draft is not None
    assert (draft.data, keys) == (TYPED, [str(key)])
    assert drafts.draft_and_keys(by=ilze, form_key="expense") == (None, [])


def test_draft_is_gone_on_with_where_its_meaning_is_whole() -> None:
    with override("lv"):
        assert drafts.page_of("event", to_go_on=True) == "/lv/pasakumi/pievienot/"
        letter = "participation:registration_letter:7"
        assert drafts.page_of(letter).startswith("/lv/dalibnieki/7/")
        assert drafts.page_of(letter, to_go_on=True) == "/lv/dalibnieki/7/"


def test_draft_that_is_too_long_is_refused(ilze: User) -> None:
    with pytest.raises(drafts.DraftRefused):
        drafts.save_draft(by=ilze, form_key="event", data={"note": ["ā" * 40_000]})


def test_secrets_and_our_own_inputs_are_not_kept() -> None:
    sent = {"title": ["a"], "password": ["b"], "csrfmiddlewaretoken": ["c"], "otp_code": ["d"], "code": ["e"]}
    assert drafts.typed(sent.items()) == {"title": ["a"]}


def test_deed_is_done_once_for_its_key(ilze: User) -> None:
    key, action, other = uuid4(), Action(), Action("/lv/other/")
    assert submissions.once(by=ilze, key=str(key), content="a", form="event", action=action) == "/lv/pasakumi/1/"
    assert submissions.once(by=ilze, key=key, content="a", form="event", action=other) == "/lv/pasakumi/1/"
    assert (action.count, other.count) == (1, 0)
    assert str(Submission.objects.get()) == f"event {key}"


def test_where_the_same_led_to_is_told_to_its_author_of_its_form_alone(ilze: User, anna: User) -> None:
    key = uuid4()
    submissions.once(by=ilze, key=key, content="a", form="event", action=Action())
    assert submissions.address_of(by=ilze, key=str(key), content="a", form="event") == "/lv/pasakumi/1/"
    others: list[tuple[User, Any, str, str]] = [
        (anna, key, "a", "event"),
        (ilze, key, "b", "event"),
        (ilze, key, "a", "expense"),
        (ilze, "x", "a", "event"),
    ]
    for by, other_key, content, form in others:
        assert submissions.address_of(by=by, key=other_key, content=content, form=form) == ""
    submissions.once(by=AnonymousUser(), key="", content="a", form="event", action=Action())
    assert submissions.address_of(by=AnonymousUser(), key=key, content="a", form="event") == ""


def test_another_content_under_a_used_key_is_another_action(ilze: User) -> None:
    key = uuid4()
    first, second = Action("/lv/anna/"), Action("/lv/juris/")
    for _sending in range(2):
        assert submissions.once(by=ilze, key=key, content="anna", form="event", action=first) == "/lv/anna/"
        assert submissions.once(by=ilze, key=key, content="juris", form="event", action=second) == "/lv/juris/"
    assert (first.count, second.count) == (1, 1)
    assert submissions.last_keys(by=ilze, form_key="event") == [str(key)]


def test_another_content_that_is_refused_leaves_what_was_sent(ilze: User) -> None:
    key, action = uuid4(), Action()

    def closed() -> str:
        raise ValidationError("closed")

    submissions.once(by=ilze, key=key, content="anna", form="event", action=action)
    with pytest.raises(ValidationError):
        submissions.once(by=ilze, key=key, content="juris", form="event", action=closed)
    submissions.once(by=ilze, key=key, content="anna", form="event", action=action)
    assert action.count == 1


def test_page_whose_content_is_not_known_is_out_of_date(ilze: User) -> None:
    """It was sent before contents were compared: nobody can say whether it is the same."""
    sent = Submission.objects.create(user=ilze, form="event", results={submissions.CONTENT_UNKNOWN: "/lv/anna/"})
    with pytest.raises(submissions.KeyOfAnother):
        submissions.once(by=ilze, key=sent.key, content="juris", form="event", action=Action())


def test_deed_takes_its_draft_along(ilze: User) -> None:
    drafts.save_draft(by=ilze, form_key="event", data=TYPED)
    drafts.save_draft(by=ilze, form_key="expense", data=TYPED)
    key = str(uuid4())
    submissions.once(by=ilze, key=key, content="a", form="event", action=Action())
    assert list(Draft.objects.values_list("form_key", flat=True)) == ["expense"]
    assert submissions.last_keys(by=ilze, form_key="event") == [key]
    assert drafts.save_draft(by=ilze, form_key="event", data=TYPED, key=key) is None  # a save that came too late
    assert drafts.save_draft(by=ilze, form_key="event", data=TYPED, key=str(uuid4())) is not None


def test_page_from_the_history_has_a_draft_again(ilze: User) -> None:
    key = str(uuid4())
    submissions.once(by=ilze, key=key, content="a", form="event", action=Action())
    with clock.frozen(clock.now() + timedelta(minutes=2)):
        assert drafts.save_draft(by=ilze, form_key="event", data=TYPED, key=key) is not None
        submissions.once(by=ilze, key=key, content="b", form="event", action=Action())
        assert drafts.save_draft(by=ilze, form_key="event", data=TYPED, key=key) is None


def test_deed_that_fails_frees_its_key_and_keeps_the_draft(ilze: User) -> None:
    key = str(uuid4())
    drafts.save_draft(by=ilze, form_key="event", data=TYPED)

    def closed() -> str:
        raise ValidationError("closed")

    with pytest.raises(ValidationError):
        submissions.once(by=ilze, key=key, content="a", form="event", action=closed)
    assert (Submission.objects.count(), Draft.objects.count()) == (0, 1)
    assert submissions.once(by=ilze, key=key, content="a", form="event", action=Action()) == "/lv/pasakumi/1/"


def test_key_of_another_person_or_form_is_refused(ilze: User, anna: User) -> None:
    key, action = str(uuid4()), Action()
    submissions.once(by=ilze, key=key, content="a", form="event", action=Action())
    for by, form in ((anna, "event"), (AnonymousUser(), "event"), (ilze, "expense")):
        with pytest.raises(submissions.KeyOfAnother):
            submissions.once(by=by, key=key, content="a", form=form, action=action)
    assert action.count == 0


def test_visitors_forms_count_once_too() -> None:
    key, action = str(uuid4()), Action()
    submissions.once(by=AnonymousUser(), key=key, content="a", form="registration", action=action)
    submissions.once(by=AnonymousUser(), key=key, content="a", form="registration", action=action)
    assert action.count == 1


def test_missing_key_counts_as_a_new_one(ilze: User) -> None:
    action = Action()
    submissions.once(by=ilze, key="", content="a", form="event", action=action)
    submissions.once(by=ilze, key="not a key", content="a", form="event", action=action)
    assert action.count == 2


def test_old_drafts_and_keys_are_forgotten(ilze: User) -> None:
    drafts.save_draft(by=ilze, form_key="event", data=TYPED)
    submissions.once(by=ilze, key="", content="a", form="other", action=Action())
    tasks.tidy()
    assert (Draft.objects.count(), Submission.objects.count()) == (1, 1)
    with clock.frozen(clock.now() + timedelta(days=31)):
        tasks.tidy()
    assert (Draft.objects.count(), Submission.objects.count()) == (1, 0)
    with clock.frozen(clock.now() + timedelta(days=91)):
        tasks.tidy()
    assert Draft.objects.count() == 0


def test_dropping_what_is_no_form_drops_nothing(ilze: User) -> None:
    drafts.save_draft(by=ilze, form_key="event", data=TYPED)
    drafts.drop_draft(by=ilze, form_key="../event")
    assert Draft.objects.get().form_key == "event"
    drafts.drop_draft(by=ilze, form_key="event")
    assert not Draft.objects.exists()
