"""What a form's view answers: the empty form, the deed done once and its page, or the form again with the reason."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from darbigas_kopienas.submissions.services import once


def answer_form(
    request: HttpRequest,
    form: forms.Form,
    deed: Callable[[], str],
    *,
    template: str,
    context: dict[str, Any],
    done: str,
) -> HttpResponse:
    """GET shows the form. POST does the deed once for its key, says `done` and leads to the address it returned.

    A refusal by the form or by the service is said in the form with 422, and everything typed is kept.
    """
    context = {**context, "form": form}
    if request.method != "POST":
        return render(request, template, context)
    if form.is_valid():
        name = request.resolver_match.view_name if request.resolver_match else ""
        try:
            url = once(by=request.user, key=request.POST.get("submission_key", ""), form=name, deed=deed)
        except ValidationError as error:
            say(form, error)
        else:
            messages.success(request, done)
            return redirect(url)
    return render(request, template, context, status=422)


def say(form: forms.Form, error: ValidationError) -> None:
    """A service's refusal: at its field where the form has one, else above the form."""
    told = getattr(error, "error_dict", None)
    form.add_error(None, error if told and set(told) <= set(form.fields) else error.messages)
