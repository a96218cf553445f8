"""What the holder of a place sees: its state, what comes next, and what may still be done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.safestring import SafeString

from darbigas_kopienas.activities.models import Activity, Session
from darbigas_kopienas.activities.pages import page_of
from darbigas_kopienas.participation.enrolment.models import Enrolment
from darbigas_kopienas.participation.registration.models import Answer, Registration
from darbigas_kopienas.values import clock, signed_tokens

from . import links

MOST_SHOWN = 200


@dataclass
class Place:
    """One registration, for whoever holds its link."""

    registration: Registration

    @cached_property
    def token(self) -> str:
        return signed_tokens.token(links.PLACE, self.registration.pk)

    @property
    def activity(self) -> Activity:
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
    def rank(self) -> int:
        return Registration.objects.rank_of(self.registration)

    @property
    def is_confirmed(self) -> bool:
        return self.state == Registration.State.CONFIRMED

    @property
    def is_called_off(self) -> bool:
        return self.activity.state == "cancelled"

    @property
    def may_change(self) -> bool:
        return self.registration.is_active and self.enrolment.may_be_changed_on(clock.today())

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
        """The same person's other places in these hours. Nothing before the address is known to be theirs."""
        registration = self.registration
        if not (registration.is_active and registration.verified_at and registration.person_id):
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
