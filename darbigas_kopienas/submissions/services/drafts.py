"""Drafts that save themselves: what is kept, how much of it and for how long."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.retention import RetentionKind, limit_of
from darbigas_kopienas.submissions.drafted_forms import drafted_form
from darbigas_kopienas.submissions.models import Draft, Submission
from darbigas_kopienas.values import clock

from .submissions import LAST, is_sent

DRAFT_BYTES = 64 * 1024
DRAFT_DAYS = 90
MAX_DRAFTS = 30  # of one account
LONGEST_KEY = 100
OUR_OWN = {"csrfmiddlewaretoken", "submission_key", "form_key", "form_owner", "form_programme"}
SECRET = re.compile(r"passw|token|secret|otp|^code$", re.IGNORECASE)

Typed = dict[str, list[str]]


class DraftRefused(ValidationError):
    """Not a draft of ours: a form that keeps none, too much text, or too many drafts."""


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
    if not page_of(form_key):
        raise DraftRefused(_("This form has no drafts."))
    if len(json.dumps(data, ensure_ascii=False).encode()) > DRAFT_BYTES:
        raise DraftRefused(_("The draft is too long to be saved; send the form in parts."))
    if is_sent(key, lately=True) or not any(value.strip() for values in data.values() for value in values):
        drop_draft(by=by, form_key=form_key)
        return None
    draft = Draft(user=by, form_key=form_key, data=dict(data), updated_at=clock.now())
    existing = Draft.objects.filter(user=by, form_key=form_key)
    if not existing.update(data=draft.data, updated_at=draft.updated_at):
        _begin(draft)
    return draft


@transaction.atomic
def _begin(draft: Draft) -> None:
    """One more of this account, counted behind its lock: two pages may begin one at the same moment."""
    _lock_account(draft.user)
    if Draft.objects.filter(user=draft.user).exclude(form_key=draft.form_key).count() >= MAX_DRAFTS:
        sentence = _("You have %(most)s drafts already. Finish one or start it anew, then this text is saved too.")
        raise DraftRefused(sentence % {"most": MAX_DRAFTS})
    Draft.objects.bulk_create(
        [draft], update_conflicts=True, unique_fields=["user", "form_key"], update_fields=["data", "updated_at"]
    )


def _lock_account(user: User) -> None:
    User.objects.select_for_update(no_key=True).get(pk=user.pk)


def page_of(form_key: str, *, to_go_on: bool = False) -> str:
    """The address of the form that keeps this draft; `to_go_on`: where its author goes on. Empty for all others."""
    known = drafted_form(form_key) if len(form_key) <= LONGEST_KEY else None
    if known is None:
        return ""
    form, rows = known
    try:
        return reverse(form.from_page if to_go_on and form.from_page else form.page, args=rows)
    except NoReverseMatch:
        return ""


def draft_and_keys(*, by: User, form_key: str) -> tuple[Draft | None, list[str]]:
    """In one statement: this person's draft of a form, and the keys of its last sendings (`last_keys`)."""
    drafts = Draft.objects.filter(user=OuterRef("pk"), form_key=form_key)
    sent = Submission.objects.filter(user=OuterRef("pk"), form=form_key).exclude(results={}).order_by("-sent_at")
    row = User.objects.filter(pk=by.pk).values_list(
        Subquery(drafts.values("data")), Subquery(drafts.values("updated_at")), ArraySubquery(sent.values("key")[:LAST])
    )[0]
    draft = None if row[1] is None else Draft(user=by, form_key=form_key, data=row[0], updated_at=row[1])
    return draft, [str(key) for key in row[2]]


def drop_draft(*, by: User, form_key: str) -> None:
    if page_of(form_key):
        Draft.objects.filter(user=by, form_key=form_key).delete()


def tidy() -> None:
    """Forget old drafts."""
    _saved_before(limit_of(DRAFTS)).delete()


def _saved_before(moment: datetime) -> "QuerySet[Draft]":
    return Draft.objects.filter(updated_at__lt=moment)


DRAFTS = RetentionKind(
    key="submissions.drafts",
    label=gettext_lazy("Drafts of forms"),
    counted_from=gettext_lazy("the last change"),
    days=DRAFT_DAYS,
    overdue=_saved_before,
    is_public=True,
)
