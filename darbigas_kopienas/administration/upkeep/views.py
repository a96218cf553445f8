"""The operator's page."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from darbigas_kopienas.administration.roles.rules import keeps_the_machine
from darbigas_kopienas.pages.list_query import require_known
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission, may_anywhere

from .state import latest_backups, lines, versions


@login_required
@require_GET
def state(request: SignedInRequest) -> HttpResponse:
    """For whoever keeps the machine, and whoever runs a programme: figures of the portal, nothing of what is in it."""
    require_known(request.GET, {})
    if not (keeps_the_machine(request.user) or may_anywhere(request.user, Permission.MANAGE_ROLES)):
        raise PermissionDenied(_("Only the programme coordinator and administrators see the state of the system."))
    context = {"lines": lines(), "versions": versions(), "backups": latest_backups()}
    return render(request, "administration/upkeep/state.html", context)
