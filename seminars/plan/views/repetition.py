from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from darbigas_kopienas.pages.forms import answer_button, answer_form
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.scoping import q_in_scopes
from darbigas_kopienas.values import formats
from seminars.catalogue.views import programme_to_write
from seminars.plan import services
from seminars.plan.forms.repetition import DuplicateForm, RepeatForm, SaveTemplateForm, UseTemplateForm
from seminars.plan.models import SeminarTemplate
from seminars.seminar.views import answer_action, seminar_to_write

from .drafts import address_of_drafts


@login_required
@require_http_methods(["GET", "POST"])
def seminar_duplicate(request: SignedInRequest, pk: int) -> HttpResponse:
    seminar = seminar_to_write(request, pk)
    form = DuplicateForm(request.POST or None)
    return answer_action(
        request,
        seminar,
        form,
        lambda: services.duplicate_seminar(by=request.user, seminar=seminar, **form.cleaned_data),
        cancel_url=reverse("seminars:seminar_detail", args=[pk]),
        heading=_("Duplicate the seminar"),
        lead=_("Texts, days, agenda, questions and materials go along; people, trainers and links to join do not."),
        act=_("Duplicate"),
        done=_("The seminar is duplicated."),
        to=lambda made: reverse("seminars:seminar_detail", args=[made.pk]),
    )


@login_required
@require_http_methods(["GET", "POST"])
def seminar_repeat(request: SignedInRequest, pk: int) -> HttpResponse:
    seminar = seminar_to_write(request, pk)
    form = RepeatForm(request.POST or None)
    here = reverse("seminars:seminar_list")

    sentence = _("The same in each of the weeks after %(day)s, at the same hours of the clock.")
    weeks = form.cleaned_data.get("weeks", 0) if form.is_valid() else 0
    done = ngettext("%(n)s seminar is planned.", "%(n)s seminars are planned.", weeks) % {"n": weeks}
    return answer_action(
        request,
        seminar,
        form,
        lambda: services.repeat_seminar(by=request.user, seminar=seminar, **form.cleaned_data),
        heading=_("Repeat weekly"),
        lead=sentence % {"day": formats.long_date(seminar.activity.starts_on, formats.Case.GENITIVE)},
        act=_("Plan them"),
        cancel_url=reverse("seminars:seminar_detail", args=[pk]),
        done=done,
        to=lambda made: (
            f"{here}?month={made[0].activity.starts_on:%Y-%m}" if made[0].is_published else address_of_drafts(made)
        ),
    )


@login_required
@require_http_methods(["GET", "POST"])
def template_save(request: SignedInRequest, pk: int) -> HttpResponse:
    seminar = seminar_to_write(request, pk)
    form = SaveTemplateForm(request.POST or None, initial={"name": seminar.activity.title_lv[:120]})
    here = reverse("seminars:seminar_detail", args=[pk])
    return answer_action(
        request,
        seminar,
        form,
        lambda: services.save_template(by=request.user, seminar=seminar, **form.cleaned_data),
        cancel_url=here,
        heading=_("Save as a template"),
        lead=_("A template holds texts, length of days, agenda, questions and materials, and no person."),
        act=_("Save the template"),
        done=_("The template is saved."),
    )


@login_required
@require_http_methods(["GET", "POST"])
def template_use(request: SignedInRequest) -> HttpResponse:
    programme = programme_to_write(request)
    may_write = q_in_scopes(request.user, Permission.WRITE_SEMINAR)
    templates = SeminarTemplate.objects.visible_to(request.user).filter(may_write, programme=programme)
    form = UseTemplateForm(request.POST or None, templates=templates.select_related("municipality"))

    context = {"templates": templates.select_related("municipality"), "cancel_url": reverse("seminars:seminar_list")}
    return answer_form(
        request,
        form,
        lambda: services.plan_from_template(by=request.user, **form.cleaned_data),
        template="seminars/plan/template_use.html",
        context=context,
        done=_("The seminar is planned."),
        to=lambda made: reverse("seminars:seminar_detail", args=[made.pk]),
    )


@login_required
@require_POST
def template_drop(request: SignedInRequest, pk: int) -> HttpResponse:
    template = get_object_or_404(SeminarTemplate.objects.visible_to(request.user), pk=pk)
    return answer_button(
        request,
        lambda: services.drop_template(by=request.user, template=template),
        to=reverse("seminars:template_use"),
        done=_("The template is removed."),
    )
