"""Addresses of the room, by subject; views lie in the file of the same name."""

from seminars.catalogue import urls as catalogue
from seminars.certificates import urls as certificates
from seminars.evaluation import urls as evaluating
from seminars.hours import urls as mine
from seminars.plan import urls as planning
from seminars.trainers import urls as running

from . import calendar, exchanging, reading, repeating, turning

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
