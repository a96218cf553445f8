from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

app_name = "jobs"
urlpatterns = [
    path("<uuid:pk>/", views.job_detail, name="job_detail"),
    path(_("<uuid:pk>/retry/"), views.job_retry, name="job_retry"),
]
