"""However its address is written, a mailbox takes one place: by every door through which a place is taken."""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import pytest
import tablib
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.test import Client

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.participation import services
from darbigas_kopienas.participation.models import Invitation, Registration
from darbigas_kopienas.participation.participants.resources import RegistrationResource
from darbigas_kopienas.participation.registration.people_list import read_people
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.actors import VISITOR
from darbigas_kopienas.values import clock
from tests.builders import register, send
from tests.databases import as_owner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("summer")]
ANNA = "anna.k@example.lv"
SPELLINGS = [
    "ANNA.K@example.lv",
    "anna.k@example.lv\u200b",
    "anna.k@exa\u00admple.lv",
    "\ufeffanna.k@example.lv",
    "anna.k\u2060@example.lv",
    "ａｎｎａ.k@ｅxample.lv",
    "anna.k@example.lv.",
    '"anna.k"@example.lv',
]
As = Callable[[User | None], Client]


def addresses() -> list[str]:
    return list(Registration.objects.order_by("pk").values_list("email", flat=True))


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_visitor_takes_one_place(activity: Activity, as_: As, spelling: str) -> None:
    assert send(as_(None), activity, email=ANNA).status_code == 302
    assert send(as_(None), activity, name="Anna Otrreiz", email=spelling).status_code == 302  # tells nobody so
    assert addresses() == [ANNA]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_whichever_spelling_comes_first(activity: Activity, as_: As, spelling: str) -> None:
    assert send(as_(None), activity, email=spelling).status_code == 302
    assert send(as_(None), activity, name="Anna Otrreiz", email=ANNA).status_code == 302
    assert addresses() == [ANNA]


def test_a_domain_in_two_spellings_takes_one_place(activity: Activity, as_: As) -> None:
    assert send(as_(None), activity, email="info@ābols.lv").status_code == 302
    assert send(as_(None), activity, name="Cits", email="info@xn--bols-psa.lv").status_code == 302
    assert addresses() == ["info@xn--bols-psa.lv"]


def test_letters_that_only_look_alike_are_another_address(activity: Activity, as_: As) -> None:
    assert send(as_(None), activity, email=ANNA).status_code == 302
    assert send(as_(None), activity, name="Cita", email="anna.k@ex\u0430mple.lv").status_code == 302
    assert len(set(addresses())) == 2


def test_an_address_that_cannot_receive_mail_is_refused(activity: Activity, as_: As) -> None:
    page = send(as_(None), activity, email="\u0430nna.k@example.lv")
    assert (page.status_code, addresses()) == (422, [])
    assert "Uz šo adresi vēstuli nosūtīt nevar" in page.content.decode()


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_the_organiser_and_the_door(activity: Activity, ilze: User, spelling: str) -> None:
    register(by=ilze, activity=activity, name="Anna", email=ANNA)
    with pytest.raises(services.AlreadyRegistered):
        register(by=ilze, activity=activity, name="Anna", email=spelling)
    session = activity.sessions.get()
    with clock.frozen(session.starts_at):
        walked_in = services.walk_in(by=ilze, session=session, name="Anna", email=spelling)
    assert (walked_in.registration.email, addresses()) == (ANNA, [ANNA])


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_the_link_comes_again_to_the_owner(activity: Activity, ilze: User, spelling: str) -> None:
    from darbigas_kopienas.mailing.models import OutgoingMail

    register(by=ilze, activity=activity, name="Anna", email=ANNA)
    before = OutgoingMail.objects.count()
    services.send_link_again(by=VISITOR, activity=activity, email=spelling)
    assert [mail.to_email for mail in OutgoingMail.objects.order_by("pk")[before:]] == [ANNA]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_table_knows_who_is_there_and_who_stands_twice(activity: Activity, ilze: User, spelling: str) -> None:
    def taken_in(*rows: list[Any]) -> Any:
        table = tablib.Dataset(*rows, headers=["name", "email", "school"])
        resource = RegistrationResource(by=ilze, activity=activity)
        return resource.import_data(table, rollback_on_validation_errors=True, raise_errors=False)

    assert taken_in(["Anna", ANNA, ""], ["Anna K.", spelling, ""]).has_validation_errors()
    assert taken_in(["Anna", ANNA, ""]).totals["new"] == 1
    assert taken_in(["Anna Kalna", spelling, ""]).totals["update"] == 1
    assert list(Registration.objects.values_list("name", "email")) == [("Anna Kalna", ANNA)]


