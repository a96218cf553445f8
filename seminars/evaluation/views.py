"""A participant evaluates by a personal link; the staff read what it comes to."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from darbigas_kopienas.pages.broken_links import BrokenLink
from darbigas_kopienas.pages.forms import refuse
from darbigas_kopienas.programme.access import Permission, may, require
from seminars.seminar.views import seminar_or_404

from . import links, services
from .forms import IN_A_WORD, EvaluationForm, words_of
from .models import MARKS, Evaluation
from .reporting import LEAST_ANSWERS, SCALE
from .reporting import evaluation_summary as summary_of

WORDS_SHOWN = 200


@never_cache
@require_http_methods(["GET", "POST"])
def evaluation_give(request: HttpRequest, token: str) -> HttpResponse:
    """Once for each ticket. Not sent through `once`: that would keep who sent it and when."""
    ticket = services.find_ticket(links.ticket_in(token))
    if ticket is None:
        raise BrokenLink
    form = EvaluationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.evaluate(
                ticket_pk=ticket.pk, marks=form.marks, will_use=data["will_use"], to_improve=data["to_improve"]
            )
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Thank you! Your evaluation is kept without your name."))
            return redirect(request.path)
    context = {"form": form, "activity": ticket.registration.activity, "is_used": ticket.is_used}
    answer = render(request, "seminars/evaluation/evaluation_give.html", context, status=422 if form.errors else 200)
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


@login_required
@require_GET
def evaluation_summary(request: HttpRequest, pk: int) -> HttpResponse:
    """Means in a chart and how often each mark was given; words only for those who may read names."""
    seminar = seminar_or_404(request, pk)
    require(request.user, Permission.SEE_STAFF, seminar.scope)
    summary = summary_of([pk])[pk]
    context = {"seminar": seminar, "summary": summary, "least": LEAST_ANSWERS, "scale": SCALE}
    if summary.is_shown:
        context["points"] = [(IN_A_WORD[mark], summary.means[mark] or 0) for mark in MARKS]
        context["marks"] = [(words_of(mark), summary.means[mark], summary.distribution[mark]) for mark in MARKS]
        if may(request.user, Permission.SEE_REGISTRATIONS, seminar.scope):
            said = Evaluation.objects.visible_to(request.user).filter(seminar=seminar).order_by("pk")
            context["words"] = list(said.exclude(will_use="", to_improve="")[:WORDS_SHOWN])
    return render(request, "seminars/evaluation/evaluation_summary.html", context)
