"""`{% seminar_tabs seminar %}`: the sub-navigation of a seminar's staff side, for those who see that side."""

from typing import Any

from django import template
from django.template import Context

from seminars.models import Seminar
from seminars.tabs import tabs_of

register = template.Library()


@register.inclusion_tag("seminars/_staff_tabs.html", takes_context=True)
def seminar_tabs(context: Context, seminar: Seminar) -> dict[str, Any]:
    """Nothing for strangers; the page that is open is told by the request's own address."""
    request = context.get("request")
    tabs = tabs_of(seminar, request.user) if request is not None else []
    path = request.path if request is not None else ""
    here = max((url for _label, url in tabs if path.startswith(url)), key=len, default="")
    return {"tabs": [{"label": label, "url": url, "is_here": url == here} for label, url in tabs]}
