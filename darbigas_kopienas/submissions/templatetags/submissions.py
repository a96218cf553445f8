"""`{% submission_key %}` inside a form: it counts once, and where its page keeps drafts it saves itself."""

from typing import Any
from uuid import UUID

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from darbigas_kopienas.people.models import User
from darbigas_kopienas.submissions.services.drafts import page_of
from darbigas_kopienas.submissions.services.submissions import last_keys, new_key
from darbigas_kopienas.submissions.sign_in import device_key, owner_token

register = template.Library()


def _form_key(context: Context, given: str) -> str:
    return given or str(getattr(context.get("form"), "form_key", ""))


@register.simple_tag(takes_context=True)
def submission_key(context: Context, form_key: str = "") -> SafeString:
    """The hidden inputs of a form: its key, in which programme it is written, and (where it has drafts) which form
    and whose it is."""
    request = context.get("request")
    key = _sent_key(request) or new_key()
    inputs = format_html('<input type="hidden" name="submission_key" value="{}">', key)
    if written_in := getattr(context.get("portal"), "written_in", None):
        inputs += format_html('<input type="hidden" name="form_programme" value="{}">', written_in)
    form_key = _form_key(context, form_key)
    user = getattr(request, "user", None)
    if not isinstance(user, User) or not page_of(form_key):
        return inputs
    return inputs + format_html(
        '<input type="hidden" name="form_key" value="{}" {}><input type="hidden" name="form_owner" value="{}">{}',
        form_key,
        _draft_attributes(context.get("form"), user, form_key),
        owner_token(user),
        render_to_string("submissions/draft_notice.html", {"draft": getattr(context.get("form"), "draft", None)}),
    )


def _sent_key(request: Any) -> str:
    """The key that was sent, when the page is shown again with errors."""
    sent = request.POST.get("submission_key", "") if request is not None and request.method == "POST" else ""
    try:
        return str(UUID(sent))
    except ValueError:
        return ""


def _draft_attributes(form: Any, user: User, form_key: str) -> SafeString:
    """What static/js/drafts.js has to know."""
    draft = getattr(form, "draft", None)
    keys = getattr(form, "sent_keys", None)
    return format_html(
        'data-draft="{}" data-draft-url="{}" data-draft-user="{}" data-draft-done="{}" data-draft-saved="{}" '
        'data-draft-bound="{}" data-draft-lock="{}" data-draft-device="{}" data-draft-ended="{}" '
        'data-draft-unsaved="{}"',
        form_key,
        reverse("submissions:draft_save"),
        user.pk,
        " ".join(last_keys(by=user, form_key=form_key) if keys is None else keys),
        int(draft.updated_at.timestamp() * 1000) if draft is not None else 0,
        "yes" if getattr(form, "is_bound", False) else "",
        device_key(user),
        _("No connection. The draft is kept on this device."),
        _("Your session has ended. The draft is kept on this device; sign in and it comes back."),
        _("The draft is not saved yet. Leave this page open."),
    )
