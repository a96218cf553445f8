"""Everything that the portal holds about somebody, told to that person alone.

Each floor and room says what it holds in its `room.py`. What gathers is given the user
and tells of nobody else; whom one registered on their behalf stands there as a number and a day, without their answers.
"""

import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.exchange import Column, Sheet, write_workbook
from darbigas_kopienas.rooms import registered
from darbigas_kopienas.values import clock

from .models import Person, SchoolContact, User
from .signed_in_browsers import signed_in_browsers

FACTORS = {
    Authenticator.Type.WEBAUTHN: gettext_lazy("Passkey"),
    Authenticator.Type.TOTP: gettext_lazy("Authenticator app"),
    Authenticator.Type.RECOVERY_CODES: gettext_lazy("Recovery codes"),
}


@dataclass(frozen=True)
class OwnTable:
    """One kind of rows about a person; `keys` name the columns for programs, always in English."""

    title: str | Promise
    keys: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[object]]


def own_tables(user: User) -> dict[str, OwnTable]:
    """By key; the account first, then the others by who holds them."""
    tables = dict([*_of_account(user), _of_browsers(user)])
    for room in registered():
        if room.own_data is not None:
            tables |= dict(room.own_data(user))
    return tables


def as_workbook(user: User) -> bytes:
    """A sheet for each table, in the active language."""
    out = io.BytesIO()
    sheets = [Sheet(str(table.title), table.columns, table.rows) for table in own_tables(user).values()]
    write_workbook(out, sheets, title=_("My data"), created_at=clock.now())
    return out.getvalue()


def as_json(user: User) -> bytes:
    """The same for programs: keys in English, texts in the active language, days as ISO, amounts as text."""
    tables = {
        key: [dict(zip(table.keys, map(_plain, row), strict=True)) for row in table.rows]
        for key, table in own_tables(user).items()
    }
    return json.dumps(tables, ensure_ascii=False, indent=1).encode()


def _plain(value: object) -> object:
    if isinstance(value, date):  # a moment is one too
        return value.isoformat()
    return str(value) if isinstance(value, Decimal | Promise) else value


def _of_account(user: User) -> Iterable[tuple[str, OwnTable]]:
    person = Person.objects.select_related("organisation", "entered_for").filter(user=user).first()
    school = str(person.organisation or "") if person else ""
    entered_for = str(person.entered_for or "") if person else ""
    yield (
        "account",
        OwnTable(
            title=gettext_lazy("Account"),
            keys=("email", "name", "language", "joined_at", "school", "school_sees_hours_since", "entered_for"),
            columns=(
                Column(gettext_lazy("E-mail")), Column(pgettext_lazy("person", "Name")),
                Column(gettext_lazy("Language")),
                Column(gettext_lazy("Account since"), "moment"), Column(gettext_lazy("School or organisation")),
                Column(gettext_lazy("School may see my hours since"), "moment"),
                Column(gettext_lazy("Entered by a colleague in the register of")),
            ),
            rows=[(user.email, person.name if person else user.name, user.language, user.joined_at, school,
                   person.school_sees_hours_since if person else None, entered_for)],
        ),
    )  # fmt: skip
    yield "addresses", _addresses(user)
    yield "second_factors", _second_factors(user)
    yield from _of_actions(user)
    yield "done_by_others", _done_by_others(user, person)


def _addresses(user: User) -> OwnTable:
    rows = EmailAddress.objects.filter(user=user).order_by("pk")
    return OwnTable(
        title=gettext_lazy("My e-mail addresses"),
        keys=("email", "is_verified", "is_primary"),
        columns=(
            Column(gettext_lazy("E-mail")), Column(gettext_lazy("Verified")), Column(gettext_lazy("Used to sign in")),
        ),
        rows=[(row.email, row.verified, row.primary) for row in rows],
    )  # fmt: skip


def _done_by_others(user: User, person: Person | None) -> OwnTable:
    """What somebody else did to one's name, school or account, and when; who it was is told by no name."""
    about = Q(object_label=User._meta.label_lower, object_id=str(user.pk))
    if person is not None:
        about |= Q(object_label=Person._meta.label_lower, object_id=str(person.pk))
    entries = Entry.objects.filter(about).exclude(actor_id=user.pk).order_by("-at", "-pk")
    return OwnTable(
        title=gettext_lazy("What others did to my data"),
        keys=("at", "action"),
        columns=(Column(gettext_lazy("When"), "moment"), Column(gettext_lazy("Action"))),
        rows=[(entry.at, entry.sentence) for entry in entries],
    )


def _of_actions(user: User) -> Iterable[tuple[str, OwnTable]]:
    contacts = SchoolContact.objects.filter(user=user).select_related("organisation")
    yield (
        "school_contact",
        OwnTable(
            title=gettext_lazy("Schools I speak for"),
            keys=("school", "starts_on", "ends_on"),
            columns=(
                Column(gettext_lazy("School or organisation")), Column(pgettext_lazy("day", "From"), "date"),
                Column(pgettext_lazy("day", "To"), "date"),
            ),
            rows=[(str(contact.organisation), contact.starts_on, contact.ends_on) for contact in contacts],
        ),
    )  # fmt: skip
    yield (
        "actions",
        OwnTable(
            title=gettext_lazy("What I did"),
            keys=("at", "action"),
            columns=(Column(gettext_lazy("When"), "moment"), Column(gettext_lazy("Action"))),
            rows=[
                (entry.at, entry.sentence) for entry in Entry.objects.filter(Q(actor_id=user.pk)).order_by("-at", "-pk")
            ],
        ),
    )


def _of_browsers(user: User) -> tuple[str, OwnTable]:
    return (
        "signed_in",
        OwnTable(
            title=gettext_lazy("Where I am signed in"),
            keys=("browser", "since", "last_used"),
            columns=(
                Column(gettext_lazy("Browser")), Column(gettext_lazy("Signed in since"), "moment"),
                Column(gettext_lazy("Last used"), "moment"),
            ),
            rows=[(row.browser, row.since, row.seen_at) for row in signed_in_browsers(user)],
        ),
    )  # fmt: skip


def _second_factors(user: User) -> OwnTable:
    """Passkeys by the names that their person gave them; what opens an account is not told."""
    factors = Authenticator.objects.filter(user=user).order_by("created_at", "pk")
    return OwnTable(
        title=gettext_lazy("Two-step sign-in"),
        keys=("kind", "name", "added_at", "last_used_at"),
        columns=(
            Column(gettext_lazy("Kind")), Column(pgettext_lazy("thing", "Name")),
            Column(gettext_lazy("Added"), "moment"), Column(gettext_lazy("Last used"), "moment"),
        ),
        rows=[(FACTORS[row.type], row.data.get("name", ""), row.created_at, row.last_used_at) for row in factors],
    )  # fmt: skip
