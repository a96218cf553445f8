"""A form is sent by somebody whose role ended while it lay open: why it is refused, whom to ask, what they typed."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from darbigas_kopienas.people.contacts import contact_of_user
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.memberships import Membership
from darbigas_kopienas.submissions.services.drafts import typed
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.contacts import Contact, portal_contact

RECENTLY = timedelta(days=30)  # what is refused later has another reason
BUTTONS = frozenset({"deed", "step", "then"})
_PAIR_OF_ROWS = re.compile(r"[0-9]+:[0-9]+")


def refused_form(request: HttpRequest, status: int) -> HttpResponse | None:
    """The page instead of the bare refusal; None where no page of ours was sent to, or no role has ended lately.

    Before an address is found, nobody has read who sends what: it may be what cannot be read.
    """
    if request.method != "POST" or request.resolver_match is None:
        return None
    if not isinstance(request.user, User) or "submission_key" not in request.POST:
        return None
    role = _ended_lately(request.user)
    if role is None:
        return None
    context = {
        "role": role,
        "ended_on": _ended_on(role),
        "contact": _whom_to_ask(role),
        "texts": _written(request.POST.lists()),
    }
    return render(request, "role_ended.html", context, status=status)


def _written(fields: Iterable[tuple[str, list[str]]]) -> list[str]:
    """What the person wrote: not which button was pressed, which row or which word of a list was chosen."""
    chosen = _words_of_lists()
    return [
        value
        for name, values in typed(fields).items()
        if name not in BUTTONS
        for value in values
        if value.strip() and value not in chosen and not _PAIR_OF_ROWS.fullmatch(value)
    ]


@cache
def _words_of_lists() -> frozenset[str]:
    columns = (column for model in apps.get_models() for column in model._meta.get_fields())
    return frozenset(str(value) for column in columns for value, _word in getattr(column, "flatchoices", None) or ())


def _ended_lately(user: User) -> Membership | None:
    today = clock.today()
    roles = list(user.memberships.select_related("programme", "municipality", "site", "ended_by"))
    held = {_what(role) for role in roles if role.is_valid_on(today)}
    over = [role for role in roles if role.is_over_on(today) and _what(role) not in held]
    lately = [role for role in over if _ended_on(role) >= today - RECENTLY]
    return max(lately, key=_ended_on, default=None)


def _what(role: Membership) -> tuple[str, object]:
    return role.role, role.scope


def _ended_on(role: Membership) -> date:
    """The day on which it was ended, or its last one."""
    if role.ended_at is not None:
        return clock.day_of(role.ended_at)
    return role.ends_on or clock.today()


def _whom_to_ask(role: Membership) -> Contact:
    """Whoever ended it, else somebody who gives roles in the programme, else the portal."""
    if role.ended_by is not None and role.ended_by.is_active and role.ended_by != role.user:
        return contact_of_user(role.ended_by) or portal_contact()
    givers = Membership.objects.valid_on(clock.today()).with_permission(Permission.MANAGE_ROLES)
    giver = givers.filter(programme=role.programme_id, user__is_active=True).select_related("user").first()
    return contact_of_user(giver.user if giver else None) or portal_contact()
