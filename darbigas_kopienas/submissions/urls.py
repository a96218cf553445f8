from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

app_name = "submissions"
urlpatterns = [
    path(_("save/"), views.draft_save, name="draft_save"),
    path(_("drop/"), views.draft_drop, name="draft_drop"),
]
