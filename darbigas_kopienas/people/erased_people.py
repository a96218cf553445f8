"""What this floor erases of somebody: the rows of the person, the account, and by what one signed in to it."""

import json
from collections.abc import Iterator, Mapping

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore as PlainStore
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils.translation import gettext as _

from . import given_consents, sessions
from .erasure import ERASED, Erasure, Subject, columns_of, stand_in
from .models import BrowserSession, Person, SchoolContact, User
from .named import names, naming, without


def erase(subject: Subject) -> Mapping[str, int]:
    """Called last: by these rows the other floors know what is theirs."""
    people = list(Person.with_merged.filter(pk__in=subject.people).order_by("pk"))
    for person in people:
        _empty(person)
    given_consents.end_all(subject.people)
    counts = {"people": len(people), "sessions": _end_sessions(subject), "admin_log": _empty_admin_log(subject)}
    if subject.user is not None:
        counts["accounts"] = _empty_account(subject.user)
    return counts


def _empty(person: Person) -> None:
    """An address by which places without a person are counted as this one's has its stand-in already."""
    if person.email != stand_in(person.pk):
        person.email, person.email_verified_at = "", None
    person.name = ERASED
    person.organisation = person.user = person.school_sees_hours_since = None
    person.save()


def _empty_account(pk: int) -> int:
    """The row stays, since money and closings name it; nobody signs in to it again."""
    user = User.objects.select_for_update(of=("self",)).get(pk=pk)
    EmailConfirmation.objects.filter(email_address__user=user).delete()
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    SchoolContact.objects.filter(user=user).delete()
    user.email, user.name, user.language, user.last_login = stand_in(user.pk), "", "lv", None
    user.is_active = user.is_staff = user.is_superuser = False
    user.set_unusable_password()
    user.save()
    user.groups.clear()
    user.user_permissions.clear()
    sessions.end_all(User.objects.filter(pk=user.pk))
    return 1


def _end_sessions(subject: Subject) -> int:
    """Those of whoever has signed in, and those in which somebody is about to: it holds the address, or the account."""
    ended, _by_model = BrowserSession.objects.filter(user=subject.user, user__isnull=False).delete()
    for rows, store in (
        (BrowserSession.objects.filter(user__isnull=True), sessions.SessionStore()),
        (Session.objects.all(), PlainStore()),
    ):
        stored = rows.values_list("session_key", "session_data")
        theirs = [key for key, data in stored if _is_of(store.decode(data), subject)]
        ended += rows.filter(session_key__in=theirs).delete()[0]
    return ended


def _is_of(data: Mapping[str, object], subject: Subject) -> bool:
    return str(subject.user) in _accounts_in(data) or names(json.dumps(data, ensure_ascii=False, default=str), subject)


def _accounts_in(value: object, key: str = "") -> Iterator[str]:
    """Whatever stands under a key that means an account."""
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from _accounts_in(part, str(name))
    elif "user" in key or key.endswith("_pk"):
        yield str(value)


def _empty_admin_log(subject: Subject) -> int:
    rows_of = {Person: subject.people, User: {subject.user} - {None}}
    about = Q(pk__in=naming(LogEntry.objects.all(), ["object_repr", "change_message"], subject).values("pk"))
    for model, keys in rows_of.items():
        about |= Q(content_type=ContentType.objects.get_for_model(model), object_id__in=[str(key) for key in keys])
    entries = list(LogEntry.objects.filter(about))
    for entry in entries:
        entry.object_repr, entry.change_message = ERASED, without(entry.change_message, subject)
        entry.save(update_fields=["object_repr", "change_message"])
    return len(entries)


def obstacles(subject: Subject) -> Iterator[str]:
    keeps_the_machine = Q(is_staff=True) | Q(is_superuser=True)
    if subject.user is not None and User.objects.filter(keeps_the_machine, pk=subject.user).exists():
        yield _("This is a system administrator: let somebody else look after the portal first.")


ERASURE = Erasure(
    erase,
    obstacles=obstacles,
    columns=columns_of("people.Person", "name", "email", "sort_key", "folded", "user", "merged_into")
    | columns_of("people.User", "name", "email", "password")
    | columns_of("people.Consent", "person", "about")
    | columns_of("people.SchoolContact", "user")
    | columns_of("people.BrowserSession", "user", "session_data", "session_key")
    | columns_of("sessions.Session", "session_data", "session_key")
    | columns_of("account.EmailAddress", "user", "email")
    | columns_of("account.EmailConfirmation", "key")
    | columns_of("mfa.Authenticator", "user", "data")
    | columns_of("admin.LogEntry", "object_repr", "change_message"),
)
