"""The versions of the privacy notice and the words of the consents: what holds, what is to come, a new one."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods

from darbigas_kopienas.administration.people.registers import programme_with
from darbigas_kopienas.pages.forms import attempt, take_up_draft
from darbigas_kopienas.pages.list_query import require_known
from darbigas_kopienas.people.given_consents import kinds
from darbigas_kopienas.people.notices import all_notices, current_notice, last_notice
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import clock

from . import services
from .asked import Asked, asked_today
from .forms import NoticeForm, WordingForm

REFUSED = 422


@login_required
@require_GET
def notice_list(request: SignedInRequest, programme_pk: int) -> HttpResponse:
    require_known(request.GET, {})
    programme = programme_with(request, programme_pk, Permission.MANAGE_PRIVACY)
    context = {
        "programme": programme,
        "notices": all_notices(),
        "current": current_notice(),
        "today": clock.today(),
        "asked": asked_today(),
    }
    return render(request, "administration/privacy/notices/notice_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def notice_add(request: SignedInRequest, programme_pk: int) -> HttpResponse:
    """Written over the text of the last version, read through, published."""
    require_known(request.GET, {})
    programme = programme_with(request, programme_pk, Permission.MANAGE_PRIVACY)
    last = last_notice()
    initial = {"body_lv": last.body_lv, "body_en": last.body_en} if last is not None else {}
    form = NoticeForm(request.POST if request.method == "POST" else None, last=last, initial=initial)
    template, context = "administration/privacy/notices/notice_add.html", _context(programme, form)
    take_up_draft(request, form)
    if request.method != "POST":
        return render(request, template, context)
    if form.is_valid():
        context["is_preview"] = True
        if request.POST.get("step") != "publish":
            return render(request, template, context)
        outcome = attempt(
            request,
            form,
            lambda: services.publish_notice(by=request.user, programme=programme, **form.cleaned_data),
            done=_("The privacy notice is published."),
            to=_list_of(programme),
        )
        if isinstance(outcome, HttpResponse):
            return outcome
    return render(request, template, context, status=REFUSED)


def _list_of(programme: Programme) -> str:
    return reverse("administration:notice_list", args=[programme.pk])


def _context(programme: Programme, form: NoticeForm | WordingForm) -> dict[str, object]:
    return {"programme": programme, "form": form, "list_url": _list_of(programme)}


@login_required
@require_http_methods(["GET", "POST"])
def wording_add(request: SignedInRequest, programme_pk: int) -> HttpResponse:
    """`?kind=` says of which consent; how many people will be asked anew stands above the button."""
    known = kinds()
    require_known(request.GET, {"kind": known})
    programme = programme_with(request, programme_pk, Permission.MANAGE_PRIVACY)
    asked = asked_today()
    form = WordingForm(
        request.POST if request.method == "POST" else None,
        kinds=known.values(),
        initial=_words_of(asked, request.GET.get("kind", "")),
    )
    outcome = None
    if request.method == "POST":
        outcome = attempt(
            request,
            form,
            lambda: services.publish_wording(by=request.user, programme=programme, **form.cleaned_data),
            done=_("The new words are stored. People are asked anew on the day from which they hold."),
            to=_list_of(programme),
        )
    if isinstance(outcome, HttpResponse):
        return outcome
    take_up_draft(request, form)
    context = {**_context(programme, form), "asked": asked}
    status = REFUSED if request.method == "POST" else 200
    return render(request, "administration/privacy/notices/wording_add.html", context, status=status)


def _words_of(asked: list[Asked], key: str) -> dict[str, object]:
    """The form begins with the words that hold."""
    row = next((row for row in asked if row.kind.key == key), None)
    if row is None:
        return {}
    initial: dict[str, object] = {"kind": key}
    for language in ("lv", "en"):
        with override(language):
            initial[f"text_{language}"] = row.words
    return initial
