from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.pages.forms import answer_button, answer_form
from darbigas_kopienas.pages.list_query import list_page
from darbigas_kopienas.pages.page_cache import drawn_once
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission, may, may_anywhere, require
from darbigas_kopienas.programme.current import current_programme, programme_where
from darbigas_kopienas.programme.history import history_about
from darbigas_kopienas.programme.models import Component, Programme

from . import services
from .forms import COMPONENT_LABEL, NewGuidelineForm, PublicityForm, RewriteForm
from .models import Guideline, Publicity

PER_PAGE = 20


@require_GET
@drawn_once
def guideline_list(request: HttpRequest) -> HttpResponse:
    """Published ones for everybody; one's own municipality's drafts first for its staff."""
    programme = current_programme(request)
    guidelines = Guideline.objects.visible_to(request.user).filter(programme=programme).for_lists()
    return render(
        request,
        "guidelines/guideline_list.html",
        {
            "page": list_page(request, guidelines.drafts_first(), PER_PAGE),
            "may_add": programme is not None and may_anywhere(request.user, Permission.WRITE_GUIDELINE, programme.pk),
            "sees_publicity": programme is not None and may_anywhere(request.user, Permission.SEE_STAFF, programme.pk),
        },
    )


@require_GET
@drawn_once
def guideline_detail(request: HttpRequest, pk: int) -> HttpResponse:
    guideline = _guideline_or_404(request, pk)
    scope = guideline.scope
    is_draft = guideline.state == Guideline.State.DRAFT
    may_publish = may(request.user, Permission.PUBLISH, scope)
    may_write = may(request.user, Permission.WRITE_GUIDELINE, scope) and (is_draft or may_publish)
    is_own_draft = is_draft and may_publish and guideline.is_written_by(request.user)
    context: dict[str, object] = {
        "guideline": guideline,
        "documents": Document.objects.visible_to(request.user).filter(guidelines=guideline).order_by("pk"),
        "may_write": may_write,
        "may_publish": may_publish and is_draft and not is_own_draft,
        "may_archive": may_publish and guideline.state == Guideline.State.PUBLISHED,
        "is_own_draft": is_own_draft,
        "is_stale": may_write and guideline.is_translation_stale,
    }
    if may(request.user, Permission.SEE_AUDIT, scope):
        context["history"] = history_about(request.user, guideline)
    return render(request, "guidelines/guideline_detail.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def guideline_add(request: SignedInRequest) -> HttpResponse:
    programme = _programme_to_write(request)
    form = NewGuidelineForm(
        request.POST or None,
        initial={"component": Component.objects.filter(programme=programme, label=COMPONENT_LABEL).first()},
        programme=programme,
        user=request.user,
        permission=Permission.WRITE_GUIDELINE,
    )

    return answer_form(
        request,
        form,
        lambda: services.write(by=request.user, scope=form.scope, **form.fields_of_row),
        template="guidelines/guideline_form.html",
        context={"heading": _("New guideline"), "cancel_url": reverse("guidelines:guideline_list")},
        done=_("The draft is saved."),
        to=lambda guideline: reverse("guidelines:guideline_detail", args=[guideline.pk]),
    )


@login_required
@require_http_methods(["GET", "POST"])
def guideline_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    guideline = _guideline_or_404(request, pk)
    require(request.user, Permission.WRITE_GUIDELINE, guideline.scope)
    if guideline.state != Guideline.State.DRAFT:
        require(request.user, Permission.PUBLISH, guideline.scope)
    form = RewriteForm(request.POST or None, initial=RewriteForm.initial_of(guideline), programme=guideline.programme)
    here = reverse("guidelines:guideline_detail", args=[pk])

    return answer_form(
        request,
        form,
        lambda: services.rewrite(by=request.user, guideline=guideline, **form.cleaned_data),
        template="guidelines/guideline_form.html",
        context={
            "heading": _("Edit the guideline"),
            "guideline": guideline,
            "cancel_url": here,
            "gives_up_approval": _may_still_approve(request.user, guideline),
        },
        done=_("The text is saved."),
        to=here,
    )


@login_required
@require_POST
def guideline_publish(request: SignedInRequest, pk: int) -> HttpResponse:
    """Approve and show: one tap."""
    guideline = _guideline_or_404(request, pk)
    return answer_button(
        request,
        lambda: services.publish(by=request.user, guideline=guideline),
        to=reverse("guidelines:guideline_detail", args=[pk]),
        done=_("The guideline is published."),
    )


@login_required
@require_POST
def guideline_archive(request: SignedInRequest, pk: int) -> HttpResponse:
    guideline = _guideline_or_404(request, pk)
    return answer_button(
        request,
        lambda: services.archive(by=request.user, guideline=guideline),
        to=reverse("guidelines:guideline_detail", args=[pk]),
        done=_("The guideline is archived."),
    )


@login_required
@require_GET
def publicity_list(request: SignedInRequest) -> HttpResponse:
    """The register of publicity, for the staff and the auditor; the report tells it to the funder."""
    refused = _("The register of publicity is seen by the programme’s staff.")
    programme = programme_where(request, Permission.SEE_STAFF, refused)
    items = Publicity.objects.visible_to(request.user).filter(programme=programme).select_related("municipality")
    return render(
        request,
        "guidelines/publicity_list.html",
        {
            "page": list_page(request, items, PER_PAGE),
            "may_add": may_anywhere(request.user, Permission.WRITE_GUIDELINE, programme.pk),
        },
    )


@login_required
@require_http_methods(["GET", "POST"])
def publicity_add(request: SignedInRequest) -> HttpResponse:
    programme = _programme_to_write(request)
    form = PublicityForm(
        request.POST or None, user=request.user, permission=Permission.WRITE_GUIDELINE, programme=programme
    )

    back = reverse("guidelines:publicity_list")
    return answer_form(
        request,
        form,
        lambda: services.record_publicity(by=request.user, scope=form.scope, **form.fields_of_row),
        template="guidelines/publicity_form.html",
        context={"cancel_url": back},
        done=_("The publicity is recorded."),
        to=back,
    )


def _may_still_approve(user: User, guideline: Guideline) -> bool:
    """Changing the text would take that away."""
    may_publish = guideline.state == Guideline.State.DRAFT and may(user, Permission.PUBLISH, guideline.scope)
    return may_publish and not guideline.is_written_by(user)


def _guideline_or_404(request: HttpRequest, pk: int) -> Guideline:
    guidelines = Guideline.objects.visible_to(request.user).select_related("programme", "municipality", "component")
    return get_object_or_404(guidelines, pk=pk)


def _programme_to_write(request: HttpRequest) -> Programme:
    refused = _("This is written by the municipality’s or the programme’s coordinator.")
    return programme_where(request, Permission.WRITE_GUIDELINE, refused)
