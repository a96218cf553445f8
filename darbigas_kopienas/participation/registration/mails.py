"""What participants are told, and whether it is still true when the letter leaves.

The outbox keeps only which registration and which occasion; days and links are read when the letter is sent.
Subject and words: `templates/mail/registration_<occasion>.html`.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.activities.contacts import contact_of
from darbigas_kopienas.activities.models import Activity, Session
from darbigas_kopienas.activities.pages import page_of
from darbigas_kopienas.mailing import services as mailing
from darbigas_kopienas.mailing.batches import Batch, batches_about
from darbigas_kopienas.mailing.letters import Letter, NoLetter, label_of
from darbigas_kopienas.mailing.models import OutgoingMail, Reason
from darbigas_kopienas.participation.registration.models import Registration, RegistrationQuerySet
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.rooms import Text
from darbigas_kopienas.values import clock

from . import calendar, links
from .differences import Announced, Changes

# occasion: the states in which the letter still says the truth
OCCASIONS: dict[str, frozenset[str]] = {
    "confirmed": frozenset({"confirmed"}),
    "asked": frozenset({"asked"}),
    "waiting": frozenset({"waiting"}),
    "offered": frozenset({"offered"}),
    "lapsed": frozenset({"cancelled"}),
    "unopened": frozenset({"cancelled"}),
    "cancelled": frozenset({"cancelled"}),
    "removed": frozenset({"cancelled"}),
    "refused": frozenset({"refused"}),
    "link": frozenset({"asked", "confirmed", "waiting", "offered"}),
    "new_address": frozenset({"asked", "confirmed", "waiting", "offered"}),
    "moved": frozenset({"confirmed", "offered", "waiting", "asked"}),
    "called_off": frozenset({"confirmed", "offered", "waiting", "asked"}),
    "reminder": frozenset({"confirmed"}),
    "message": frozenset(Registration.State.values),
}


# What is said of a seat to come; whoever was there may still be written to, and needs the link for the certificate.
BEFOREHAND = frozenset({"confirmed", "asked", "waiting", "offered", "moved", "reminder"})
# calendars take it in, change it, take it out
WITH_CALENDAR = frozenset({"confirmed", "moved", "called_off"}) | {
    occasion for occasion, states in OCCASIONS.items() if states <= {"cancelled", "refused"}
}


def notify(
    registration: Registration, occasion: str, *, by: Actor, repeat_key: str = "", due_at: datetime | None = None
) -> None:
    """Put the letter into the outbox, once for each registration, occasion and `turn`; nobody without an address."""
    if registration.email:
        mailing.queue(by=by, due_at=due_at, **_letter(registration, occasion, repeat_key))


def notify_first(registration: Registration, *, by: Actor) -> None:
    """The letter that says where somebody stands whose registration is just being written; its entry names it."""
    mailing.queue(by=by, is_first=True, **_letter(registration, registration.state, ""))


def notify_new_address(registration: Registration, email: str, *, by: Actor, repeat_key: str) -> None:
    """To the address that is to be the new one, once for each turn."""
    letter = _letter(registration, "new_address", f"{email}:{repeat_key}")
    key = hashlib.sha256(letter["unique_key"].encode()).hexdigest()[:32]  # an address may be longer than a key
    unique_key = f"registration:{registration.pk}:new_address:{key}"
    mailing.queue(by=by, **{**letter, "to": email, "unique_key": unique_key})


def _letter(registration: Registration, occasion: str, repeat_key: str) -> dict[str, Any]:
    return {
        "to": registration.email,
        "template": f"registration_{occasion}",
        "language": registration.language,
        "context": {"registration": registration.pk, "turn": repeat_key},
        "unique_key": _key(registration, occasion, repeat_key),
        "scope": registration.activity.scope,
        "about": registration.activity,
    }


def notify_all(
    *,
    activity: Activity,
    occasion: str,
    by: Actor,
    repeat_key: str,
    due_at: datetime | None = None,
    before: Announced | None = None,
) -> int:
    """The same to all whose registration stands, those who wait too, once for each turn; returns how many letters.

    `before` is how it was announced before the change of which they tell. As many statements for three hundred people
    as for one.
    """
    registrations = _to_notify(activity).order_by("pk")
    letters = [
        OutgoingMail(
            to_email=registration.email,
            template=f"registration_{occasion}",
            language=registration.language,
            context={"registration": registration.pk, "turn": repeat_key, "before": before},
            unique_key=_key(registration, occasion, repeat_key),
        )
        for registration in registrations
    ]
    return mailing.queue_many(by=by, letters=letters, due_at=due_at, about=activity, scope=activity.scope)


def number_to_notify(activity: Activity) -> int:
    """How many letters `notify_all` would write now."""
    return _to_notify(activity).count()


def _to_notify(activity: Activity) -> RegistrationQuerySet:
    return Registration.objects.active().filter(activity=activity).exclude(email="")


def already_notified(registrations: Iterable[Registration], occasion: str, repeat_key: str) -> set[int]:
    """Those for whom the letter of this turn was written already, sent or not."""
    keys = {_key(registration, occasion, repeat_key): registration.pk for registration in registrations}
    return {keys[key] for key in mailing.used_keys(keys)}


def repeat_key_of(begins: datetime) -> str:
    """A reminder holds for one start: when that is moved, the letter is no longer true."""
    return f"{begins.astimezone(UTC):%Y%m%dT%H%M}"


def _key(registration: Registration, occasion: str, repeat_key: str) -> str:
    return f"registration:{registration.pk}:{occasion}:{repeat_key or registration.waiting_no or ''}"


def compose(mail: OutgoingMail) -> Letter | NoLetter:
    """The facts of today for the letter, or why it is not sent."""
    occasion = mail.template.removeprefix("registration_")
    registration = _registration_of(mail)
    if registration is None:
        return NoLetter(Reason.GONE)
    if why_not := _why_not(registration, occasion):
        return NoLetter(why_not)
    if occasion == "reminder" and _first_start(registration.activity.shown_sessions) != mail.context.get("turn"):
        return NoLetter(Reason.CHANGED)
    if occasion == "message" and registration.state != mail.context.get("state"):
        return NoLetter(Reason.CHANGED)
    changes = _changes(mail, registration)
    if changes is not None and not changes.listed:
        return NoLetter(Reason.CHANGED)  # and changed back before it left
    return letter_now(mail, registration, changes)


def letter_now(mail: OutgoingMail, registration: Registration, changes: Changes | None = None) -> Letter:
    """With the facts of today, whether or not it would be sent."""
    activity, occasion = registration.activity, mail.template.removeprefix("registration_")
    contact = contact_of(activity)
    waits_for_link = registration.verified_at is None and registration.is_active
    return Letter(
        context={
            "registration": registration,
            "activity": activity,
            "sessions": activity.shown_sessions,
            "changes": changes,
            "place_url": links.place_url(registration),
            "mailed_url": links.mailed_url(registration) if waits_for_link else "",
            "cancel_url": links.cancel_url(registration),
            "new_address_url": links.new_address_url(registration, mail.to_email) if occasion == "new_address" else "",
            "reason": activity.last_reason if occasion in {"moved", "called_off"} else "",
            "page_path": page_of(activity) or "",
            "is_coming": registration.is_active
            and activity.state != "cancelled"
            and not activity.is_over_at(clock.now()),
            "rank": Registration.objects.rank_of(registration),
            "registered_by": registration.registered_by if registration.via == registration.Via.COLLEAGUE else None,
        },
        attachments=calendar.attachments_of(registration, contact) if occasion in WITH_CALENDAR else [],
        contact=contact,
    )


def _registration_of(mail: OutgoingMail) -> Registration | None:
    return with_facts(Registration.objects.filter(pk=mail.context.get("registration"))).first()


def with_facts(rows: RegistrationQuerySet) -> RegistrationQuerySet:
    """With what their letters say, in two statements."""
    about = ("activity__municipality", "activity__programme", "activity__enrolment", "person", "registered_by")
    return rows.select_related(*about).prefetch_related("activity__sessions")


def _changes(mail: OutgoingMail, registration: Registration) -> Changes | None:
    """None where the letter tells of no change."""
    before = mail.context.get("before")
    is_confirmed = registration.state == Registration.State.CONFIRMED
    return Changes(before, registration.activity, sees_link=is_confirmed) if before else None


def _first_start(sessions: list[Session]) -> str:
    """The turn of a reminder; a session whose new day is not known yet begins at no time."""
    known = [session.starts_at for session in sessions if session.state != "postponed"]
    return repeat_key_of(known[0]) if known else ""


def _why_not(registration: Registration, occasion: str) -> Reason | None:
    is_cancelled = registration.activity.state == "cancelled"
    if registration.state not in OCCASIONS[occasion] or (occasion == "called_off" and not is_cancelled):
        return Reason.CHANGED
    if occasion in BEFOREHAND and is_cancelled:
        return Reason.CALLED_OFF
    if occasion in BEFOREHAND and registration.activity.is_over_at(clock.now()):
        return Reason.OVER
    return Reason.OVER if occasion == "offered" and registration.has_lapsed_at(clock.now()) else None


KINDS: dict[str, Text] = {
    "confirmed": _("the place is confirmed"),
    "asked": _("the registration waits for approval"),
    "waiting": _("on the waiting list"),
    "offered": _("a seat is offered"),
    "lapsed": _("the offer is over"),
    "unopened": _("the link was not opened in time"),
    "cancelled": _("cancelled by the participant"),
    "removed": _("cancelled by the organiser"),
    "refused": pgettext_lazy("registration", "refused"),
    "link": _("the link once more"),
    "new_address": _("a new address to be confirmed"),
    "moved": _("the day or the place has changed"),
    "called_off": _("it is cancelled"),
    "reminder": _("reminder"),
    "message": _("e-mail from the organiser"),
}


def batches_of(activity: Activity) -> list[tuple[str, Batch]]:
    """What became of the last letters to many of its people, newest first, each with what it is called."""
    return [(label_of(batch.template), batch) for batch in batches_about(activity)]


@dataclass(frozen=True)
class Written:
    """That a letter was written, and what became of it; never what it said."""

    kind: str
    state: str
    state_word: str
    why_not: str
    at: datetime


def letters_of(registration: Registration) -> list[Written]:
    """What was written to this one about it, newest first."""
    about = OutgoingMail.objects.filter(unique_key__startswith=f"registration:{registration.pk}:")
    rows = about.only("template", "state", "error", "created_at", "sent_at").order_by("-created_at", "-pk")[:50]
    return [
        Written(
            kind=label_of(row.template),
            state=row.state,
            state_word=row.get_state_display(),
            why_not=row.why_not,
            at=row.sent_at or row.created_at,
        )
        for row in rows
    ]
