"""`{% activity_tabs activity as tabs %}`: the sub-navigation of a staff side, for `page_head` of all its pages."""

from django import template
from django.template import Context
from django.utils.translation import gettext as _

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.activities.pages import tabs_of

register = template.Library()


@register.simple_tag(takes_context=True)
def activity_tabs(context: Context, activity: Activity) -> dict[str, object]:
    """The page that is open, or the one it lies under, is marked."""
    request = context.get("request")
    tabs = tabs_of(activity, request.user) if request is not None else []
    path = request.path if request is not None else ""
    here = max((url for _label, url in tabs if path.startswith(url)), key=len, default="")
    return {
        "label": _("Pages of the activity"),
        "tabs": [{"label": label, "url": url, "is_here": url == here} for label, url in tabs],
    }
