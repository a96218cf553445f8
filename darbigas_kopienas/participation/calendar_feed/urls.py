from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from . import views

urlpatterns: list[URLPattern] = [
    path(_("my-calendar/"), views.calendar_own, name="calendar_own"),
    path(_("my-calendar/renew/"), views.calendar_renew, name="calendar_renew"),
    path(_("my-calendar/end/"), views.calendar_end, name="calendar_end"),
    path(_("my-calendar/<str:token>.ics"), views.calendar_feed, name="calendar_feed"),
]
