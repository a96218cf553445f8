"""The key by which a form counts once, however often it is sent."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.requests import AnyUser
from darbigas_kopienas.submissions.models import Draft, Submission
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.prepared_queries import rewrite, write_new

SUBMISSION_DAYS = 30


class KeyOfAnother(ValidationError):
    """The key on the page belongs to another person's form or to another form."""


def last_keys(*, by: User, form_key: str) -> list[str]:
    """Keys of this person's last ten sendings of a form, by which a browser knows that its copy is done with."""
    sent = Submission.objects.filter(user=by, form=form_key).exclude(result_url="").order_by("-created_at")
    return [str(key) for key in sent.values_list("key", flat=True)[:10]]


def once(*, by: AnyUser, key: str | UUID, form: str, action: Callable[[], str]) -> str:
    """Do the action once for this key, and give the address that it returned; a second call gets the same address.

    Calls with one key wait for each other. If the action raises, nothing of it stays and the key is free again.
    The person's draft of `form` goes with it. A missing or damaged key counts as a new one. Raises KeyOfAnother.
    """
    user = by if isinstance(by, User) else None
    with transaction.atomic():
        sent = _locked(user, _uuid(key), form)
        if not sent.result_url:
            sent.result_url = action()
            rewrite(sent, "result_url")
            if user is not None:
                Draft.objects.filter(user=user, form_key=form).delete()
    return sent.result_url


def is_sent(key: str) -> bool:
    """Whether the form with this key has been sent, and what it does was done."""
    return bool(key) and Submission.objects.filter(key=_uuid(key)).exclude(result_url="").exists()


def _locked(user: User | None, key: UUID, form: str) -> Submission:
    sent = Submission(key=key, user=user, form=form)
    if write_new(sent):
        return sent
    sent = Submission.objects.select_for_update().get(key=key)
    if sent.user_id != (user.pk if user is not None else None) or sent.form != form:
        raise KeyOfAnother(_("This page is out of date. Reload it."))
    return sent


def _uuid(key: str | UUID) -> UUID:
    try:
        return UUID(str(key))
    except ValueError:
        return uuid4()


def tidy() -> None:
    """Forget old keys."""
    Submission.objects.filter(created_at__lt=clock.now() - timedelta(days=SUBMISSION_DAYS)).delete()
