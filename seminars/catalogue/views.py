from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from darbigas_kopienas.pages.forms import answer_form
from darbigas_kopienas.pages.list_query import list_page
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission, may, may_anywhere, require
from darbigas_kopienas.programme.current import current_programme, programme_where
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import clock

from . import services
from .forms import NewTrainingForm, TrainingForm
from .models import TrainingProgramme

PER_PAGE = 20


@require_GET
def training_list(request: HttpRequest) -> HttpResponse:
    """The catalogue: what can be taught. Public knowledge, approvals included."""
    programme = current_programme(request)
    trainings = TrainingProgramme.objects.visible_to(request.user).filter(programme=programme)
    return render(
        request,
        "seminars/catalogue/training_list.html",
        {
            "page": list_page(request, trainings.select_related("municipality"), PER_PAGE),
            "today": clock.today(),
            "may_add": programme is not None and may_anywhere(request.user, Permission.WRITE_SEMINAR, programme.pk),
        },
    )


@require_GET
def training_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One programme with its runs: those to come, and the latest of those past."""
    training = _training_or_404(request, pk)
    today = clock.today()
    runs = training.seminars.visible_to(request.user).for_lists()
    return render(
        request,
        "seminars/catalogue/training_detail.html",
        {
            "training": training,
            "is_valid": training.is_approved_on(today),
            "coming": runs.ending_since(today).with_seats(),
            "past": runs.over_before(today)[:PER_PAGE],
            "may_write": may(request.user, Permission.WRITE_SEMINAR, training.scope),
        },
    )


def _training_or_404(request: HttpRequest, pk: int) -> TrainingProgramme:
    visible = TrainingProgramme.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("programme", "municipality", "approved_by", "issuer"), pk=pk)


@login_required
@require_http_methods(["GET", "POST"])
def training_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    training = _training_or_404(request, pk)
    require(request.user, Permission.WRITE_SEMINAR, training.scope)
    form = TrainingForm(request.POST or None, initial=TrainingForm.initial_of(training), programme=training.programme)
    here = reverse("seminars:training_detail", args=[pk])

    context = {"training": training, "cancel_url": here}
    return answer_form(
        request,
        form,
        lambda: services.edit_training_programme(by=request.user, training=training, **form.cleaned_data),
        template="seminars/catalogue/training_form.html",
        context=context,
        done=_("The training programme is saved."),
        to=here,
    )


@login_required
@require_http_methods(["GET", "POST"])
def training_add(request: SignedInRequest) -> HttpResponse:
    programme = programme_to_write(request)
    form = NewTrainingForm(
        request.POST or None, user=request.user, permission=Permission.WRITE_SEMINAR, programme=programme
    )

    context = {"cancel_url": reverse("seminars:training_list")}
    return answer_form(
        request,
        form,
        lambda: services.add_training_programme(by=request.user, scope=form.scope, **form.fields_of_row),
        template="seminars/catalogue/training_form.html",
        context=context,
        done=_("The training programme is saved."),
        to=lambda training: reverse("seminars:training_detail", args=[training.pk]),
    )


def programme_to_write(request: HttpRequest) -> Programme:
    refused = _("Seminars are written by the municipality’s coordinator.")
    return programme_where(request, Permission.WRITE_SEMINAR, refused)
