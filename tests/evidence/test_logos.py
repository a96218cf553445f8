"""Logos: what is taken in, who may, where each is shown, and what a paper keeps of it."""

import io
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from PIL import Image

from darbigas_kopienas.administration.programme.logos import LOGOS
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.evidence import logos, services
from darbigas_kopienas.evidence.errors import LogoTooSmall, NotALogo, NotWhatItSays
from darbigas_kopienas.evidence.models import Document, Logo, Placement
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.facts.services import edit_fact, move_fact, remove_fact
from darbigas_kopienas.programme.models import Programme
from tests.evidence.files import PDF, picture, upload
from tests.logos import add_logo, drawn, fields

pytestmark = pytest.mark.django_db
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def take(by: User, programme: Programme, content: bytes, name: str = "fonds.png") -> Document:
    return services.take_logo(by=by, upload=upload(content, name), scope=programme.scope)


@pytest.mark.parametrize("name", ["ilze", "karlis", "emma", "anna"])
def test_only_the_programme_coordinator_adds_one(
    request: pytest.FixtureRequest, name: str, programme: Programme, files: Path
) -> None:
    user = request.getfixturevalue(name)
    with pytest.raises(PermissionDenied):
        take(user, programme, drawn())
    with pytest.raises(PermissionDenied):
        add_logo(user, programme)
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("content", "name", "error"),
    [
        (SVG, "fonds.svg", NotALogo),
        (SVG, "fonds.png", NotALogo),
        (PDF, "fonds.pdf", NotALogo),
        (picture("GIF", (600, 200)), "fonds.gif", NotALogo),
        (drawn(), "fonds.pdf", NotWhatItSays),
        (drawn()[:60], "fonds.png", NotWhatItSays),
        (drawn((299, 200)), "fonds.png", LogoTooSmall),
    ],
)
def test_what_is_no_logo_is_refused_and_leaves_nothing(
    marta: User, programme: Programme, files: Path, content: bytes, name: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        take(marta, programme, content, name)
    assert not Document.objects.exists()
    assert not files.exists() or [path for path in files.rglob("*") if path.is_file()] == []


def test_transparent_stays_transparent_and_large_becomes_smaller(marta: User, programme: Programme) -> None:
    document = take(marta, programme, drawn((3000, 1000)))
    assert (document.kind, document.sensitivity, document.state) == ("logo", "public", "stored")
    assert (document.content_type, document.width, document.height) == ("image/png", 1200, 400)
    names = [str(document.file.name), *(services.variant_name(document, side) for side in (320, 960))]
    for name in names:
        with default_storage.open(name) as file:
            shown = Image.open(io.BytesIO(file.read()))
        assert (shown.mode, shown.convert("RGBA").getpixel((5, 5))[3]) == ("RGBA", 0)  # type: ignore[index]  # of RGBA
        assert round(shown.width / shown.height) == 3


def test_jpeg_is_drawn_anew(marta: User, programme: Programme) -> None:
    document = take(marta, programme, picture("JPEG", (400, 200), comment=b"SECRET"), "fonds.jpg")
    assert (document.content_type, str(document.file.name)[-4:]) == ("image/jpeg", ".jpg")
    with default_storage.open(str(document.file.name)) as file:
        assert b"SECRET" not in file.read()


@pytest.mark.parametrize(
    "changed",
    [{"is_in_foot": False}, {"width_mm": 14}, {"width_mm": 81}],
)
def test_the_database_knows_no_logo_without_a_place_or_of_another_width(
    marta: User, programme: Programme, changed: dict[str, object]
) -> None:
    logo = add_logo(marta, programme, Placement.FOOT)
    with pytest.raises(IntegrityError):
        Logo.objects.filter(pk=logo.pk).update(**changed)


def test_each_place_shows_its_own_in_their_order(marta: User, programme: Programme) -> None:
    first = add_logo(marta, programme, Placement.FOOT)
    second = add_logo(marta, programme, Placement.FOOT, Placement.REPORT)
    assert list(logos.shown(programme.pk, Placement.FOOT)) == [first, second]
    assert list(logos.shown(programme.pk, Placement.REPORT)) == [second]
    assert list(logos.shown(programme.pk, Placement.CERTIFICATE)) == []
    move_fact(by=marta, kind=LOGOS, row=second, step=-1)
    assert list(logos.shown(programme.pk, Placement.FOOT)) == [second, first]


def test_the_foot_is_asked_for_once_after_each_deed(marta: User, programme: Programme) -> None:
    def foot() -> tuple[list[str], int]:
        read = Programme.objects.get(pk=programme.pk)
        with CaptureQueriesContext(connection) as asked:
            shown = logos.foot_logos(read)
        return [logo.alt for logo in shown], len(asked)

    assert logos.foot_logos(None) == ()
    assert foot() == ([], 0)
    logo = add_logo(marta, programme, Placement.FOOT)
    with override("en"):
        assert foot() == (["British Council, Latvia"], 1)
        assert foot() == (["British Council, Latvia"], 0)
    edit_fact(by=marta, kind=LOGOS, row=logo, fields=fields(Placement.FOOT, picture=None, alt_lv="Fonds"))
    with override("lv"):
        assert foot() == (["Fonds"], 1)
    remove_fact(by=marta, kind=LOGOS, row=logo)
    assert foot() == ([], 1)
    assert foot() == ([], 0)


def test_editing_without_a_file_keeps_the_picture_and_the_trail_tells_the_rest(
    marta: User, programme: Programme
) -> None:
    logo = add_logo(marta, programme, Placement.FOOT)
    edited = edit_fact(by=marta, kind=LOGOS, row=logo, fields=fields(Placement.REPORT, picture=None, width_mm=40))
    assert edited.document_id == logo.document_id
    values = Entry.objects.get(verb="logo.edited").changes["values"]
    assert values == {"is_in_foot": [True, False], "is_on_reports": [False, True], "width_mm": [30, 40]}


def test_refusals_stand_at_the_forms_fields(marta: User, programme: Programme) -> None:
    with pytest.raises(ValidationError) as refused:
        add_logo(marta, programme, content=SVG, name="fonds.svg")
    assert list(refused.value.message_dict) == ["picture"]
    with pytest.raises(ValidationError) as refused:
        add_logo(marta, programme, content=drawn((400, 800)), width_mm=30)
    assert list(refused.value.message_dict) == ["width_mm"]
    assert not Logo.objects.exists()


def test_a_paper_keeps_the_picture_after_the_logo_is_gone_and_takes_no_other(marta: User, programme: Programme) -> None:
    logo = add_logo(marta, programme)
    (kept,) = logos.printed(programme.pk, Placement.CERTIFICATE)
    assert (kept.alt.lv, kept.alt.en) == ("Britu Padome Latvijā", "British Council, Latvia")
    remove_fact(by=marta, kind=LOGOS, row=logo)
    assert logos.printed(programme.pk, Placement.CERTIFICATE) == ()
    assert list(logos.contents([kept])) == [kept.address]
    assert logos.contents([]) == {}
    place = Path(default_storage.path(str(logo.document.file.name)))
    place.write_bytes(b"another")
    assert logos.contents([kept]) == {}
    place.unlink()
    assert logos.contents([kept]) == {}
