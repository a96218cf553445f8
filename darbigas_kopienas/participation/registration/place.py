"""What the holder of a place sees: its state, what comes next, and what may still be done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from django.db.models import prefetch_related_objects
from django.utils.safestring import SafeString

from darbigas_kopienas.activities.models import Activity, Session
from darbigas_kopienas.activities.pages import page_of
from darbigas_kopienas.participation.enrolment.models import Enrolment
from darbigas_kopienas.participation.registration.models import Answer, Registration
from darbigas_kopienas.rooms import Outcome, registered
from darbigas_kopienas.values import clock, signed_tokens

from . import links
from .services.addresses import has_account
from .services.mail import is_still_reminded

MOST_SHOWN = 200


@dataclass
class Place:
    """One registration, for whoever holds its link."""

    registration: Registration

    @cached_property
    def token(self) -> str:
        return signed_tokens.token(links.PLACE, self.registration.pk)

    @cached_property
    def activity(self) -> Activity:
        """With its sessions, read once: they say what is over."""
        prefetch_related_objects([self.registration.activity], "sessions")
        return self.registration.activity

    @property
    def enrolment(self) -> Enrolment:
        return self.activity.enrolment

    @property
    def state(self) -> str:
        """As kept, or `over` where a deadline has passed and the sweep has not come by yet."""
        return "over" if self.registration.has_lapsed_at(clock.now()) else str(self.registration.state)

    @cached_property
    def sessions(self) -> list[Session]:
        return list(self.activity.sessions.all())

    @cached_property
    def now(self) -> datetime:
        return clock.now()

    @cached_property
    def is_over(self) -> bool:
        """What the place is at; a deadline of the place itself is `state` over."""
        return self.activity.is_over_at(self.now)

    @cached_property
    def has_begun(self) -> bool:
        return self.activity.has_begun_at(self.now)

    @cached_property
    def rank(self) -> int:
        return Registration.objects.rank_of(self.registration)

    @property
    def is_confirmed(self) -> bool:
        return self.state == Registration.State.CONFIRMED

    @property
    def is_called_off(self) -> bool:
        return self.activity.state == "cancelled"

    @cached_property
    def turned_because(self) -> str:
        """Why it was called off, or is to be otherwise than planned; nothing once it is over."""
        return "" if self.is_over and not self.is_called_off else self.activity.last_reason

    @property
    def may_change(self) -> bool:
        return self.registration.is_active and self.enrolment.may_be_changed_at(self.now)

    @property
    def may_change_address(self) -> bool:
        """Of somebody without an account, whose address is the account's own."""
        return self.may_change and bool(self.registration.email) and not has_account(self.registration)

    @property
    def shows_pass(self) -> bool:
        """The code by which one is checked in: while there is a session to come to."""
        return self.is_confirmed and not self.is_called_off and not all(session.has_ended for session in self.sessions)

    @property
    def is_reminded(self) -> bool:
        return is_still_reminded(self.registration, self.now)

    @property
    def may_register_again(self) -> bool:
        return bool(self.page_path) and self.enrolment.is_open_at(self.now)

    # -- once it is over -------------------------------------------------------------------------------
    @cached_property
    def hours(self) -> Decimal:
        """Academic hours attended, as far as they count."""
        prefetch_related_objects([self.registration], "attendances")  # the rooms read them too
        return sum((seen.hours for seen in self.registration.attendances.all() if seen.counts), Decimal(0))

    @property
    def all_hours(self) -> Decimal:
        return sum((session.academic_hours for session in self.activity.active_sessions), Decimal(0))

    @property
    def had_seat(self) -> bool:
        return self.is_confirmed or bool(self.hours)

    @cached_property
    def outcomes(self) -> list[Outcome]:
        """What the rooms have for the holder: certificates, the evaluation, materials."""
        if not self.is_over:
            return []
        given = (room.outcomes for room in registered() if room.outcomes is not None)
        return [outcome for outcomes in given for outcome in outcomes(self.registration, self.token)]

    @property
    def waits_for_link(self) -> bool:
        """The mailed link was not opened yet, and there is an address to which it went."""
        registration = self.registration
        return registration.is_active and registration.verified_at is None and bool(registration.email)

    @cached_property
    def page_path(self) -> str:
        return page_of(self.activity) or ""

    @cached_property
    def others(self) -> list[Mapping[str, object]]:
        """Who else comes, of those who agreed; only for somebody whose own address is known to be theirs."""
        if not (self.enrolment.shows_participants and self.is_confirmed and self.registration.verified_at):
            return []
        agreed = Registration.objects.confirmed().filter(activity=self.activity, shows_name=True)
        return [*agreed.exclude(pk=self.registration.pk).values("name", "school")[:MOST_SHOWN]]

    @cached_property
    def clashes(self) -> list[Registration]:
        """The same person's other places in these hours, while they are to come.

        Nothing before the address is known to be theirs.
        """
        registration = self.registration
        if self.is_over or not (registration.is_active and registration.verified_at and registration.person_id):
            return []
        own = Registration.objects.filter(person=registration.person_id).overlapping(self.activity)
        return list(own.select_related("activity").prefetch_related("activity__sessions"))

    @cached_property
    def answers(self) -> list[Answer]:
        return list(self.registration.answers.select_related("question").order_by("question__order", "question"))

    @property
    def last_day(self) -> date:
        """For changing and cancelling, inclusive."""
        return self.enrolment.changes_until or self.activity.starts_on

    @property
    def code(self) -> str:
        return links.short_code(self.registration)

    @property
    def qr(self) -> SafeString:
        """The place's own address as a QR code of level M, drawn in the page."""
        import segno

        code = segno.make(links.place_url(self.registration), error="m", micro=False)
        drawn = code.svg_inline(scale=4, border=4, dark="#000", light="#fff", svgclass="qr", lineclass=None)
        return SafeString(drawn.replace("<svg ", '<svg role="img" aria-labelledby="pass-code" ', 1))
