"""Addresses of taking part, by subject; views lie in the file of the same name."""

from . import attending, calendar, managing, registering

app_name = "participation"
urlpatterns = [
    *registering.urlpatterns,
    *managing.urlpatterns,
    *attending.urlpatterns,
    *calendar.urlpatterns,
]
