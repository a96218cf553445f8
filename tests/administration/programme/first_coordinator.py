"""Whoever begins, by the printed link."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.test import Client

from darbigas_kopienas.administration.programme import first_start
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.actors import FIRST_LINK
from darbigas_kopienas.programme.models import Membership
from darbigas_kopienas.values import clock

PASSWORD = "trīs zaļi ezeri 47"
DAY = clock.today()
NEW = {
    "name_lv": "Zaļās kopienas", "name_en": "Green Communities", "starts_on": DAY,
    "ends_on": DAY + timedelta(days=700), "goal_lv": "Augt.",
}  # fmt: skip
TYPED = {"name": "Marta Vītola", "email": "marta@example.org", "password": PASSWORD, "password_again": PASSWORD}
TYPED_NEW = {
    "programme": "new", "name_lv": "Zaļās kopienas", "name_en": "Green Communities", "starts_on": "01.09.2027",
    "ends_on": "31.08.2029", "goal_lv": "Augt.",
}  # fmt: skip


def begin(**given: Any) -> Membership:
    said = {"name": "Marta Vītola", "email": "marta@example.org", "password": PASSWORD, "language": "lv"}
    return first_start.begin(by=FIRST_LINK, **{**said, "programme": None, "fields": NEW, **given})


def confirm(user: User) -> None:
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


def begun() -> Membership:
    """And the address is confirmed."""
    membership = begin()
    confirm(membership.user)
    return membership


def post(client: Client, link: str, **typed: Any) -> Any:
    return client.post(link, {"submission_key": str(uuid4()), **TYPED, **typed})
