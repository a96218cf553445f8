"""Words for pages: why somebody gets no certificate."""

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .rules import Why

register = template.Library()

WORDS: dict[Why, str | Promise] = {
    Why.ENTITLED: "",
    Why.NOT_HELD: _("the seminar is not marked as held"),
    Why.CANCELLED: _("the registration is cancelled"),
    Why.UNSETTLED: _("a check-in has to be looked at first"),
    Why.NO_HOURS: _("no attendance is recorded"),
    Why.NOT_A_TEACHER: _("not a teacher"),
    Why.NO_PROGRAMME: _("the seminar runs no training programme"),
    Why.NOT_APPROVED: _("the programme’s approval does not cover the last day"),
    Why.TOO_FEW_HOURS: _("attended too few hours for a certificate"),
}


@register.filter
def why(value: Why) -> str | Promise:
    return WORDS[value]
