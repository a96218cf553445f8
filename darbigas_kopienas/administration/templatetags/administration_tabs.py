"""Pages of one subject beside one another, each for whoever may open it."""

from collections.abc import Mapping

from django import template
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from darbigas_kopienas.programme.access import Permission, may_anywhere
from darbigas_kopienas.programme.models import Programme

register = template.Library()
P = Permission
Pages = Mapping[str, tuple[str, Permission | None]]  # without a permission whoever is here may open it too


@register.simple_tag(takes_context=True)
def register_tabs(context: Context, programme: Programme, here: str) -> dict[str, object]:
    """For `page_head … tabs=`; `here` is the page that is open. Who only reads decides of no pair."""
    pages = {
        "person_list": (_("People"), None),
        "organisation_list": (_("Organisations"), None),
        "duplicate_list": (_("Likely duplicates"), P.WRITE_REGISTER),
    }
    return _tabs(context, programme, here, pages, _("Registers"))


@register.simple_tag(takes_context=True)
def privacy_tabs(context: Context, programme: Programme, here: str) -> dict[str, object]:
    pages = {
        "erasure_list": (pgettext("privacy", "Requests"), P.MANAGE_PRIVACY),
        "retention_list": (pgettext("privacy", "How long"), P.MANAGE_PRIVACY),
        "retention_overdue": (pgettext("privacy", "Overdue"), P.MANAGE_PRIVACY),
        "destruction_list": (_("Destruction acts"), P.APPROVE_EXPENSE),
        "notice_list": (_("Notices and consents"), P.MANAGE_PRIVACY),
        "opening_list": (_("Opened files"), P.SEE_AUDIT),
    }
    return _tabs(context, programme, here, pages, _("Personal data"))


@register.simple_tag(takes_context=True)
def mail_tabs(context: Context, programme: Programme, here: str) -> dict[str, object]:
    pages = {"mail_log": (_("Sent and waiting"), P.SEE_MAIL), "words_list": (_("Words of e-mails"), P.WRITE_MAIL)}
    return _tabs(context, programme, here, pages, _("E-mails"))


def _tabs(context: Context, programme: Programme, here: str, pages: Pages, label: str) -> dict[str, object]:
    """Where only one may be opened there are no tabs."""
    request: HttpRequest = context["request"]
    tabs = [
        {"label": word, "url": reverse(f"administration:{page}", args=[programme.pk]), "is_here": page == here}
        for page, (word, permission) in pages.items()
        if permission is None or may_anywhere(request.user, permission, programme.pk)
    ]
    return {"tabs": tabs if len(tabs) > 1 else [], "label": label}
