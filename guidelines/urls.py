from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

app_name = "guidelines"
urlpatterns = [
    path("", views.guideline_list, name="guideline_list"),
    path(_("add/"), views.guideline_add, name="guideline_add"),
    path(_("publicity/"), views.publicity_list, name="publicity_list"),
    path(_("publicity/add/"), views.publicity_add, name="publicity_add"),
    path("<int:pk>/", views.guideline_detail, name="guideline_detail"),
    path(_("<int:pk>/edit/"), views.guideline_edit, name="guideline_edit"),
    path(_("<int:pk>/publish/"), views.guideline_publish, name="guideline_publish"),
    path(_("<int:pk>/archive/"), views.guideline_archive, name="guideline_archive"),
]
