"""Showing seminars to everybody that only colleagues see: one from its page, several together."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from darbigas_kopienas.pages.forms import answer_button, answer_form
from darbigas_kopienas.people.requests import SignedInRequest
from seminars.catalogue.views import programme_to_write
from seminars.plan import services
from seminars.plan.forms.repetition import PublishForm
from seminars.seminar.models import Seminar
from seminars.seminar.views import seminar_or_404


@login_required
@require_http_methods(["GET", "POST"])
def seminar_drafts(request: SignedInRequest) -> HttpResponse:
    """Those that wait to be published; the address may say which are chosen beforehand."""
    programme = programme_to_write(request)
    drafts = (
        Seminar.objects.visible_to(request.user)
        .to_publish_by(request.user)
        .filter(activity__programme=programme)
        .for_lists()
    )
    form = PublishForm(request.POST or None, drafts=drafts, initial={"seminars": request.GET.getlist("seminar")})
    here = reverse("seminars:seminar_list")
    number = len(form.cleaned_data["seminars"]) if form.is_valid() else 0
    done = ngettext("%(n)s seminar is published.", "%(n)s seminars are published.", number) % {"n": number}
    return answer_form(
        request,
        form,
        lambda: services.publish_seminars(by=request.user, seminars=form.cleaned_data["seminars"]),
        template="seminars/plan/seminar_drafts.html",
        context={"has_drafts": drafts.exists(), "cancel_url": here},
        done=done,
        to=here,
    )


def address_of_drafts(chosen: Iterable[Seminar]) -> str:
    """The page with these chosen."""
    return f"{reverse('seminars:seminar_drafts')}?{urlencode([('seminar', seminar.pk) for seminar in chosen])}"


@login_required
@require_POST
def seminar_publish(request: SignedInRequest, pk: int) -> HttpResponse:
    seminar = seminar_or_404(request, pk)
    return answer_button(
        request,
        lambda: services.publish_seminars(by=request.user, seminars=[seminar]),
        to=reverse("seminars:seminar_detail", args=[pk]),
        done=_("The seminar is published."),
    )
