"""The pages about personal data beside one another, each for whoever may open it."""

from django import template
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from darbigas_kopienas.programme.access import Permission, may_anywhere
from darbigas_kopienas.programme.models import Programme

register = template.Library()


@register.simple_tag(takes_context=True)
def privacy_tabs(context: Context, programme: Programme, here: str) -> dict[str, object]:
    """For `page_head … tabs=`; `here` is the page that is open. Where only one may be opened there are no tabs."""
    request: HttpRequest = context["request"]
    pages = {
        "erasure_list": (pgettext("privacy", "Requests"), Permission.MANAGE_PRIVACY),
        "retention_list": (pgettext("privacy", "How long"), Permission.MANAGE_PRIVACY),
        "retention_overdue": (pgettext("privacy", "Overdue"), Permission.MANAGE_PRIVACY),
        "destruction_list": (_("Destruction acts"), Permission.APPROVE_EXPENSE),
        "notice_list": (_("Notices and consents"), Permission.MANAGE_PRIVACY),
        "opening_list": (_("Opened files"), Permission.SEE_AUDIT),
    }
    tabs = [
        {"label": word, "url": reverse(f"administration:{page}", args=[programme.pk]), "is_here": page == here}
        for page, (word, permission) in pages.items()
        if may_anywhere(request.user, permission, programme.pk)
    ]
    return {"tabs": tabs if len(tabs) > 1 else [], "label": _("Personal data")}
