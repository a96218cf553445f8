"""A milestone is done: said from the list, by its municipality's coordinator too."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from darbigas_kopienas.pages.forms import answer_button
from darbigas_kopienas.people.requests import SignedInRequest

from . import services
from .models import Milestone


@login_required
@require_POST
def milestone_done(request: SignedInRequest, programme_pk: int, pk: int) -> HttpResponse:
    milestone = get_object_or_404(Milestone.objects.visible_to(request.user), programme=programme_pk, pk=pk)
    return answer_button(
        request,
        lambda: services.finish_milestone(by=request.user, milestone=milestone),
        to=reverse("administration:milestone_list", args=[programme_pk]),
        done=_("Marked as done: %(what)s") % {"what": milestone},
    )
