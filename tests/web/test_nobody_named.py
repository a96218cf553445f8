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
from tests.builders import TODAY, open_seminar, path_of, send, typed
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
        registration = Registration.objects.get(email=EMAIL)
        place, cancel = path_of(registration), path_of(registration, "place_cancel")
        token = place.rstrip("/").rpartition("/")[2]
        assert client.get(place).status_code == 200
        change = path_of(registration, "place_change")
        for address in (place, change, f"{place}nowhere/", f"{place[:-3]}/", f"/{token}/{EMAIL}"):
            client.post(address, {"name": NAME, "email": EMAIL + "@"})
        client.get(f"/lv/vadlinijas/?q={NAME}&next={place}")
        with monkeypatch.context() as patch:
            patch.setattr("darbigas_kopienas.audit.services.write", _broken)
            assert client.post(cancel, typed(name=NAME)).status_code == 500
            patch.setattr(EmailBackend, "send_messages", _broken)
            mailing.send_due()
    assert OutgoingMail.objects.filter(to_email=EMAIL).exists()
    assert written.of("portal.mailing")
    assert [said["error"] for said in written.of("django.request") if said["level"] == "ERROR"] == ["SMTPException"]
    assert re.search(f"zane|za[lļ]kalne|{token[:12]}", written.text, re.IGNORECASE) is None, written.text


def _broken(*_args: object, **_more: object) -> None:
    raise smtplib.SMTPException(f"{EMAIL}: {NAME} is refused")
