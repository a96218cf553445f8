"""The database holds no name that nobody sees, and an upgrade brings what is there to names that are seen."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.people.models import Organisation, Person, User
from darbigas_kopienas.people.services import correct_own_data, name_account
from darbigas_kopienas.programme.models import Component
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from seminars.models import Trainer
from tests.builders import TODAY, register, taking
from tests.databases import as_owner


@pytest.fixture
def activity(ilze: User, in_daugavpils: Scope, components: dict[str, Component]) -> Activity:
    with clock.frozen(TODAY):
        return taking(ilze, in_daugavpils, components["1"])


UNSEEN = ["\u200b\u200b", "\u00ad", "\u2800", "\u202e\u202c", "\u3164", "\u00a0\u2003", "\x07", "\U000e0061"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", UNSEEN)
def test_a_name_that_nobody_sees_is_refused_by_the_database(activity: Activity, ilze: User, name: str) -> None:
    registration = register(by=ilze, activity=activity, name="Anna")
    person, school = Person.objects.create(name="A"), Organisation.objects.create(kind="school", name_lv="S")
    trainer = Trainer.objects.create(programme_id=activity.programme_id, name="T")
    for rows, column in (
        (Registration.objects.filter(pk=registration.pk), "name"),
        (Person.objects.filter(pk=person.pk), "name"),
        (Trainer.objects.filter(pk=trainer.pk), "name"),
        (Organisation.objects.filter(pk=school.pk), "name_lv"),
        (Activity.objects.filter(pk=activity.pk), "title_lv"),
    ):
        with pytest.raises(IntegrityError, match="is_seen"), transaction.atomic():
            rows.update(**{column: name})
        rows.update(**{column: f"{name}Ž"})  # something is seen


@pytest.mark.django_db
def test_columns_store_a_name_as_it_is_seen(janis: User) -> None:
    person = Person.objects.create(name=" An\u00adna\u200b  Kal\u202en\u0327a")
    assert person.name == "Anna Kalņa"
    assert Organisation.objects.create(kind="school", name_lv="3.\u200b vsk").name_lv == "3. vsk"
    name_account(user=janis, name="Ja\u0304nis\u200b")
    assert User.objects.get(pk=janis.pk).name == "Jānis"
    assert correct_own_data(by=janis, name="Jānis\ufeff B.", organisation=None, language="lv").name == "Jānis B."


@pytest.mark.django_db
def test_a_row_is_checked_as_it_will_be_stored(db: None) -> None:
    person = Person(name=" An\u00adna\u200b", email="Anna.K@Example.lv\u200b")
    person.full_clean(exclude=["sort_key"])
    assert (person.name, person.email) == ("Anna", "anna.k@example.lv")
    with pytest.raises(ValidationError):
        Person(name="\u200b").full_clean(exclude=["sort_key"])


@pytest.mark.django_db(transaction=True)
def test_an_upgrade_from_a_database_with_rows(activity: Activity, ilze: User, capsys: Any) -> None:
    registration = register(by=ilze, activity=activity, name="Anna", email="anna.k@example.lv")
    hidden = register(by=ilze, activity=activity, name="Juris")
    person = Person.objects.create(name="A", email="p@example.lv")
    schools = [Organisation.objects.create(kind="school", name_lv=name) for name in ("Skola", "Skola 2")]
    with as_owner():
        for before in (("seminars", "0005"), ("participation", "0003"), ("people", "0003")):
            call_command("migrate", *before, verbosity=0)
        with connection.cursor() as cursor:
            for table, pk, column, value in (
                ("participation_registration", registration.pk, "name", "An\u00adna"),
                ("participation_registration", registration.pk, "email", "Anna.K@example.lv\u200b"),
                ("participation_registration", hidden.pk, "name", "\u200b\u200b"),
                ("people_person", person.pk, "name", "\u2800"),
                ("people_organisation", schools[1].pk, "name_lv", "Skola\u200b"),
                ("activities_activity", activity.pk, "title_lv", "\u200bTalka"),
            ):
                cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [value, pk])  # noqa: S608  (our own names)
        call_command("migrate", verbosity=0)
    names = dict(Registration.objects.values_list("pk", "name"))
    assert (names[registration.pk], names[hidden.pk]) == ("Anna", "N. N.")
    assert Registration.objects.get(pk=registration.pk).email == "anna.k@example.lv"
    assert Person.objects.get(pk=person.pk).name == "N. N."
    assert Organisation.objects.get(pk=schools[1].pk).name_lv == f"Skola ({schools[1].pk})"
    assert Activity.objects.get(pk=activity.pk).title_lv == "Talka"
