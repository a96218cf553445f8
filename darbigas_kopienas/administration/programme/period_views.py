"""Reporting periods proposed at one stroke: which they would be, and which of them are there."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from darbigas_kopienas.pages.forms import answer_form, refuse
from darbigas_kopienas.pages.list_query import require_form
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.models import Programme

from . import services
from .forms import ProposalForm
from .periods import PERIODS, Proposal, proposals


@login_required
@require_http_methods(["GET", "POST"])
def period_propose(request: SignedInRequest, programme_pk: int) -> HttpResponse:
    """The address says how long each is; sending adds those that share no day with one that is there."""
    programme = get_object_or_404(Programme.objects.visible_to(request.user), pk=programme_pk)
    require(request.user, Permission.WRITE_PROGRAMME, programme.scope)
    if request.method == "POST":
        form = ProposalForm(request.POST)
    else:
        form = ProposalForm(request.GET if set(request.GET) & set(ProposalForm.base_fields) else ProposalForm.USUAL)
        require_form(request.GET, form, also={})
    proposed = _proposed(programme, form)
    return answer_form(
        request,
        form,
        lambda: services.add_proposed_periods(by=request.user, programme=programme, **form.cleaned_data),
        template="administration/programme/period_propose.html",
        context={
            "programme": programme,
            "kind": PERIODS,
            "list_url": PERIODS.address(programme.pk),
            "proposals": proposed,
            "number_of_new": sum(proposal.is_new for proposal in proposed),
        },
        done=_added,
        to=PERIODS.address(programme.pk),
    )


def _proposed(programme: Programme, form: ProposalForm) -> list[Proposal]:
    """Nothing while the form says what is wrong."""
    if not form.is_valid():
        return []
    try:
        return proposals(programme, **form.cleaned_data)
    except ValidationError as error:
        refuse(form, error)
        return []


def _added(periods: object) -> str:
    number = len(periods) if isinstance(periods, list) else 0
    return ngettext("%(n)d reporting period added.", "%(n)d reporting periods added.", number) % {"n": number}
