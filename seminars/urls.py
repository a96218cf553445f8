"""Addresses of the room; each subject has its own beside its views."""

from .catalogue.urls import urlpatterns as catalogue
from .certificates.urls import urlpatterns as certificates
from .evaluation.urls import urlpatterns as evaluation
from .hours.urls import urlpatterns as hours
from .materials.urls import urlpatterns as materials
from .plan.urls import urlpatterns as plan
from .trainers.urls import urlpatterns as trainers

app_name = "seminars"
urlpatterns = [*plan, *catalogue, *trainers, *materials, *certificates, *evaluation, *hours]
