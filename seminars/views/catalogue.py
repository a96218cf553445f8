from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from darbigas_kopienas import clock
from darbigas_kopienas.programme.access import Permission, may_anywhere
from darbigas_kopienas.programme.current import current_programme
from darbigas_kopienas.submissions.answering import answer_form
from seminars import services
from seminars.forms import TrainingForm
from seminars.models import TrainingProgramme

from .finding import programme_to_write

PER_PAGE = 20


@require_GET
def training_list(request: HttpRequest) -> HttpResponse:
    """The catalogue: what can be taught. Public knowledge, approvals included."""
    programme = current_programme(request)
    trainings = TrainingProgramme.objects.visible_to(request.user).filter(programme=programme)
    return render(
        request,
        "seminars/training_list.html",
        {
            "page": Paginator(trainings.select_related("municipality"), PER_PAGE).get_page(request.GET.get("page")),
            "today": clock.today(),
            "may_add": programme is not None and may_anywhere(request.user, Permission.WRITE_SEMINAR, programme.pk),
        },
    )


@login_required
@require_http_methods(["GET", "POST"])
def training_add(request: HttpRequest) -> HttpResponse:
    programme = programme_to_write(request)
    form = TrainingForm(
        request.POST or None, user=request.user, permission=Permission.WRITE_SEMINAR, programme=programme
    )

    def deed() -> str:
        fields = {name: value for name, value in form.cleaned_data.items() if name != "where"}
        services.add_training_programme(by=request.user, scope=form.scope, **fields)
        return reverse("seminars:training_list")

    context = {"cancel_url": reverse("seminars:training_list")}
    return answer_form(
        request,
        form,
        deed,
        template="seminars/training_form.html",
        context=context,
        done=_("The training programme is saved."),
    )
