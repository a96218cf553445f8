from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from darbigas_kopienas.values import formats

from .services import drafts


@require_POST
def draft_save(request: HttpRequest) -> JsonResponse:
    """Called by the page while somebody types; answers what to say under the form."""
    if not request.user.is_authenticated:
        return JsonResponse({"text": _("Your session has ended.")}, status=401)
    data = drafts.typed((name, list(values)) for name, values in request.POST.lists())
    try:
        draft = drafts.save_draft(
            by=request.user,
            form_key=request.POST.get("form_key", ""),
            data=data,
            key=request.POST.get("submission_key", ""),
        )
    except drafts.DraftRefused as error:
        return JsonResponse({"text": " ".join(error.messages)}, status=422)
    if draft is None:
        return JsonResponse({"text": "", "saved": 0})
    text = _("Draft saved at %(time)s") % {"time": formats.hour(draft.updated_at)}
    return JsonResponse({"text": text, "saved": int(draft.updated_at.timestamp() * 1000)})


@require_POST
def draft_drop(request: HttpRequest) -> HttpResponse:
    """The person throws the draft away: the page's script is told so, its button leads back to the empty form."""
    if not request.user.is_authenticated:
        return JsonResponse({"text": _("Your session has ended.")}, status=401)
    drafts.drop_draft(by=request.user, form_key=request.POST.get("form_key", ""))
    back = request.POST.get("back", "")
    if back and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return redirect(back)
    return JsonResponse({"text": _("Draft deleted"), "saved": 0})
