from datetime import timedelta
from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from darbigas_kopienas.evidence import services
from darbigas_kopienas.evidence.forms import Uploads, UploadsMixin
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.evidence.uploads import PICTURES_OFFERED
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock

from .files import PDF, picture, upload

pytestmark = pytest.mark.django_db


class EventForm(UploadsMixin, forms.Form):
    title = forms.CharField()


def sent(text: str = "", files: list[Any] | None = None) -> dict[str, Any]:
    return {"data": QueryDict(text), "files": MultiValueDict({"new_documents": files or []})}


def test_staged_and_new_files_come_together(ilze: User, in_daugavpils: Scope) -> None:
    ahead = services.stage(by=ilze, upload=upload(picture(), "a.jpg"), scope=in_daugavpils, kind="photo")
    form = EventForm(
        **sent(f"title=x&documents={ahead.pk}", [upload(picture(), "b.jpg")]), user=ilze, scope=in_daugavpils
    )
    assert form.is_valid()
    assert [document.title for document in form.cleaned_data["documents"]] == ["a", "b"]


def test_failed_form_keeps_its_files(ilze: User, in_daugavpils: Scope) -> None:
    files = [upload(picture(), "a.jpg"), upload(PDF, "b.pdf")]
    form = EventForm(**sent("title=", files), user=ilze, scope=in_daugavpils)
    assert not form.is_valid()
    assert [document.title for document in form.uploads.documents] == ["a"]
    assert len(form.uploads.errors) == 1
    again = EventForm(**sent(f"title=&documents={form.just_staged[0].pk}"), user=ilze, scope=in_daugavpils)
    assert [document.title for document in again.uploads.documents] == ["a"]


def test_somebody_elses_files_are_refused(ilze: User, anna: User, in_daugavpils: Scope) -> None:
    theirs = services.stage(by=anna, upload=upload(picture(), "a.jpg"), scope=in_daugavpils, kind="photo")
    form = EventForm(**sent(f"title=x&documents={theirs.pk}"), user=ilze, scope=in_daugavpils)
    assert not form.is_valid()
    assert form.uploads.documents == []


def test_unsent_form_shows_what_its_draft_holds(ilze: User, in_daugavpils: Scope) -> None:
    ahead = services.stage(by=ilze, upload=upload(picture(), "a.jpg"), scope=in_daugavpils, kind="photo")
    for initial in ([str(ahead.pk)], Document.objects.filter(pk=ahead.pk)):
        form = EventForm(initial={"documents": initial}, user=ilze, scope=in_daugavpils)
        assert form.uploads.documents == [ahead]
        assert form.uploads.errors == []
    assert EventForm(user=ilze, scope=in_daugavpils).uploads.documents == []


def test_plain_dictionaries_hold_no_files(ilze: User, in_daugavpils: Scope) -> None:
    form = EventForm({"title": "x"}, {}, user=ilze, scope=in_daugavpils)
    assert form.is_valid()
    assert form.uploads.documents == []


def test_block_says_what_it_takes() -> None:
    assert Uploads("photo", Scope(3)).accept == PICTURES_OFFERED
    assert Uploads("photo", Scope(3)).scope_text == "3:"
    assert ".pdf" in Uploads("receipt", Scope(3, 4)).accept
    assert Uploads("receipt", Scope(3, 4)).scope_text == "3:4"


def test_form_sent_twice_may_name_what_it_has_attached(ilze: User, anna: User, in_daugavpils: Scope) -> None:
    ahead = services.stage(by=ilze, upload=upload(picture(), "a.jpg"), scope=in_daugavpils, kind="photo")
    services.attach(by=ilze, document=ahead)
    again = sent(f"title=x&documents={ahead.pk}")
    assert EventForm(**again, user=ilze, scope=in_daugavpils).is_valid()
    assert not EventForm(**again, user=anna, scope=in_daugavpils).is_valid()
    with clock.frozen(clock.now() + timedelta(days=2)):
        assert not EventForm(**again, user=ilze, scope=in_daugavpils).is_valid()
