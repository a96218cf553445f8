"""Somebody with a passkey: made, and used to sign in, by a device in software."""

from typing import Any

from django.test import Client

from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.people.models import User
from tests.people.authenticator import Device
from tests.people.identity import (
    confirm,
    give_address,
    give_password,
)

FACTORS = "/en/account/2fa/"
ADD, SIGN_IN, AGAIN = f"{FACTORS}webauthn/add/", f"{FACTORS}webauthn/login/", f"{FACTORS}webauthn/reauthenticate/"
LOGIN, STEP, CODES = "/en/account/login/", f"{FACTORS}authenticate/", f"{FACTORS}recovery-codes/"
WORK = "/lv/mani-darbi/"
REFUSED, STAYS = "The passkey did not fit.", "so the last passkey or app stays"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().replace("\xa0", " ").split())


def signed_in(user: User) -> Client:
    """Who has just said anew who they are."""
    give_address(give_password(user))
    client = Client()
    client.force_login(user)
    confirm(client, user)
    return client


def add(client: Client, device: Device, **forged: Any) -> Any:
    options = client.get(ADD).context["options"]
    return client.post(ADD, {"name": "Mans tālrunis", "credential": device.make(options, **forged)})


def give_passkey(user: User, **more: Any) -> Device:
    device = Device(**more)
    assert add(signed_in(user), device).status_code == 302
    OutgoingMail.objects.all().delete()
    return device


def question(client: Client, **more: Any) -> Any:
    return client.get(SIGN_IN, headers={"accept": "application/json"}, **more)


def sign_in(client: Client, device: Device, **forged: Any) -> Any:
    options = question(client).json()["request_options"]["publicKey"]
    return client.post(SIGN_IN, {"credential": device.use(options, **forged), "next": WORK})


def is_in(client: Client) -> bool:
    return bool(client.session.get("_auth_user_id"))
