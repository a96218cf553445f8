"""A draft whose form opens no more: its row is gone or decided, or its author's role has ended.

"My tasks" still leads there. So its author finds what they typed, to take along, and the way to be rid of it.
"""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from darbigas_kopienas.people.models import User
from darbigas_kopienas.submissions.drafted_forms import drafted_form
from darbigas_kopienas.submissions.services.drafts import draft_and_keys


def left_draft(request: HttpRequest, form_key: str, refusal: Http404 | PermissionDenied) -> HttpResponse | None:
    """The page instead of the bare refusal, with its status; None where this person has no draft there."""
    form = drafted_form(form_key)
    if form is None or not isinstance(request.user, User):
        return None
    draft, _keys = draft_and_keys(by=request.user, form_key=form_key)
    if draft is None:
        return None
    texts = [value for values in draft.data.values() for value in values if value.strip()]
    context = {"label": form[0].label, "form_key": form_key, "texts": texts}
    status = 404 if isinstance(refusal, Http404) else 403
    return render(request, "submissions/draft_left.html", context, status=status)
