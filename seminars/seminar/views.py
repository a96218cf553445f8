"""What the pages about one seminar share: which one somebody may open or write, how its small forms are answered."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from darbigas_kopienas.pages.forms import Text, answer_form
from darbigas_kopienas.programme.access import Permission, require

from .models import Seminar


def seminar_or_404(request: HttpRequest, pk: int) -> Seminar:
    return get_object_or_404(Seminar.objects.visible_to(request.user).with_activity(), pk=pk)


def seminar_to_write(request: HttpRequest, pk: int) -> Seminar:
    seminar = seminar_or_404(request, pk)
    require(request.user, Permission.WRITE_SEMINAR, seminar.scope)
    return seminar


def answer_action(
    request: HttpRequest,
    seminar: Seminar,
    form: forms.BaseForm,
    action: Callable[[], object],
    *,
    heading: Text,
    act: Text,
    done: Text | Callable[[object], Text],
    cancel_url: str,
    to: str | Callable[[Any], str] = "",
    template: str = "seminars/seminar/seminar_action.html",
    **more: object,
) -> HttpResponse:
    """A heading, a short form and one button, `act`; it leads back unless `to` says where. The template gets `more`."""
    context = {"seminar": seminar, "cancel_url": cancel_url, "heading": heading, "act": act, **more}
    return answer_form(request, form, action, template=template, context=context, done=done, to=to or cancel_url)


def answer_running(
    request: HttpRequest, seminar: Seminar, form: forms.BaseForm, action: Callable[[], Any], **words: Any
) -> HttpResponse:
    """The same for a form that leads back to the seminar's trainers and materials."""
    back = reverse("seminars:running_list", args=[seminar.pk])
    template = "seminars/seminar/running_form.html"
    return answer_action(request, seminar, form, action, cancel_url=back, template=template, **words)
