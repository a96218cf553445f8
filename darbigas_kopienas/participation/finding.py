"""Rows that a signed address opens: whoever holds it needs no account, so no role is asked."""

from django.http import Http404, HttpRequest

from darbigas_kopienas.activities.models import Activity

from .models import Invitation, Registration
from .registration import links


def place_or_404(kind: str, token: str) -> Registration:
    """The registration of a place link or a mailed link (`links.PLACE`, `links.MAILED`), each only as its own kind.

    A token that was not made here asks the database too, so both answers take the same time.
    """
    pk = links.pk_in(kind, token) or 0
    found = (
        Registration.objects.filter(pk=pk)
        .select_related("activity__enrolment", "activity__programme", "activity__municipality", "person")
        .first()
    )
    if found is None:
        raise Http404
    return found


def invitation_in(request: HttpRequest, activity: Activity) -> Invitation | None:
    """The invitation to this activity that the address or the form carries, as long as nobody has answered it."""
    token = request.POST.get("invitation") or request.GET.get("invitation") or ""
    pk = links.pk_in(links.INVITATION, token) if token else None
    return Invitation.objects.filter(pk=pk, activity=activity, registration__isnull=True).first() if pk else None


def invitation_or_404(token: str) -> Invitation:
    """The invitation that a mailed link stands for, answered or not. Unknown tokens ask the database too."""
    pk = links.pk_in(links.INVITATION, token) or 0
    rows = Invitation.objects.select_related("activity__enrolment", "activity__programme", "activity__municipality")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
