"""A session that ends in the middle of a form: what was typed is there again after sign-in, for its author alone."""

import base64
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django import forms
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.test import Client, RequestFactory
from django.urls import path, resolve, reverse

from darbigas_kopienas import urls as portal
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.pages.forms import take_up_draft
from darbigas_kopienas.people.models import User
from darbigas_kopienas.submissions.models import Draft
from darbigas_kopienas.submissions.services import drafts
from darbigas_kopienas.submissions.sign_in import SESSION_KEY, WAITS_FOR, device_key, owner_token
from darbigas_kopienas.submissions.templatetags.submissions import submission_key
from darbigas_kopienas.values import formats

from .test_forms import EventForm

pytestmark = pytest.mark.django_db


@login_required
def event_add(request: HttpRequest) -> HttpResponse:
    form = EventForm()
    take_up_draft(request, form)
    return HttpResponse(str(form["title"]))


def elsewhere(_request: HttpRequest) -> HttpResponse:
    return redirect("/somewhere/")


urlpatterns = [
    path("form/", event_add),
    path("elsewhere/", elsewhere),
    *portal.urlpatterns,
]


@pytest.fixture(autouse=True)
def _own_addresses(settings: Any) -> None:
    settings.ROOT_URLCONF = __name__
    settings.SECOND_FACTOR_REQUIRED = False


def sent_by(user: User, **more: Any) -> dict[str, Any]:
    return {
        "title": "Puķu stādīšana",
        "password": "secret",
        "form_key": "event",
        "form_owner": owner_token(user),
        **more,
    }


def test_typed_text_comes_back_after_sign_in(ilze: User) -> None:
    client = Client()
    client.force_login(ilze)
    client.session.flush()
    client.cookies.clear()  # the session ended
    answer = client.post("/form/", sent_by(ilze))
    assert answer["Location"].endswith("?next=/form/")
    client.force_login(ilze)
    assert 'value="Puķu stādīšana"' in client.get("/form/").content.decode()
    assert Draft.objects.get().data == {"title": ["Puķu stādīšana"]}
    assert SESSION_KEY not in client.session


def test_real_sign_in_leads_back_to_the_filled_form(ilze: User) -> None:
    EmailAddress.objects.create(user=ilze, email=ilze.email, verified=True, primary=True)
    client = Client()
    sign_in = client.post("/form/", sent_by(ilze))["Location"]
    confirm = client.post(sign_in.replace("login/", "login/code/"), {"email": ilze.email})["Location"]
    code = re.search(r"^[A-Z0-9-]{6,}$", OutgoingMail.objects.get().text_body, re.MULTILINE)
    assert code is not None
    answer = client.post(confirm, {"code": code.group()})
    assert (answer.status_code, answer["Location"]) == (302, "/form/")
    assert 'value="Puķu stādīšana"' in client.get("/form/").content.decode()


def test_next_person_at_the_same_computer_does_not_get_it(ilze: User, anna: User) -> None:
    client = Client()
    client.post("/form/", sent_by(ilze))
    client.force_login(anna)
    assert "Puķu" not in client.get("/form/").content.decode()
    assert not Draft.objects.exists()
    assert SESSION_KEY not in client.session


def test_text_waits_an_hour_and_no_longer(ilze: User, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    client.post("/form/", sent_by(ilze))
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now + WAITS_FOR + 1)
    client.force_login(ilze)
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("address", "changes"),
    [
        ("/form/", {"form_owner": "1:forged"}),
        ("/form/", {"note": "x" * 70_000}),
        ("/elsewhere/", {}),
    ],
)
def test_what_is_not_ours_is_not_kept(ilze: User, address: str, changes: dict[str, str]) -> None:
    client = Client()
    client.post(address, sent_by(ilze, **changes))
    assert SESSION_KEY not in client.session


def test_wrong_form_name_is_dropped_at_sign_in(ilze: User) -> None:
    client = Client()
    client.post("/form/", sent_by(ilze, form_key="No Such Form"))
    client.force_login(ilze)
    assert not Draft.objects.exists()


