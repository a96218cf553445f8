"""The holder's own page of a paper, and who else gets its file."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from darbigas_kopienas.participation.registration import links
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.values import signed_tokens
from seminars.certificates import services
from seminars.models import Certificate, Seminar
from tests.builders import attend
from tests.seminars.certificates.views.addresses import file_of, give_to, text_of
from tests.seminars.certificates.views.conftest import SECRET

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]


def test_holder_signed_in_sees_downloads_and_decides(as_: As, janis: User, certificate: Certificate) -> None:
    give_to(certificate, janis)
    browser, address = as_(janis), reverse("seminars:certificate_detail", args=[certificate.pk])
    assert certificate.number in text_of(browser.get(address))
    for language in ("lv", "en"):
        file = browser.get(reverse("seminars:certificate_download", args=[certificate.pk, language]))
        assert file["Content-Type"] == "application/pdf"
        assert file["Content-Disposition"].startswith("attachment")
        assert file.content == services.made(certificate, language)
    browser.post(address, {"shows_name": "yes"})
    assert Certificate.objects.get().shows_name
    browser.post(address, {"shows_name": "no"})
    assert not Certificate.objects.get().shows_name


def test_stored_file_is_handed_out(as_: As, ilze: User, certificate: Certificate) -> None:
    services.store_files(by=SYSTEM, certificate=certificate)
    file = as_(ilze).get(reverse("seminars:certificate_download", args=[certificate.pk, "lv"]))
    assert file_of(file) == services.made(certificate, "lv")
    assert file["Content-Disposition"] == f'attachment; filename="{certificate.number}-lv.pdf"'
    assert as_(ilze).get(reverse("seminars:certificate_download", args=[certificate.pk, "de"])).status_code == 404


def test_staff_do_not_decide_about_the_name(as_: As, ilze: User, certificate: Certificate) -> None:
    answer = as_(ilze).post(reverse("seminars:certificate_detail", args=[certificate.pk]), {"shows_name": "yes"})
    assert answer.status_code == 403
    assert not Certificate.objects.get().shows_name


def test_guest_reaches_the_paper_by_the_place_link_only(client: Client, ilze: User, certificate: Certificate) -> None:
    token = signed_tokens.token(links.PLACE, certificate.registration_id)
    address = reverse("seminars:certificate_place", args=[token])
    assert SECRET in text_of(client.get(address))
    download = reverse("seminars:certificate_place_download", args=[token, certificate.pk, "en"])
    assert client.get(download).status_code == 200
    client.post(address, {"certificate": certificate.pk, "shows_name": "yes"})
    assert Certificate.objects.get().shows_name
    mailed = signed_tokens.token(links.MAILED, certificate.registration_id)
    assert client.get(reverse("seminars:certificate_place", args=[mailed])).status_code == 404
    assert client.get(reverse("seminars:certificate_detail", args=[certificate.pk])).status_code == 302
    assert client.post(address, {"certificate": "x", "shows_name": "yes"}).status_code == 404


def test_place_link_opens_nobody_elses_paper(
    client: Client, ilze: User, run: Seminar, certificate: Certificate
) -> None:
    other = attend(ilze, run, "Cits Cilvēks")
    token = signed_tokens.token(links.PLACE, other.pk)
    assert client.get(reverse("seminars:certificate_place", args=[token])).status_code == 404
    download = reverse("seminars:certificate_place_download", args=[token, certificate.pk, "lv"])
    assert client.get(download).status_code == 404


def test_ended_paper_is_handed_out_to_staff_only(
    as_: As, client: Client, ilze: User, janis: User, certificate: Certificate
) -> None:
    give_to(certificate, janis)
    services.revoke(by=ilze, certificate=certificate, reason="Kļūda")
    address = reverse("seminars:certificate_download", args=[certificate.pk, "lv"])
    assert (as_(ilze).get(address).status_code, as_(janis).get(address).status_code) == (200, 404)
    token = signed_tokens.token(links.PLACE, certificate.registration_id)
    assert (
        client.get(reverse("seminars:certificate_place_download", args=[token, certificate.pk, "lv"])).status_code
        == 404
    )
    assert "Kļūda" in text_of(client.get(reverse("seminars:certificate_place", args=[token])))
