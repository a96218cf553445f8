"""The key by which a form counts once, however often the same is sent."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.requests import AnyUser
from darbigas_kopienas.people.retention import RetentionKind, limit_of
from darbigas_kopienas.submissions.models import Draft, Submission
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.prepared_queries import rewrite, write_new

SUBMISSION_DAYS = 30
LAST = 10  # sendings of a form that its page knows
LATE_SAVE = timedelta(minutes=1)
CONTENT_UNKNOWN = ""  # of what was sent before contents were compared


class KeyOfAnother(ValidationError):
    """The key on the page belongs to another person's form or to another form, or is older than what it was for."""


def new_key() -> str:
    """For a form that is shown for the first time."""
    return str(uuid4())


def last_keys(*, by: User, form_key: str) -> list[str]:
    """Keys of this person's last ten sendings of a form, by which a browser knows that its copy is done with."""
    sent = Submission.objects.filter(user=by, form=form_key).exclude(results={}).order_by("-sent_at")
    return [str(key) for key in sent.values_list("key", flat=True)[:LAST]]


def address_of(*, by: AnyUser, key: str | UUID, content: str, form: str) -> str:
    """Where the same, sent before by this person from this form, led to; empty where it was not."""
    user = by if isinstance(by, User) else None
    sent = Submission.objects.filter(key=_uuid(key), user=user, form=form).first()
    return str(sent.results.get(content, "")) if sent else ""


def once(*, by: AnyUser, key: str | UUID, content: str, form: str, action: Callable[[], str]) -> str:
    """Do the action once for this key and content, and give the address that it returned; the same sent again gets
    the same address. Another content under the key is another action. `content` is that of `content_of`.

    Calls with one key wait for each other. If the action raises, nothing of it stays and the key is free again.
    The person's draft of `form` goes with it. A missing or damaged key counts as a new one. Raises KeyOfAnother.
    """
    user = by if isinstance(by, User) else None
    with transaction.atomic():
        sent = _locked(user, _uuid(key), form)
        if content not in sent.results:
            sent.results[content], sent.sent_at = action(), clock.now()
            rewrite(sent, "results", "sent_at")
            if user is not None:
                Draft.objects.filter(user=user, form_key=form).delete()
    return str(sent.results[content])


def is_sent(key: str, *, lately: bool = False) -> bool:
    """Whether the form with this key was sent, and what it does was done; `lately`: a moment ago."""
    sent = Submission.objects.exclude(results={})
    if lately:
        sent = sent.filter(sent_at__gt=clock.now() - LATE_SAVE)
    return bool(key) and sent.filter(key=_uuid(key)).exists()


def _locked(user: User | None, key: UUID, form: str) -> Submission:
    sent = Submission(key=key, user=user, form=form)
    if write_new(sent):
        return sent
    sent = Submission.objects.select_for_update().get(key=key)
    is_of_another = sent.user_id != (user.pk if user is not None else None) or sent.form != form
    if is_of_another or CONTENT_UNKNOWN in sent.results:
        raise KeyOfAnother(_("This page is out of date. Reload it."))
    return sent


def _uuid(key: str | UUID) -> UUID:
    try:
        return UUID(str(key))
    except ValueError:
        return uuid4()


def tidy() -> None:
    """Forget old keys."""
    _sent_before(limit_of(SENT_FORMS)).delete()


def _sent_before(moment: datetime) -> "QuerySet[Submission]":
    return Submission.objects.filter(sent_at__lt=moment)


SENT_FORMS = RetentionKind(
    key="submissions.sent_forms",
    label=gettext_lazy("Keys by which a sent form counts once"),
    counted_from=gettext_lazy("the sending"),
    days=SUBMISSION_DAYS,
    overdue=_sent_before,
)
