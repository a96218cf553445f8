from typing import cast

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.pages.forms import answer_button, answer_form
from darbigas_kopienas.pages.list_query import list_page, page_of
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.values import clock, formats

from . import schools
from .access import Permission, may_anywhere
from .current import programme_of_form, programme_where
from .forms import SchoolContactForm
from .history import MOST_SHOWN, history_of
from .history_filter import HistoryFilter
from .models import Programme, Site
from .scoping import q_in_scopes
from .site_map import site_map


@require_GET
def programme_detail(request: HttpRequest, code: str) -> HttpResponse:
    """What the programme is: public knowledge."""
    programme = get_object_or_404(Programme.objects.visible_to(request.user), code=code)
    return render(
        request,
        "programme/programme_detail.html",
        {
            "programme": programme,
            "starts": formats.long_date(programme.starts_on, known_to=programme.starts_known_to),
            "ends": formats.long_date(programme.ends_on),
            "parties": programme.parties.select_related("organisation"),
            "partnerships": programme.partnerships.select_related("municipality"),
            "components": programme.components.all(),
            "indicators": programme.indicators.all(),
            "map": site_map(Site.objects.in_scope(programme.scope).public().for_lists()),
            "may_see_history": may_anywhere(request.user, Permission.SEE_AUDIT, programme.pk),
            "may_close": may_anywhere(request.user, Permission.ASK_CLOSING, programme.pk),
        },
    )


@login_required
@require_http_methods(["GET", "POST"])
def school_contact_list(request: SignedInRequest) -> HttpResponse:
    """Who speaks for the schools of one's municipality; a new contact is named here."""
    programme = programme_where(request, Permission.INVITE)
    form = SchoolContactForm(request.POST or None, schools=schools.schools_of(request.user, programme))
    contacts = schools.contacts_of(request.user, programme)
    return answer_form(
        request,
        form,
        lambda: schools.grant_school_contact(by=request.user, programme=programme, **form.cleaned_data),
        template="programme/school_contact_list.html",
        context={"page": list_page(request, contacts, 50), "today": clock.today()},
        done=_("The school’s contact is named."),
        to=reverse("programme:school_contact_list"),
    )


@login_required
@require_POST
def school_contact_end(request: SignedInRequest, pk: int) -> HttpResponse:
    programme = programme_of_form(request)
    if programme is None:
        raise Http404
    contact = get_object_or_404(schools.contacts_of(request.user, programme), pk=pk)
    return answer_button(
        request,
        lambda: schools.end_school_contact(by=request.user, programme=programme, contact=contact),
        to=reverse("programme:school_contact_list"),
        done=_("This person no longer speaks for the school."),
    )


@login_required
@require_GET
def history_list(request: SignedInRequest) -> HttpResponse:
    """Vēsture: who did what and what it was before, in one's own scope."""
    if request.user.is_superuser:  # keeps the machine: sees that things were done, in every programme, never what
        page = list_page(request, Entry.objects.of_programmes(None), MOST_SHOWN)
        lines = history_of(request.user, cast("QuerySet[Entry]", page.object_list), with_values=False)
        return render(request, "programme/history_list.html", {"page": page, "lines": lines})
    programme = programme_where(request, Permission.SEE_AUDIT)
    mine = q_in_scopes(request.user, Permission.SEE_AUDIT)
    entries = Entry.objects.of_programmes(programme.pk).filter(mine)
    chosen = HistoryFilter(request.GET, queryset=entries, request=request)
    page = page_of(request, chosen.rows(), MOST_SHOWN)
    context = {
        "page": page,
        "filter": chosen,
        "lines": history_of(request.user, cast("QuerySet[Entry]", page.object_list)),
        "programme": programme,
    }
    return render(request, "programme/history_list.html", context)