def test_form_that_is_read_or_sent_in_time_is_left_alone(ilze: User) -> None:
    client = Client()
    client.get("/form/")
    assert SESSION_KEY not in client.session
    client.force_login(ilze)
    client.post("/elsewhere/", sent_by(ilze))
    assert SESSION_KEY not in client.session


# -- the tags that put these inputs into a page --------------------------------------------------
def context(user: Any, method: str = "get", form: Any = None, **data: str) -> dict[str, Any]:
    request = getattr(RequestFactory(), method)("/", data)
    request.user = user
    request.resolver_match = None
    return {"request": request, "form": form}


def test_key_is_fresh_on_each_page_and_kept_on_one_with_errors(ilze: User) -> None:
    tag: Callable[..., str] = submission_key
    first, second = tag(context(ilze)), tag(context(ilze))
    assert first != second
    key = "6f2c6a9e-2f57-4d4e-a3a5-6fbb8b1d3f5e"
    assert (
        tag(context(ilze, "post", submission_key=key)) == f'<input type="hidden" name="submission_key" value="{key}">'
    )
    assert "<script>" not in tag(context(ilze, "post", submission_key="<script>"))
    assert 'name="submission_key"' in tag({})


def test_drafted_form_carries_its_name_and_owner(ilze: User) -> None:
    tag: Callable[..., str] = submission_key
    html = tag(context(ilze, form=EventForm()))
    assert 'name="form_key" value="event"' in html
    assert f'name="form_owner" value="{owner_token(ilze)}"' in html
    assert "form_owner" not in tag(context(AnonymousUser(), form=EventForm()))
    assert "form_key" not in tag(context(ilze, form=object()))


def test_drafted_form_tells_the_script_what_it_needs(ilze: User) -> None:
    tag: Callable[..., str] = submission_key
    draft = drafts.save_draft(by=ilze, form_key="event", data={"title": ["x"]})
    assert draft is not None
    here = context(ilze, form=EventForm())
    take_up_draft(here["request"], here["form"])
    html = tag(here)
    assert 'data-draft="event"' in html
    assert 'data-draft-url="/lv/melnraksti/saglabat/"' in html
    assert f'data-draft-saved="{int(draft.updated_at.timestamp() * 1000)}"' in html
    assert 'data-draft-bound=""' in html
    assert f"Atjaunots melnraksts, kas saglabāts {formats.moment(draft.updated_at)}." in html
    assert 'data-draft-bound="yes"' in tag(context(ilze, form=EventForm({"title": "x"})))
    assert 'data-draft-saved="0"' in tag(context(ilze), "expense")
    assert "data-draft-notice hidden" in tag(context(ilze), "expense")
    assert "data-draft" not in tag(context(ilze), "no-such-form")
    assert "data-draft" not in tag(context(AnonymousUser(), form=EventForm()))


def test_what_waits_on_a_device_has_a_key_of_its_author(ilze: User, karlis: User) -> None:
    keys = {who.pk: device_key(who) for who in (ilze, karlis)}
    assert keys[ilze.pk] != keys[karlis.pk]
    assert [len(base64.b64decode(key)) for key in keys.values()] == [32, 32]
    tag: Callable[..., str] = submission_key
    assert f'data-draft-lock="{keys[ilze.pk]}"' in tag(context(ilze), "expense")
    assert device_key(ilze) == keys[ilze.pk]


def test_form_of_rows_keeps_its_place(ilze: User) -> None:
    drafts.save_draft(by=ilze, form_key="seminars:seminar_edit:12", data={"title": ["Rudens"]})
    for row, title in ((12, "Rudens"), (13, None)):
        request = context(ilze)["request"]
        request.resolver_match = resolve(reverse("seminars:seminar_edit", args=[row]))
        form = forms.Form()
        form.fields["title"] = forms.CharField()
        take_up_draft(request, form)
        assert form["title"].value() == title
