"""Deeds on people: who stands behind an account, and behind an address that is known to be read."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from darbigas_kopienas.audit.services import record
from darbigas_kopienas.values import clock, formats
from darbigas_kopienas.values.characters import one_line
from darbigas_kopienas.values.email_addresses import mailbox
from darbigas_kopienas.values.prepared_queries import Asked, names_of, row_of, write_new

from . import given_consents
from .addresses import at_address, at_mailbox
from .consents import SCHOOL_HOURS
from .models import NoticeReading, Organisation, Person, PrivacyNotice, User


class NoSchool(ValidationError):
    """Nobody's hours are shown to a school that was not named."""


class AccountErased(ValidationError):
    """Somebody decided meanwhile that the data of this person are erased."""


TRIES = 2  # the first may lose a race; by the second the winner's row can be read


def person_of(user: User) -> Person:
    """The person behind an account, made at the first need. An account's address is verified when one signs in.

    Somebody who took part as a guest with this address, and opened the mailed link, is the same person.
    """
    for _try in range(TRIES):
        person = Person.objects.select_related("organisation").filter(user=user).first()
        if person is not None:
            return person
        try:
            return _claimed_or_made(user)
        except IntegrityError:  # the same person in another window was first
            continue
    return Person.objects.select_related("organisation").get(user=user)


@transaction.atomic
def _claimed_or_made(user: User) -> Person:
    reader = _who_read(user.email).first()
    person = _locked_person(reader) if reader is not None else None
    _require_same_account(user)
    if person is None or person.user_id is not None:
        verified_at = None if reader is not None else clock.now()
        entered = _entered_before(user.email, user.name) if verified_at else None
        if entered is not None:
            return _proven(entered, user=user)
        return Person.objects.create(
            name=user.name or user.email, email=user.email, email_verified_at=verified_at, user=user
        )
    person.user = user
    person.save(update_fields=["user"])
    return person


def _require_same_account(user: User) -> None:
    """Raise IntegrityError, and read the account anew, where it was erased since it was read: it has no name now."""
    before = user.email
    user.refresh_from_db(from_queryset=User.objects.select_for_update(of=("self",), no_key=True))
    if user.email != before and not user.is_active:
        raise IntegrityError("the account was erased")


def _locked_person(reader: Person) -> Person:
    """Who is kept in the reader's place, if anybody is; both rows are locked in the order in which merging does it.

    A row that was merged since it was read takes no account: the database refuses, and the caller tries again.
    """
    pair = Person.with_merged.filter(pk__in={reader.pk, reader.merged_into_id or reader.pk})
    rows = {row.pk: row for row in pair.select_for_update(of=("self",)).order_by("pk")}
    person = rows[reader.pk]
    return rows.get(person.merged_into_id or person.pk, person)


def verified_person(email: str) -> Person | None:
    """Who is known to read this address; of one who was merged, who is kept."""
    address = mailbox(email)
    row = _reader.row(address) if address else None
    return _not_merged(row_of(Person, row)) if row else None


def _not_merged(reader: Person) -> Person:
    return reader if reader.merged_into_id is None else Person.with_merged.get(pk=reader.merged_into_id)


@Asked
def _reader(address: str) -> QuerySet[Person, tuple[object, ...]]:
    return at_mailbox(_verified(), address).order_by().values_list(*names_of(Person))


def _who_read(email: str) -> QuerySet[Person]:
    """At most one; it may be merged into another."""
    return at_address(_verified(), email)


def _verified() -> QuerySet[Person]:
    return Person.with_merged.filter(email_verified_at__isnull=False)


def person_of_address(*, email: str, name: str, organisation: Organisation | None = None) -> Person:
    """Who reads this address, which was just proven; made where nobody was known to."""
    for _try in range(TRIES):
        person = verified_person(email)
        if person is not None:
            return person
        try:
            with transaction.atomic():
                entered = _entered_before(email, name)
                if entered is not None:
                    return _proven(entered, organisation=entered.organisation or organisation)
                return Person.objects.create(
                    name=name, email=email, email_verified_at=clock.now(), organisation=organisation
                )
        except IntegrityError:  # at two seminars' links at one moment
            continue
    return _not_merged(_who_read(email).get())


