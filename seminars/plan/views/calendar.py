"""Seminars for calendar programs: all that are announced, and one."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from darbigas_kopienas.participation.registration.calendar import PAST_DAYS, file_of_activities
from darbigas_kopienas.programme.current import current_programme
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.calendars import answer_calendar
from seminars.plan.forms.filter import SeminarFilter
from seminars.seminar.models import Seminar
from seminars.seminar.views import seminar_or_404


@require_GET
def seminar_feed(request: HttpRequest) -> HttpResponseBase:
    """What everybody may see, with the filters of the list in the address; whoever asks, drafts are left out."""
    programme = current_programme(request)
    form = SeminarFilter(request.GET, programme=programme)
    seminars = Seminar.objects.visible_to(request.user).filter(
        activity__programme=programme,
        activity__is_public=True,
        activity__starts_on__gte=clock.today() - timedelta(days=PAST_DAYS),
    )
    seminars = form.narrow(seminars).select_related("activity__municipality").prefetch_related("activity__sessions")
    activities = [seminar.activity for seminar in seminars.order_by("activity__starts_on", "pk")]
    return answer_calendar(request, file_of_activities(activities, name=_("Seminars")), name="seminari")


@require_GET
def seminar_calendar(request: HttpRequest, pk: int) -> HttpResponseBase:
    seminar = seminar_or_404(request, pk)
    return answer_calendar(request, file_of_activities([seminar.activity], name=seminar.title), name="seminars")
