"""Letters that cannot be drawn are said before anything is issued, never drawn blank."""

from collections.abc import Callable
from io import BytesIO

import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.people.models import User
from seminars.certificates import services as certificates
from seminars.certificates.errors import LettersNotDrawn
from seminars.certificates.services import made as made_as_pdf
from seminars.models import Certificate, CertificateSeries, Seminar
from tests.builders import AFTER, attend, held, issue, signing

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]


def test_whose_name_and_which_letters_are_said_and_nobody_gets_one(ilze: User, run: Seminar) -> None:
    for name in ("Anna Kalna", "أنا كالنا", "Juris 🌻 Ozols"):
        attend(ilze, run, name)
    held(ilze, run)
    with override("lv"), pytest.raises(LettersNotDrawn) as slip:
        issue(ilze, run)
    said = " ".join(slip.value.messages)
    assert "„أنا كالنا” (أناكل)" in said
    assert "„Juris 🌻 Ozols” (🌻)" in said
    assert "Anna Kalna" not in said
    assert not Certificate.objects.exists()
    assert not CertificateSeries.objects.filter(last__gt=0).exists()


def test_the_others_can_be_chosen_meanwhile(ilze: User, run: Seminar) -> None:
    anna, _other = attend(ilze, run, "Anna Kalna"), attend(ilze, run, "山田花子")
    held(ilze, run)
    assert [made.holder for made in issue(ilze, run, registrations=[anna.pk])] == ["Anna Kalna"]


def test_a_holder_without_a_letter_is_said(ilze: User, run: Seminar) -> None:
    who = attend(ilze, run)
    Registration.objects.filter(pk=who.pk).update(name="...")
    held(ilze, run)
    with override("lv"), pytest.raises(LettersNotDrawn) as slip:
        issue(ilze, run)
    assert "„...” (nav burtu)" in slip.value.messages[0]


def test_everything_printed_is_judged(ilze: User, run: Seminar) -> None:
    attend(ilze, run)
    held(ilze, run)
    with pytest.raises(LettersNotDrawn) as slip:
        certificates.issue(by=ilze, seminar=run, signing=signing(position_en="所長"))
    assert "所長" in slip.value.messages[0]


def test_of_many_the_first_ten_are_named(ilze: User, run: Seminar) -> None:
    for number in range(12):
        attend(ilze, run, f"花 {number}")
    held(ilze, run)
    with pytest.raises(LettersNotDrawn) as slip:
        issue(ilze, run)
    assert slip.value.messages[0].count("(花)") == 10
    assert "; …" in slip.value.messages[0]


def test_replacing_is_judged_too_and_the_old_one_stays(ilze: User, certificate: Certificate) -> None:
    with pytest.raises(LettersNotDrawn):
        certificates.replace(by=ilze, certificate=certificate, reason="Vārds", signing=signing(), name="山田")
    certificate.refresh_from_db()
    assert certificate.is_valid
    assert certificate.registration.name == "Jānis Kalniņš"


def test_the_page_says_it_and_keeps_what_was_typed(as_: As, ilze: User, run: Seminar) -> None:
    who = attend(ilze, run, "Anna 🌻 Kalna")
    held(ilze, run)
    typed = {"signatory": "Līga Āboliņa", "position_lv": "vadītāja", "issued_on": f"{AFTER:%d.%m.%Y}"}
    page = as_(ilze).post(reverse("seminars:certificate_list", args=[run.pk]), {**typed, "registrations": [who.pk]})
    assert page.status_code == 422
    assert "„Anna 🌻 Kalna” (🌻)" in page.content.decode()
    assert 'value="Līga Āboliņa"' in page.content.decode()


NEIGHBOURS = "Łukasz Андрей Nguyễn Õnne Žukauskienė"


def test_names_of_neighbours_are_drawn_with_our_font_alone(ilze: User, run: Seminar) -> None:
    attend(ilze, run, NEIGHBOURS)
    held(ilze, run)
    (made,) = issue(ilze, run)
    page = pypdf.PdfReader(BytesIO(made_as_pdf(made, "lv"))).pages[0]
    assert NEIGHBOURS in " ".join(page.extract_text().split())
    fonts = {font.get_object()["/BaseFont"].split("+")[1] for font in page["/Resources"]["/Font"].values()}  # type: ignore[index]  # pypdf's types stop short
    assert {name.split("-")[0] for name in fonts} == {"Inter"}
