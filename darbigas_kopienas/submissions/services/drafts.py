"""Drafts that save themselves: what is kept, how much of it and for how long."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.requests import AnyUser
from darbigas_kopienas.submissions.models import Draft
from darbigas_kopienas.values import clock

from .submissions import is_sent

DRAFT_BYTES = 64 * 1024
DRAFT_DAYS = 90
FORM_KEY = re.compile(r"[a-z0-9_.:-]{1,100}")
OUR_OWN = {"csrfmiddlewaretoken", "submission_key", "form_key", "form_owner"}
SECRET = re.compile(r"passw|token|secret|otp|^code$", re.IGNORECASE)

Typed = dict[str, list[str]]


class DraftRefused(ValidationError):
    """Not a draft of ours: a wrong form name, or too much text."""


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

    `key` is the page's submission key: a save that arrives just after its form was sent does not bring the draft back.
    Later it is a page from the browser's history, in which somebody types anew.
    """
    if not FORM_KEY.fullmatch(form_key):
        raise DraftRefused(_("This form has no drafts."))
    if len(json.dumps(data, ensure_ascii=False).encode()) > DRAFT_BYTES:
        raise DraftRefused(_("The draft is too long to be saved; send the form in parts."))
    if is_sent(key, lately=True) or not any(value.strip() for values in data.values() for value in values):
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


def tidy() -> None:
    """Forget old drafts."""
    Draft.objects.filter(updated_at__lt=clock.now() - timedelta(days=DRAFT_DAYS)).delete()
