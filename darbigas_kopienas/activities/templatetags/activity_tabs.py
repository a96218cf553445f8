"""Ways about an activity, on pages of the room and of the floor alike: the tabs of its staff side, its own page."""

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.translation import gettext as _

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.activities.pages import page_of, tabs_of

register = template.Library()


@register.simple_tag
def activity_page(activity: Activity) -> str:
    """The seminar's or event's own page; what belongs to it where no room has one."""
    return page_of(activity) or reverse("activities:activity_detail", args=[activity.pk])


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
