"""`{% check_in_choices registration as choices %}`: on somebody's place page, what its reader may tick."""

from django import template
from django.template import Context

from darbigas_kopienas.participation.attendance import passes
from darbigas_kopienas.participation.registration.models import Registration

register = template.Library()


@register.simple_tag(takes_context=True)
def check_in_choices(context: Context, registration: Registration) -> list[passes.Choice]:
    """Today's sessions for the organiser's staff; nothing for everybody else."""
    request = context.get("request")
    return [] if request is None else passes.check_in_choices(request.user, registration)
