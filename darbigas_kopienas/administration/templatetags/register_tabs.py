"""The registers of a programme beside one another: people, organisations."""

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from darbigas_kopienas.programme.models import Programme

register = template.Library()

# Each with its URL's name, in the order of the tabs.
REGISTERS = {
    "organisations": "administration:organisation_list",
}


@register.simple_tag
def register_tabs(programme: Programme, here: str) -> dict[str, object]:
    """For `page_head … tabs=`; `here` is the register that is open."""
    words = {"organisations": _("Organisations")}
    tabs = [
        {"label": words[key], "url": reverse(name, args=[programme.pk]), "is_here": key == here}
        for key, name in REGISTERS.items()
    ]
    return {"tabs": tabs, "label": _("Registers")}