@pytest.mark.parametrize("spelling", [spelling for spelling in SPELLINGS if '"' not in spelling])
def test_a_pasted_list_and_invitations(activity: Activity, ilze: User, spelling: str) -> None:
    twice = read_people(f"Anna; {ANNA}\nAnna; {spelling}", most=10)
    assert ([person.email for person in twice.people], len(twice.slips)) == ([ANNA], 1)
    services.invite(by=ilze, activity=activity, people=read_people(f"Anna; {spelling}", most=10).people)
    assert list(Invitation.objects.values_list("email", flat=True)) == [ANNA]
    with pytest.raises(services.NobodyToAsk):
        services.invite(by=ilze, activity=activity, people=twice.people)


@pytest.mark.parametrize(
    "spelling", ["Anna.K@example.lv", "anna.k@example.lv\u200b", "anna k@example.lv", "ķ@example.lv"]
)
def test_the_database_holds_no_second_spelling(activity: Activity, ilze: User, spelling: str) -> None:
    registration = register(by=ilze, activity=activity, name="Anna", email=ANNA)
    invitation = Invitation.objects.create(activity=activity, email="Juris@Example.lv.")
    assert invitation.email == "juris@example.lv"
    for rows in (Registration.objects.filter(pk=registration.pk), Invitation.objects.filter(pk=invitation.pk)):
        with pytest.raises(IntegrityError, match="one_form"), transaction.atomic():
            rows.update(email=spelling)


# -- an upgrade from a database with rows --------------------------------------------------------
@pytest.fixture
def before_the_upgrade() -> Iterator[None]:
    with as_owner():
        with connection.cursor() as cursor:
            for name in ("registration", "invitation"):
                table, constraint = f"participation_{name}", f"participation_{name}_email_one_form"
                cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {constraint}")
        yield


@pytest.mark.django_db(transaction=True)
def test_an_upgrade_takes_nobodys_place_away(
    activity: Activity, ilze: User, before_the_upgrade: None, capsys: Any
) -> None:
    migration = import_module("darbigas_kopienas.participation.migrations.0004_addresses_in_one_form")
    written = [ANNA, f"{ANNA}\u200b", "b@ābols.lv", f"{ANNA}."]
    places = [register(by=ilze, activity=activity, name=f"N{at}", email=f"n{at}@x.lv") for at in range(4)]
    for place, email in zip(places, written, strict=True):
        Registration.objects.filter(pk=place.pk).update(email=email)
    services.cancel_registration(by=ilze, registration=places[3])
    Registration.objects.filter(pk=places[3].pk).update(email=written[3])
    asked = [Invitation.objects.create(activity=activity, email=f"n{at}@x.lv") for at in range(4)]
    for invitation, email in zip(asked, [ANNA, f"{ANNA}\u200b", "b@ābols.lv", "\u0430@x.lv"], strict=True):
        Invitation.objects.filter(pk=invitation.pk).update(email=email)
    Invitation.objects.filter(pk=asked[1].pk).update(registration=places[0])
    migration.mend(apps, None)
    stored = Registration.objects.order_by("name").values_list("email", "state")
    assert list(stored) == [
        (ANNA, "confirmed"), ("", "confirmed"), ("b@xn--bols-psa.lv", "confirmed"), (ANNA, "cancelled"),
    ]  # fmt: skip
    assert f"Registration {places[1].pk} " in capsys.readouterr().out
    assert list(Invitation.objects.order_by("pk").values_list("pk", "email")) == [
        (asked[1].pk, ANNA), (asked[2].pk, "b@xn--bols-psa.lv"),
    ]  # fmt: skip
