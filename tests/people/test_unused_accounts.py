"""Accounts of nobody are forgotten; those of somebody are not, however little they were used."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from darbigas_kopienas.people import tasks
from darbigas_kopienas.people.models import Person, User
from darbigas_kopienas.people.unused_accounts import WAITED_FOR, forget_unused
from darbigas_kopienas.submissions.models import Draft
from darbigas_kopienas.values import clock
from tests.cast import make_user
from tests.people.identity import give_address

pytestmark = pytest.mark.django_db
LATER = timedelta(days=8)


@pytest.fixture
def signed_up(client: Client) -> User:
    client.post("/lv/konts/signup/", {"email": "svess@example.lv"})
    return User.objects.get(email="svess@example.lv")


def test_account_never_proved_nor_used_is_forgotten_after_a_week(signed_up: User) -> None:
    others = set(User.objects.exclude(pk=signed_up.pk).values_list("pk", flat=True))
    with clock.frozen(signed_up.joined_at + WAITED_FOR - timedelta(minutes=1)):
        assert forget_unused() == 0
    with clock.frozen(signed_up.joined_at + LATER):
        tasks.tidy()
    assert set(User.objects.values_list("pk", flat=True)) == others
    assert not EmailAddress.objects.filter(email="svess@example.lv").exists()


def test_the_address_may_be_used_again(signed_up: User, client: Client) -> None:
    with clock.frozen(signed_up.joined_at + LATER):
        assert forget_unused() == 1
    Client().post("/lv/konts/signup/", {"email": "svess@example.lv"})
    assert User.objects.filter(email="svess@example.lv").exists()


def proved(user: User) -> None:
    EmailAddress.objects.filter(user=user).update(verified=True)


def signed_in_once(user: User) -> None:
    User.objects.filter(pk=user.pk).update(last_login=clock.now())


def made_by_an_administrator(user: User) -> None:
    EmailAddress.objects.filter(user=user).delete()


def administrator(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_staff=True)


def of_a_person(user: User) -> None:
    Person.objects.create(user=user, name="Anna Liepa", email=user.email)


def with_a_draft(user: User) -> None:
    """Of a row that the account does not know of."""
    Draft.objects.create(user=user, form_key="expense")


@pytest.mark.parametrize(
    "somebody", [proved, signed_in_once, made_by_an_administrator, administrator, of_a_person, with_a_draft]
)
def test_account_of_somebody_stays(signed_up: User, somebody: Callable[[User], None]) -> None:
    somebody(signed_up)
    with clock.frozen(signed_up.joined_at + timedelta(days=400)):
        assert forget_unused() == 0
    assert User.objects.filter(pk=signed_up.pk).exists()


def test_a_second_address_that_is_proved_keeps_the_account() -> None:
    user = make_user("divas@example.lv", "Divas Adreses")
    give_address(user, verified=False)
    give_address(user, "otra@example.lv")
    with clock.frozen(user.joined_at + LATER):
        assert forget_unused() == 0