def _entered_before(email: str, name: str) -> Person | None:
    """Whom a colleague entered with this address, which nobody had proven, and with this name, in whatever order.

    Nobody where two are called so: which of them reads it is for a colleague to say. They are locked in the order in
    which merging does it.
    """
    unproven = Person.objects.filter(email_verified_at__isnull=True, user__isnull=True)
    rows = at_address(unproven, email).select_related("organisation").select_for_update(of=("self",)).order_by("pk")
    wanted = formats.same_words(name)
    same = [person for person in rows if formats.same_words(person.name) == wanted]
    return same[0] if len(same) == 1 else None


def _proven(person: Person, **fields: object) -> Person:
    """From now on it is known who reads the address."""
    for field, value in {"email_verified_at": clock.now(), **fields}.items():
        setattr(person, field, value)
    person.save(update_fields=["email_verified_at", *fields])
    return person


def has_name(user: User) -> bool:
    """Whether the portal knows what to call whoever signed in; an account made by a mailed code has only an address."""
    return bool(user.name) or Person.objects.filter(user=user).exclude(name=user.email).exists()


def school_of(user: User) -> Organisation | None:
    """The institution that the person behind an account belongs to; writes nothing."""
    return Organisation.objects.filter(people__user=user).first()


@transaction.atomic
def name_account(*, user: User, name: str) -> None:
    """Somebody who signed in by a mailed code says for the first time what they are called.

    Raises AccountErased where that was done since the account was read.
    """
    locked = User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
    if locked.email != user.email and not locked.is_active:
        raise AccountErased(_("The data of this account were erased."), code="erased")
    user.name = one_line(name)[:120]
    user.save(update_fields=["name"])
    person = person_of(user)
    if person.name != user.name:
        person.name = user.name
        person.save(update_fields=["name", "sort_key", "folded"])
    record(by=user, verb="account.named", obj=user)


@transaction.atomic
def correct_own_data(*, by: User, name: str, organisation: Organisation | None, language: str) -> Person:
    """One's own name, school and language. Another school sees no hours until it is agreed to anew."""
    person = _own_locked(by)
    name = one_line(name)
    wanted: dict[str, object] = {"name": name, "organisation": organisation}
    changed = sorted(field for field, value in wanted.items() if getattr(person, field) != value)
    if "organisation" in changed and person.school_sees_hours_since is not None:
        person.school_sees_hours_since = None
        changed.append("school_sees_hours_since")
        given_consents.end(person, SCHOOL_HOURS)
    for field, value in wanted.items():
        setattr(person, field, value)
    person.save()
    if (by.name, by.language) != (name, language):
        by.name, by.language = name, language
        by.save(update_fields=["name", "language"])
        changed.append("account")
    if changed:
        record(by=by, verb="person.corrected", obj=person, changes={"fields": changed})
    return person


def _own_locked(by: User) -> Person:
    """Raises AccountErased where the data were erased while it waited."""
    person = Person.objects.select_for_update(of=("self",)).get(pk=person_of(by).pk)
    if person.user_id != by.pk:
        raise AccountErased(_("The data of this account were erased."), code="erased")
    return person


@transaction.atomic
def let_school_see_hours(*, by: User, agrees: bool) -> Person:
    """The teacher agrees that the school's head sees the hours, or no longer does; saying it twice changes nothing.

    Raises NoSchool where the teacher has not said which school it is.
    """
    person = _own_locked(by)
    if agrees and person.organisation_id is None:
        raise NoSchool(_("First say which school you work at."), code="no_school")
    if agrees != (person.school_sees_hours_since is not None):
        person.school_sees_hours_since = clock.now() if agrees else None
        person.save(update_fields=["school_sees_hours_since"])
        record(by=by, verb="person.agreed" if agrees else "person.withdrew", obj=person)
    if agrees:  # also where they did before, perhaps to older words
        given_consents.give(person, SCHOOL_HOURS)
    else:
        given_consents.end(person, SCHOOL_HOURS)
    return person


@transaction.atomic
def read_notice(*, by: User, notice: PrivacyNotice) -> None:
    """Whoever signs in has read what is new in the privacy notice; saying it twice changes nothing."""
    if write_new(NoticeReading(user=by, notice=notice)):
        record(by=by, verb="notice.read", obj=notice, changes={"version": notice.version})
