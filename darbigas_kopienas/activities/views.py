"""What belongs to an activity: the page that a receipt, a photo or a figure of the report leads to."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.programme.access import Permission, may
from darbigas_kopienas.programme.history import history_about

from .models import Activity, Cost
from .pages import page_of


@require_GET
def activity_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Colleagues see everything that hangs on it; others go on to its public page."""
    activity = get_object_or_404(
        Activity.objects.visible_to(request.user).select_related("programme", "municipality", "component", "organiser"),
        pk=pk,
    )
    url = page_of(activity)
    if not may(request.user, Permission.SEE_STAFF, activity.scope):
        return redirect(url or "home:front")
    documents = Document.objects.visible_to(request.user).stored().filter(activities=activity)
    context = {
        "activity": activity,
        "page_url": url,
        "sessions": activity.sessions.all(),
        "documents": documents,
        "costs": Cost.objects.visible_to(request.user).filter(activity=activity),
        "turns": activity.turns.with_reason(),
        "may_see_budget": may(request.user, Permission.SEE_BUDGET, activity.scope),
        "history": history_about(request.user, activity)
        if may(request.user, Permission.SEE_AUDIT, activity.scope)
        else None,
    }
    return render(request, "activities/activity_detail.html", context)
