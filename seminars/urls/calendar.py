from django.urls import path
from django.utils.translation import gettext_lazy as _

from seminars.plan.views import calendar as views

urlpatterns = [
    path(_("calendar.ics"), views.seminar_feed, name="seminar_feed"),
    path(_("<int:pk>/calendar.ics"), views.seminar_calendar, name="seminar_calendar"),
]
