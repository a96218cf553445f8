"""`{% seminar_tabs seminar %}`: the sub-navigation of a seminar's staff side, for those who see that side."""

from typing import Any

from django import template
from django.template import Context

from darbigas_kopienas.programme.access import Permission, may
from seminars.models import Seminar
from seminars.tabs import tabs_of

register = template.Library()


@register.inclusion_tag("seminars/_staff_tabs.html", takes_context=True)
def seminar_tabs(context: Context, seminar: Seminar) -> dict[str, Any]:
    """Nothing for strangers; the page that is open is told by the request's own address."""
    request = context.get("request")
    if request is None or not may(request.user, Permission.SEE_STAFF, seminar.scope):
        return {"tabs": []}
    return {
        "tabs": [{"label": label, "url": url, "is_here": request.path == url} for label, url, _name in tabs_of(seminar)]
    }
