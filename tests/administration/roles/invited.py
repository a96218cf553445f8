"""Somebody who is invited: the invitation, its link, and the code that goes to the address."""

import re
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse
from django.utils import translation

from darbigas_kopienas.administration.roles import invitations
from darbigas_kopienas.administration.roles.models import RoleInvitation
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.people.models import Municipality, User
from darbigas_kopienas.programme.models import Programme
from tests.cast import make_user
from tests.people.identity import give_address

ADDRESS = "liga@example.org"


def text(page: Any) -> str:
    return str(page.content.decode())


def typed(daugavpils: Municipality, **other: Any) -> dict[str, Any]:
    """What a coordinator sends to invite somebody."""
    fields = {"email": ADDRESS, "role": "check_in", "municipality": daugavpils.pk, "language": "lv"}
    return {"submission_key": str(uuid4()), **fields, **other}


def invite(by: User, **given: Any) -> RoleInvitation:
    """Somebody for attendance in Daugavpils, where nothing else is said."""
    programme = Programme.objects.get(code="dk-test")
    fields: dict[str, Any] = {"programme": programme, "email": ADDRESS, "role": "check_in"} | given
    if fields["role"] in {"check_in", "municipal_staff"} and "municipality" not in given:
        fields["municipality"] = programme.partnerships.get(municipality__code="daugavpils").municipality
    return invitations.invite(by=by, **fields)


def reader(email: str = ADDRESS, name: str = "Līga Lapa") -> User:
    """An account whose owner has shown that they read the address."""
    user = make_user(email, name)
    give_address(user)
    return user


def link(invitation: RoleInvitation, language: str = "lv") -> str:
    with translation.override(language):
        return reverse("administration:role_invitation", args=[invitations.link_token(invitation)])


def answer(client: Client, address: str, step: str, **typed: Any) -> Any:
    return client.post(address, {"submission_key": str(uuid4()), "step": step, **typed})


def code_sent_to(email: str = ADDRESS) -> str:
    letter = OutgoingMail.objects.filter(to_email=email, template="message").latest("pk")
    found = re.search(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", letter.text_body, re.MULTILINE)
    assert found, letter.text_body
    return found[1]


def signed_in_by_code(client: Client, address: str, email: str = ADDRESS) -> Any:
    """What the browser is led to when the code is typed."""
    asked = client.post(address, {"step": "code"})
    assert asked.status_code == 302, asked
    place, _mark, query = asked["Location"].partition("?next=")
    return client.post(place, {"code": code_sent_to(email), "next": address if query else ""})
