"""Addresses of the room, by subject; views lie in the file of the same name."""

from . import calendar, catalogue, certificates, evaluating, mine, planning, reading, running

app_name = "seminars"
urlpatterns = [
    *reading.urlpatterns,
    *calendar.urlpatterns,
    *catalogue.urlpatterns,
    *planning.urlpatterns,
    *running.urlpatterns,
    *certificates.urlpatterns,
    *evaluating.urlpatterns,
    *mine.urlpatterns,
]
