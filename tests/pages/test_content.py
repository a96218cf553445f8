"""What makes two sendings of a form the same one, and what makes them two."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from darbigas_kopienas.pages.forms import content_of


def content(**inputs: Any) -> str:
    return content_of(RequestFactory().post("/", inputs))


def file(content: bytes = b"x", name: str = "a.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"name": "Anna", "csrfmiddlewaretoken": "a"}, {"name": "Anna", "csrfmiddlewaretoken": "b"}),
        ({"name": "Anna", "submission_key": "a"}, {"name": "Anna", "submission_key": "b"}),
        ({"name": "Anna", "form_key": "a", "form_owner": "1:x"}, {"name": "Anna"}),
        ({"name": "Anna"}, {"name": " Anna\t"}),
        ({"note": "a\r\nb"}, {"note": "a\nb"}),
        ({"name": "Jānis"}, {"name": "Ja\u0304nis"}),
        ({"name": "a", "school": "b"}, {"school": "b", "name": "a"}),
        ({"file": file()}, {"file": file()}),
    ],
)
def test_the_same_stays_the_same(first: dict[str, Any], second: dict[str, Any]) -> None:
    assert content(**first) == content(**second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"name": "Anna"}, {"name": "Juris"}),
        ({"name": "Anna"}, {"name": "anna"}),
        ({"name": "Anna"}, {"name": ""}),
        ({"note": "a b"}, {"note": "a  b"}),
        ({"name": "a", "school": "b"}, {"name": "b", "school": "a"}),
        ({"group": ["1", "2"]}, {"group": ["1"]}),
        ({"group": ["1", "2"]}, {"group": ["12"]}),
        ({"deed": "draft"}, {"deed": "send"}),
        ({"amount": "1.00"}, {"amount": "100"}),
        ({"file": file()}, {"file": file(b"y")}),
        ({"file": file()}, {"file": file(b"xx")}),
        ({"file": file()}, {"file": file(name="b.pdf")}),
        ({"file": file()}, {"picture": file()}),
        ({"file": file()}, {}),
        ({"file": [file(), file(b"y")]}, {"file": file()}),
    ],
)
def test_another_content_is_another(first: dict[str, Any], second: dict[str, Any]) -> None:
    assert content(**first) != content(**second)


def test_it_does_not_tell_what_was_typed_and_leaves_the_file_to_be_read() -> None:
    request = RequestFactory().post("/", {"name": "Anna\x00", "file": file(b"read me")})
    digest = content_of(request)
    assert (len(digest), set(digest) <= set("0123456789abcdef")) == (64, True)
    assert [left.read() for left in request.FILES.getlist("file")] == [b"read me"]
