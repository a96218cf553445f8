"""When one may register, and until when one may change it oneself; else the reason in words."""

from django.utils.translation import gettext as _

from darbigas_kopienas.participation.models import Enrolment
from darbigas_kopienas.participation.registration.errors import RegistrationClosed, TooLate
from darbigas_kopienas.values import clock, formats


def why_closed(enrolment: Enrolment) -> str:
    """Why nobody can register today; empty where one can."""
    about, today = enrolment.activity, clock.today()
    if enrolment.is_open_on(today):
        return ""
    if about.state == "cancelled":
        return _("It has been cancelled, so nobody can register.")
    if about.state == "held" or about.starts_on < today:
        return _("It is over, so nobody can register any more.")
    if enrolment.opens_on is not None and today < enrolment.opens_on:
        return _("Registration opens on %(day)s.") % {"day": formats.day(enrolment.opens_on)}
    if about.is_public and today > enrolment.last_day:
        return _("Registration closed on %(day)s.") % {"day": formats.day(enrolment.last_day)}
    return _("Registration is closed.")


def require_open_registration(enrolment: Enrolment) -> None:
    """Raises RegistrationClosed."""
    if reason := why_closed(enrolment):
        raise RegistrationClosed(reason, code="closed")


def require_may_change(enrolment: Enrolment) -> None:
    """For the participant's own deeds. Raises TooLate."""
    if not enrolment.may_be_changed_on(clock.today()):
        raise TooLate(_("The last day for changing has passed. Write to the organiser."), code="late")
