"""The registers of a programme beside one another: people, organisations, and those that look like one."""

from django import template
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse
from django.utils.translation import gettext as _

from darbigas_kopienas.programme.access import Permission, may_anywhere
from darbigas_kopienas.programme.models import Programme

register = template.Library()


@register.simple_tag(takes_context=True)
def register_tabs(context: Context, programme: Programme, here: str) -> dict[str, object]:
    """For `page_head … tabs=`; `here` is the register that is open. Who only reads decides of no pair."""
    request: HttpRequest = context["request"]
    registers = {"person_list": _("People"), "organisation_list": _("Organisations")}
    if may_anywhere(request.user, Permission.WRITE_REGISTER, programme.pk):
        registers["duplicate_list"] = _("Likely duplicates")
    tabs = [
        {"label": word, "url": reverse(f"administration:{page}", args=[programme.pk]), "is_here": page == here}
        for page, word in registers.items()
    ]
    return {"tabs": tabs, "label": _("Registers")}
