"""Drafts that save themselves, and the key by which a form counts once."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.requests import AnyUser
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.prepared_queries import rewrite, write_new

from .models import Draft, Submission

DRAFT_BYTES = 64 * 1024
DRAFT_DAYS = 90
SUBMISSION_DAYS = 30
FORM_KEY = re.compile(r"[a-z0-9_.:-]{1,100}")
OUR_OWN = {"csrfmiddlewaretoken", "submission_key", "form_key", "form_owner"}
SECRET = re.compile(r"passw|token|secret|otp|^code$", re.IGNORECASE)

Typed = dict[str, list[str]]


class DraftRefused(ValidationError):
    """Not a draft of ours: a wrong form name, or too much text."""


class KeyOfAnother(ValidationError):
    """The key on the page belongs to another person's form or to another form."""


def typed(fields: Iterable[tuple[str, list[Any]]]) -> Typed:
    """What may be kept of a sent form: text only, without our own inputs and without secrets."""
    return {
        _plain(name): [_plain(value) for value in values]
        for name, values in fields
        if name not in OUR_OWN and not SECRET.search(name)
    }


def _plain(text: object) -> str:
    """Without the one character that PostgreSQL keeps in no text."""
    return str(text).replace("\x00", "")


def save_draft(*, by: User, form_key: str, data: Mapping[str, list[str]], key: str = "") -> Draft | None:
    """Keep what is typed so far; nothing is required of it. An empty form drops the draft. Raises DraftRefused.

    `key` is the page's submission key: a save that arrives after its form was sent does not bring the draft back.
    """
    if not FORM_KEY.fullmatch(form_key):
        raise DraftRefused(_("This form has no drafts."))
    if len(json.dumps(data, ensure_ascii=False).encode()) > DRAFT_BYTES:
        raise DraftRefused(_("The draft is too long to be saved; send the form in parts."))
    is_sent = bool(key) and Submission.objects.filter(key=_uuid(key)).exclude(result_url="").exists()
    if is_sent or not any(value.strip() for values in data.values() for value in values):
        drop_draft(by=by, form_key=form_key)
        return None
    draft = Draft(user=by, form_key=form_key, data=dict(data), updated_at=clock.now())
    Draft.objects.bulk_create(
        [draft], update_conflicts=True, unique_fields=["user", "form_key"], update_fields=["data", "updated_at"]
    )
    return draft


def draft_of(*, by: AnyUser, form_key: str) -> Draft | None:
    if not isinstance(by, User):
        return None
    return Draft.objects.filter(user=by, form_key=form_key).first()


def drop_draft(*, by: User, form_key: str) -> None:
    if FORM_KEY.fullmatch(form_key):
        Draft.objects.filter(user=by, form_key=form_key).delete()


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
                drop_draft(by=user, form_key=form)
    return sent.result_url


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
    """Forget old drafts and keys."""
    now = clock.now()
    Draft.objects.filter(updated_at__lt=now - timedelta(days=DRAFT_DAYS)).delete()
    Submission.objects.filter(created_at__lt=now - timedelta(days=SUBMISSION_DAYS)).delete()
