"""Addresses of the room, by subject; views lie in the file of the same name."""

from . import (
    calendar,
    catalogue,
    certificates,
    evaluating,
    exchanging,
    mine,
    planning,
    reading,
    repeating,
    running,
    turning,
)

app_name = "seminars"
urlpatterns = [
    *reading.urlpatterns,
    *calendar.urlpatterns,
    *catalogue.urlpatterns,
    *planning.urlpatterns,
    *turning.urlpatterns,
    *repeating.urlpatterns,
    *running.urlpatterns,
    *certificates.urlpatterns,
    *evaluating.urlpatterns,
    *exchanging.urlpatterns,
    *mine.urlpatterns,
]
