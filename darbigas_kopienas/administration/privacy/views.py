"""Where the menu leads: to the requests of the screen's programme."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from darbigas_kopienas.pages.list_query import require_known
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.current import programme_where


@login_required
@require_GET
def privacy(request: SignedInRequest) -> HttpResponse:
    """Of the screen's programme: lines of a menu know no programme."""
    require_known(request.GET, {})
    sentence = _("Only the programme coordinator decides about people’s data.")
    programme = programme_where(request, Permission.MANAGE_PRIVACY, sentence)
    return redirect("administration:erasure_list", programme.pk)
