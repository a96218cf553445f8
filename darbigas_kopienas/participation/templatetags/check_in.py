"""`{% check_in_choices registration as choices %}`: on somebody's place page, what its reader may tick."""

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.translation import gettext as _

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.activities.pages import page_of
from darbigas_kopienas.participation.attendance import passes
from darbigas_kopienas.participation.registration.at_the_door import only_records
from darbigas_kopienas.participation.registration.models import Registration

register = template.Library()


@register.simple_tag(takes_context=True)
def check_in_choices(context: Context, registration: Registration) -> list[passes.Choice]:
    """Today's sessions for the organiser's staff; nothing for everybody else."""
    request = context.get("request")
    return [] if request is None else passes.check_in_choices(request.user, registration)


@register.simple_tag(takes_context=True)
def way_to_list(context: Context, activity: Activity) -> dict[str, str]:
    """Where the list of a session was come to from: the activity's page; for whoever only ticks, today's lists."""
    request = context.get("request")
    if request is not None and only_records(request.user, activity.scope):
        return {"label": _("Attendance today"), "url": reverse("participation:attendance_today")}
    return {
        "label": activity.title,
        "url": page_of(activity) or reverse("activities:activity_detail", args=[activity.pk]),
    }
