"""Whom a colleague sees in the register of people, and whose data they may put right."""

from dataclasses import dataclass

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from darbigas_kopienas.administration.people.registers import municipalities_with
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.participation.attendance.models import Attendance
from darbigas_kopienas.participation.registration.models import Registration, RegistrationQuerySet
from darbigas_kopienas.people.erasure import ERASED
from darbigas_kopienas.people.models import Municipality, Organisation, Person, User
from darbigas_kopienas.people.models import PersonQuerySet as People
from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.history import History, history_of
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import q_in_scopes
from darbigas_kopienas.values import clock

SEE, WRITE, EXPORT = Permission.SEE_REGISTRATIONS, Permission.WRITE_REGISTER, Permission.EXPORT


def people_of(user: Reader, programme: Programme) -> People:
    """With a place at an activity of the reader's scopes, or entered in the register of one of their municipalities.

    A place counts once its person was known to stand behind it: whoever registers an address at an activity of their
    own does not learn by it who reads it elsewhere.
    """
    return people_within(user, programme, SEE)


def people_within(user: Reader, programme: Programme, *permissions: Permission) -> People:
    """As `people_of`, by scopes in which the reader holds all of these permissions. Nobody who was erased."""
    places = Registration.objects.filter(
        person=OuterRef("pk"), activity__programme=programme, verified_at__isnull=False
    )
    for permission in permissions:
        places = places.filter(q_in_scopes(user, permission, path="activity__"))
    entered = Q(entered_for__in=municipalities_with(user, programme, *permissions))
    return Person.objects.exclude(name=ERASED).filter(Q(Exists(places)) | entered)


def people_to_export(user: Reader, programme: Programme) -> People:
    """Of those seen, by scopes in which the reader may take tables along too."""
    return people_within(user, programme, SEE, EXPORT)


def people_to_write(user: Reader, programme: Programme) -> People:
    """Whose data this colleague may put right, or of whom they may say the school that is missing.

    Whoever has an account corrects the rest by themselves; whoever has places elsewhere too, or was entered for
    others, is not this colleague's alone. What of it may be changed: `services.fields_to_correct`.
    """
    elsewhere = Registration.objects.filter(person=OuterRef("pk")).exclude(q_in_scopes(user, WRITE, path="activity__"))
    is_ours = Q(entered_for__isnull=True) | Q(entered_for__in=municipalities_with(user, programme, WRITE))
    has_no_school = Q(user__isnull=False, organisation__isnull=True)
    known = people_within(user, programme, SEE, WRITE)
    return known.filter(has_no_school | Q(~Exists(elsewhere), is_ours, user__isnull=True))


def schools_to_name(user: Reader, programme: Programme) -> "QuerySet[Organisation]":
    """Institutions, as they are called today, of the municipalities whose register this colleague keeps."""
    today = Q(valid_to__isnull=True) | Q(valid_to__gte=clock.today())
    return Organisation.objects.filter(today, municipality__in=municipalities_with(user, programme, WRITE))


def with_places(people: People, user: Reader, programme: Programme) -> People:
    """Each with at how many activities of the reader's scopes they had a place (`activities`), and the day of the
    latest (`last_on`).
    """
    places = places_of(user, programme).filter(person=OuterRef("pk")).active().order_by().values("person")
    number = places.annotate(number=Count("activity", distinct=True)).values("number")
    last = places.annotate(day=Max(Coalesce("activity__held_on", "activity__starts_on"))).values("day")
    return people.annotate(activities=Coalesce(Subquery(number), 0), last_on=Subquery(last))


def places_of(user: Reader, programme: Programme) -> RegistrationQuerySet:
    """Places at activities of the reader's scopes, and at no others."""
    return Registration.objects.for_staff(user).filter(activity__programme=programme)


def seen_at(places: RegistrationQuerySet) -> RegistrationQuerySet:
    """The latest first, each with how many sessions there are (`sessions`) and at how many they were seen (`seen`)."""
    held = Q(activity__sessions__isnull=False) & ~Q(activity__sessions__state="cancelled")
    attended = Attendance.objects.counting().filter(registration=OuterRef("pk")).order_by().values("registration")
    attended = attended.exclude(session__state="cancelled").annotate(number=Count("session", distinct=True))
    rows = places.annotate(
        sessions=Count("activity__sessions", filter=held, distinct=True),
        seen=Coalesce(Subquery(attended.values("number")), 0),
        on=Coalesce("activity__held_on", "activity__starts_on"),
    )
    return rows.select_related("activity__municipality").order_by(F("on").desc(), "-pk")


def municipalities_of_schools(people: People) -> list[tuple[str, str]]:
    """(code, name) of where the schools of these people are."""
    pks = people.order_by().values("organisation__municipality")
    return [(row.code, str(row)) for row in Municipality.objects.filter(pk__in=pks)]


def history_here(user: Reader, person: Person) -> History:
    """What colleagues did to the person's data, as far as the reader's scopes go.

    Not what was done elsewhere, which would say that the person is known there, nor what they did with their own data.
    The history's page has no page for a person, so nothing leads there.
    """
    entries = Entry.objects.of(person).filter(q_in_scopes(user, Permission.SEE_AUDIT))
    return History(history_of(user, entries, [person]))


def who_entered(person: Person) -> str:
    """The colleague's name; nothing where the account is no more."""
    entry = Entry.objects.of(person).filter(verb="person.entered").values("actor_id")[:1]
    user = User.objects.filter(pk=Subquery(entry)).first()
    return str(user) if user is not None else ""


@dataclass(frozen=True)
class Exported:
    """The rows of a list for a file: of them, those whom the person may take along (`export_table` asks)."""

    rows: People
    programme: Programme

    def visible_to(self, user: Reader) -> People:
        return self.rows.filter(pk__in=people_to_export(user, self.programme).values("pk"))
