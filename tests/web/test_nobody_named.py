"""Whoever uses the portal, with whatever goes wrong, is named in no line of any log, nor is what opens their place."""

import re
import smtplib

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client

from darbigas_kopienas.mailing import services as mailing
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from tests.builders import TODAY, open_seminar, path_of, send
from tests.written_log import Written

pytestmark = pytest.mark.django_db
NAME, EMAIL = "Zane Zaļkalne", "zane.zalkalne@example.lv"


def test_guest_whose_every_step_goes_wrong(
    ilze: User, in_daugavpils: Scope, client: Client, written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.raise_request_exception = False
    with clock.frozen(TODAY):
        activity = open_seminar(ilze, in_daugavpils, capacity=5)
        send(client, activity, name=NAME, email=EMAIL)
        send(client, activity, name="\x00" * 3, email=EMAIL + "@")
        place = path_of(Registration.objects.get(email=EMAIL))
        token = place.rstrip("/").rpartition("/")[2]
        assert client.get(place).status_code == 200
        for address in (
            f"{place}accept/",
            f"{place}change/",
            f"{place}nowhere/",
            f"{place[:-3]}/",
            f"/{token}/{EMAIL}",
        ):
            client.get(address)
            client.post(address, {"name": NAME, "email": EMAIL})
        client.get(f"/lv/vadlinijas/?q={NAME}&next={place}")
        with monkeypatch.context() as patch:
            patch.setattr(Registration, "save", _broken)
            client.post(f"{place}change/", {"name": NAME, "email": EMAIL})
            patch.setattr(EmailBackend, "send_messages", _broken)
            mailing.send_due()
    assert OutgoingMail.objects.filter(to_email=EMAIL).exists()
    assert len(written.lines) > 5
    assert re.search(f"zane|za[lļ]kalne|{token[:12]}", written.text, re.IGNORECASE) is None, written.text


def _broken(*_args: object, **_more: object) -> None:
    raise smtplib.SMTPException(f"{EMAIL}: {NAME} is refused")
