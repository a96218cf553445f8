"""What this floor erases of somebody: the name and whatever they wrote, on each of their places.

That somebody had the place, was seen there and chose an answer stays, so every figure is what it was. A place that
nobody proved to be theirs was counted by its address: it gets a stand-in instead, the same on each.
"""

from collections.abc import Iterator, Mapping

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from darbigas_kopienas.audit.services import record
from darbigas_kopienas.people.erasure import ERASED, Erasure, Remainder, Subject, columns_of, stand_in
from darbigas_kopienas.people.models import Person, User
from darbigas_kopienas.people.named import forget_in
from darbigas_kopienas.programme.actors import ERASURE as ERASING
from darbigas_kopienas.values import clock, formats

from .attendance.models import SignedSheet
from .calendar_feed.models import CalendarFeed
from .questions.models import Question
from .registration.identity import known_person
from .registration.invitations.models import Invitation
from .registration.models import Answer, Registration
from .registration.services import locked_registration, settle

State = Registration.State


def places_of(subject: Subject) -> "QuerySet[Registration]":
    """Theirs, and those that somebody took with an address that is proven to be theirs, or with their name and the
    address that a colleague typed for them."""
    proven = _proven(subject)
    loose = Registration.objects.filter(person=None, email__in=subject.addresses).alias(known=known_person())
    named = [
        pk
        for pk, name in loose.filter(known=None).exclude(email__in=proven).values_list("pk", "name")
        if formats.same_words(name) in {formats.same_words(known) for known in subject.names}
    ]
    known = loose.filter(Q(known__in=subject.people) | Q(known=None, email__in=proven))
    theirs = Q(person__in=subject.people) | Q(pk__in=known.values("pk")) | Q(pk__in=named)
    return Registration.objects.filter(theirs)


def _proven(subject: Subject) -> set[str]:
    rows = Person.with_merged.filter(pk__in=subject.people, email_verified_at__isnull=False)
    accounts = User.objects.filter(pk=subject.user).values_list("email", flat=True) if subject.user else []
    of_account = EmailAddress.objects.filter(user=subject.user, verified=True).values_list("email", flat=True)
    return {*rows.values_list("email", flat=True), *accounts, *(of_account if subject.user else [])} - {""}


def erase(subject: Subject) -> Mapping[str, int]:
    places = places_of(subject)
    keys = list(places.order_by("pk").values_list("pk", flat=True))
    given_back = _give_back(keys)
    stand_ins = _stand_ins(subject)
    invited = Q(email__in=subject.addresses) | Q(registration__in=keys)
    invitations, _by_model = Invitation.objects.filter(invited).delete()
    for place in Registration.objects.filter(pk__in=keys).select_for_update(of=("self",)).order_by("pk"):
        _empty(place, stand_ins)
    written = Answer.objects.filter(registration__in=keys, question__kind=Question.Kind.TEXT)
    feeds = CalendarFeed.objects.filter(user=subject.user, user__isnull=False).delete()[0]
    answers = written.update(value=ERASED) + _forget_with_others(subject)
    return {"places": len(keys), "places_given_back": given_back, "answers": answers, "invitations": invitations,
            "feeds": feeds}  # fmt: skip


def _forget_with_others(subject: Subject) -> int:
    """What others answered of them; and what was written to others, which is counted as nothing of its own."""
    forget_in(Registration.objects.all(), ["reason"], subject)
    forget_in(Invitation.objects.all(), ["words"], subject)
    return forget_in(Answer.objects.all(), ["value"], subject)


def _give_back(keys: list[int]) -> int:
    """Seats of what is still to come are free again, and whoever waits moves up; nobody who was there is taken off."""
    given_back = 0
    active = Registration.objects.filter(pk__in=keys).active().select_related("activity").order_by("activity", "pk")
    for place in active.exclude(activity__state="cancelled"):
        enrolment, locked = locked_registration(place)
        if not locked.is_active or enrolment.is_over_at(clock.now()) or enrolment.activity.state == "held":
            continue
        if locked.attendances.exists():
            continue
        locked.state, locked.ending = State.CANCELLED, Registration.Ending.SELF
        locked.offer_until = locked.confirm_by = None
        locked.save(update_fields=["state", "ending", "offer_until", "confirm_by"])
        changes = {"ending": locked.ending}
        record(by=ERASING, verb="registration.cancelled", obj=locked, scope=enrolment.scope, changes=changes)
        settle(enrolment, by=ERASING)
        given_back += 1
    return given_back


def _stand_ins(subject: Subject) -> dict[str, str]:
    """For each address of theirs another that nobody can have; a person's, where places are counted as theirs by it."""
    stand_ins: dict[str, str] = {}
    for person in Person.with_merged.filter(pk__in=subject.people).exclude(email="").order_by("pk"):
        loose = Registration.objects.filter(person=None, email=person.email)
        if person.email_verified_at is None or not loose.exists():
            continue
        stand_ins[person.email] = stand_in(person.pk)
    for person in Person.with_merged.filter(pk__in=subject.people, email__in=stand_ins):
        Person.with_merged.filter(pk=person.pk).update(email=stand_in(person.pk))
    first = min(subject.people)
    for at, address in enumerate(sorted(subject.addresses - stand_ins.keys()), start=1):
        stand_ins[address] = stand_in(first).replace("@", f"-{at}@")
    return stand_ins


def _empty(place: Registration, stand_ins: Mapping[str, str]) -> None:
    place.name, place.school, place.shows_name = ERASED, "", False
    place.email = "" if place.person_id is not None else stand_ins.get(place.email, "")
    place.reason = ERASED if place.reason else ""
    place.save(update_fields=["name", "school", "shows_name", "email", "reason", "sort_key", "school_key", "folded"])


def remainders(subject: Subject) -> Iterator[Remainder]:
    """A sheet was signed by everybody who was there: of one name on a photographed page nothing can be erased."""
    sheets = SignedSheet.objects.filter(session__attendances__registration__in=places_of(subject))
    rows = sheets.select_related("session__activity").distinct().order_by("session", "page", "pk")
    for activity in {sheet.session.activity_id: sheet.session.activity for sheet in rows}.values():
        text = _("Signed attendance sheet: %(activity)s") % {"activity": activity}
        why = _("It shows the funder that people were there, and holds the names of all of them.")
        yield Remainder(text, why, url=reverse("participation:attendance_grid", args=[activity.pk]))


ERASURE = Erasure(
    erase,
    remainders=remainders,
    columns=columns_of(
        "participation.Registration", "name", "email", "school", "person", "reason", "sort_key", "school_key", "folded"
    )
    | columns_of("participation.Answer", "registration", "value")
    | columns_of("participation.Attendance", "registration")
    | columns_of("participation.Invitation", "name", "email", "school", "words", "registration")
    | columns_of("participation.CalendarFeed", "user", "token"),
)
