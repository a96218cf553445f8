"""How a form page is answered: the empty form, its action done once and the page it leads to, or the form again."""

import unicodedata
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import salted_hmac
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise

from darbigas_kopienas.people.models import User
from darbigas_kopienas.submissions.forms import take_up
from darbigas_kopienas.submissions.services.drafts import OUR_OWN, draft_and_keys, page_of
from darbigas_kopienas.submissions.services.submissions import address_of, once
from darbigas_kopienas.values.characters import LONGEST_LINE

from .left_drafts import left_draft

Text = str | Promise
_CONTENT = "pages.content"


def answer_form(
    request: HttpRequest,
    form: forms.BaseForm,
    action: Callable[[], Any],
    *,
    template: str,
    context: dict[str, Any],
    to: str | Callable[[Any], str],
    done: Text | Callable[[object], Text] = "",
) -> HttpResponse:
    """GET shows the form. POST does the action once for its key and content, says `done` and leads to the address `to`.

    `done` and `to` may be made of what the action returned.
    A refusal by the form or by the service is said in the form with 422, and everything typed is kept.
    """
    if request.method == "POST":
        outcome = attempt(request, form, action, done=done, to=to)
        if isinstance(outcome, HttpResponse):
            return outcome
    take_up_draft(request, form)
    status = 422 if request.method == "POST" else 200
    return render(request, template, {**context, "form": form}, status=status)


def take_up_draft(request: HttpRequest, form: forms.BaseForm) -> None:
    """Where its page keeps drafts (`Room.drafts`), the form carries its key and begins with what its author typed.

    `drafted_parts` of a form are the forms of its rows; `take_up_rows` makes as many as the draft has.
    """
    key = getattr(form, "form_key", "") or page_key(request)
    user = request.user
    if not isinstance(user, User) or not page_of(key):
        return
    typed_into: Any = form
    typed_into.form_key = key
    draft, typed_into.sent_keys = draft_and_keys(by=user, form_key=key)
    if draft is not None and not form.is_bound:
        typed_into.draft = draft
        if hasattr(form, "take_up_rows"):
            typed_into.take_up_rows(MultiValueDict(draft.data))
        take_up(draft, [form, *getattr(form, "drafted_parts", ())])


def page_key(request: HttpRequest) -> str:
    """What a form is called by its page: the address's name with its rows."""
    match = request.resolver_match
    if match is None:
        return ""
    return ":".join([match.view_name, *(str(pk) for pk in match.kwargs.values() if isinstance(pk, int))])


def attempt(
    request: HttpRequest,
    form: forms.BaseForm,
    action: Callable[[], object],
    *,
    name: str = "",
    to: str | Callable[[Any], str],
    done: Text | Callable[[Any], Text] = "",
) -> HttpResponse | ValidationError | None:
    """For a page that shows more than its form: the way on, or the service's refusal, which stands in the form already.

    A form that is not valid leads to where the same, sent before, led to; None where it was not sent.
    `name` is what the key counts for where that is narrower than the form or the address: one row, one button.
    """
    name = name or getattr(form, "form_key", "")
    if not form.is_valid():
        return way_on(request, name)
    try:
        return _do_once(request, action, name=name, done=done, to=to)
    except ValidationError as error:
        refuse(form, error)
        return error


def way_on(request: HttpRequest, name: str = "") -> HttpResponse | None:
    """Of what is refused: where the same, sent before, led to.

    A second tap may be refused only because the first has done it: what was waiting to be chosen waits no more.
    """
    url = address_of(
        by=request.user,
        key=request.POST.get("submission_key", ""),
        content=content_of(request),
        form=name or page_key(request),
    )
    return redirect(url) if url else None


class SecondTapMiddleware:
    """The way on where a view refuses before it comes to its form: the first tap deleted the row, or handed it in.

    Whoever comes to a form that is refused finds the draft that they left there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Http404 | PermissionDenied):
            return None
        if request.method == "GET":
            return left_draft(request, page_key(request), exception)
        return way_on(request) if request.POST.get("submission_key") else None


def answer_button(
    request: HttpRequest, action: Callable[[], object], *, to: str, done: Text | Callable[[object], Text] = ""
) -> HttpResponse:
    """For a button without fields: its action once for its key; a refusal is said on the page that it leads to."""
    try:
        return _do_once(request, action, done=done, to=to)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(to)


def refuse(form: forms.BaseForm, error: ValidationError) -> None:
    """A service's refusal: at the field that it names, or that the form has for its code, else above the form."""
    by_field = getattr(error, "error_dict", None)
    if by_field is not None and set(by_field) <= set(form.fields):
        form.add_error(None, error)
        return
    field = getattr(form, "field_of_code", {}).get(getattr(error, "code", None))
    form.add_error(field if field in form.fields else None, error.messages)


def _do_once(
    request: HttpRequest,
    action: Callable[[], object],
    *,
    name: str = "",
    done: Text | Callable[[object], Text],
    to: str | Callable[[object], str],
) -> HttpResponse:
    """A key counts for `name` alone: the form's, else the address's with its row. Raises what the action raises."""
    said = [] if callable(done) else [done]

    def act() -> str:
        result = action()
        if callable(done):
            said.append(done(result))
        return to(result) if callable(to) else to

    name = name or page_key(request)
    key = request.POST.get("submission_key", "")
    url = once(by=request.user, key=key, content=content_of(request), form=name, action=act)
    if any(said):
        messages.success(request, str(said[0]))
    return redirect(url)


def content_of(request: HttpRequest) -> str:
    """What a form holds, in 64 characters that stay the same for what a second tap, a reload or a retry sends.

    A page that the browser's history gave back carries the key of what was sent from it before; this tells them apart.
    Every input counts, the button that was pressed too; our own ones, line ends and white space around do not.
    Keyed with the portal's secret, so that nobody guesses from it what was typed.
    """
    inputs: list[object] = [
        (name, [_one_spelling(value) for value in values])
        for name, values in sorted(request.POST.lists())
        if name not in OUR_OWN
    ]
    files = [(name, [_digest(file) for file in files]) for name, files in sorted(request.FILES.lists())]
    return salted_hmac(_CONTENT, repr((inputs, files)), algorithm="sha256").hexdigest()


def _one_spelling(text: object) -> str:
    """One spelling: a page read anew may send other line ends, a telephone the letters taken apart.

    Line by line, and no line that is too long for any field: normalising takes the square of a long row of marks.
    """
    lines = str(text).strip().splitlines()
    return "\n".join(unicodedata.normalize("NFC", line) if len(line) <= LONGEST_LINE else line for line in lines)


def _digest(file: "UploadedFile[bytes]") -> tuple[str, int, str]:
    """Its name, size and content; it is left at its beginning."""
    digest = sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return str(file.name), int(file.size or 0), digest.hexdigest()
