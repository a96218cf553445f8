"""Which e-mails to people outside the programme begins in its own words, and how: written, read through, stored."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from darbigas_kopienas.administration.people.registers import programme_with
from darbigas_kopienas.mailing import services as mailing
from darbigas_kopienas.mailing.letters import Words, label_of, rewritable, words_of
from darbigas_kopienas.mailing.models import MailWording
from darbigas_kopienas.mailing.own_words import LANGUAGES
from darbigas_kopienas.pages.forms import answer_button, attempt
from darbigas_kopienas.pages.list_query import require_known
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.models import Programme

from .examples import example
from .forms import WordsForm

REFUSED = 422


@dataclass(frozen=True, slots=True)
class _Language:
    code: str
    is_own: bool


@login_required
@require_GET
def words_list(request: SignedInRequest, programme_pk: int) -> HttpResponse:
    """In one statement, however many kinds there are."""
    require_known(request.GET, {})
    programme = programme_with(request, programme_pk, Permission.WRITE_MAIL)
    rows = MailWording.objects.visible_to(request.user).filter(programme=programme)
    own = set(rows.values_list("template", "language"))
    kinds = [
        (template, kind.label, [_Language(code, (template, code) in own) for code in LANGUAGES])
        for template, kind in rewritable().items()
    ]
    context = {"programme": programme, "kinds": kinds}
    return render(request, "administration/mail/words/words_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def words_edit(request: SignedInRequest, programme_pk: int, template: str, language: str) -> HttpResponse:
    """The preview stores nothing; without one asked for it shows how the e-mail leaves today."""
    require_known(request.GET, {})
    programme = programme_with(request, programme_pk, Permission.WRITE_MAIL)
    words = _words_or_404(template, language)
    wording = _wording_of(request, programme, template, language)
    stored = {"subject": wording.subject, "opening": wording.opening} if wording else {"subject": "", "opening": ""}
    data = request.POST if request.method == "POST" else None
    form = WordsForm(data, template=template, language=language, initial=stored)
    letter = example(request.user, programme, words, template=template, language=language)
    context = {
        **_context(programme, template, language), "form": form, "wording": wording, "example": letter,
        "portal": letter.shown({"subject": "", "opening": ""}),
    }  # fmt: skip
    page = "administration/mail/words/words_edit.html"
    if request.method != "POST":
        return render(request, page, {**context, "shown": letter.shown(stored)})
    if request.POST.get("step") == "preview" and form.is_valid():
        return render(request, page, {**context, "shown": letter.shown(form.cleaned_data), "is_preview": True})
    outcome = attempt(
        request,
        form,
        lambda: mailing.set_words(
            by=request.user, programme=programme, template=template, language=language, **form.cleaned_data
        ),
        done=_("The words are stored. E-mails that leave from now on begin with them."),
        to=_list_of(programme),
    )
    return outcome if isinstance(outcome, HttpResponse) else render(request, page, context, status=REFUSED)


@login_required
@require_http_methods(["GET", "POST"])
def words_remove(request: SignedInRequest, programme_pk: int, template: str, language: str) -> HttpResponse:
    """Asks first: what was written is gone afterwards."""
    require_known(request.GET, {})
    programme = programme_with(request, programme_pk, Permission.WRITE_MAIL)
    words = _words_or_404(template, language)
    if request.method == "POST":
        return answer_button(
            request,
            lambda: mailing.forget_words(by=request.user, programme=programme, template=template, language=language),
            done=_("These e-mails leave in the portal’s words again."),
            to=_list_of(programme),
        )
    letter = example(request.user, programme, words, template=template, language=language)
    context = {
        **_context(programme, template, language), "example": letter,
        "wording": _wording_of(request, programme, template, language),
        "portal": letter.shown({"subject": "", "opening": ""}),
    }  # fmt: skip
    return render(request, "administration/mail/words/words_remove.html", context)


def _words_or_404(template: str, language: str) -> Words:
    words = words_of(template)
    if words is None or language not in LANGUAGES:
        raise Http404
    return words


def _wording_of(request: SignedInRequest, programme: Programme, template: str, language: str) -> MailWording | None:
    rows = MailWording.objects.visible_to(request.user)
    return rows.filter(programme=programme, template=template, language=language).first()


def _list_of(programme: Programme) -> str:
    return reverse("administration:words_list", args=[programme.pk])


def _context(programme: Programme, template: str, language: str) -> dict[str, object]:
    return {
        "programme": programme,
        "template": template,
        "language": language,
        "kind": label_of(template),
        "list_url": _list_of(programme),
    }
