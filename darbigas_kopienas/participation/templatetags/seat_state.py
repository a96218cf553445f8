"""`{% seat_state registration %}`: its state as a badge, and what staff have to know of it now.

Without a template of its own: a list draws it for every row.
"""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from darbigas_kopienas.participation.registration.models import Registration
from darbigas_kopienas.values import formats
from darbigas_kopienas.web.components.parts import badge

register = template.Library()
State = Registration.State


@register.simple_tag
def seat_state(registration: Registration) -> SafeString:
    drawn = badge(registration.state, word=registration.get_state_display())
    rank = getattr(registration, "rank", None)  # with_rank gives it
    if registration.state == State.WAITING and rank:
        return drawn + _note("meta nowrap", _("No. %(rank)s in line") % {"rank": formats.number(rank)})
    if registration.state == State.OFFERED:
        return drawn + _note(
            "meta nowrap", _("until %(moment)s") % {"moment": formats.moment(registration.offer_until)}
        )
    if registration.is_unopened:
        return drawn + _note("meta", _("link not opened yet"))
    return drawn


def _note(css: str, words: str) -> SafeString:
    return format_html(' <span class="{}">{}</span>', css, words)
