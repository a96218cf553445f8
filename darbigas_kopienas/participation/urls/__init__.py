"""Addresses of taking part, by subject; views lie in the file of the same name."""

from darbigas_kopienas.participation.attendance import urls as attending
from darbigas_kopienas.participation.calendar_feed import urls as calendar
from darbigas_kopienas.participation.participants import urls as managing
from darbigas_kopienas.participation.registration import urls as registering

app_name = "participation"
urlpatterns = [
    *registering.urlpatterns,
    *managing.urlpatterns,
    *attending.urlpatterns,
    *calendar.urlpatterns,
]
