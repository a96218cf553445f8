from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

app_name = "seminars"
urlpatterns = [
    path("", views.seminar_list, name="seminar_list"),
    path(_("add/"), views.seminar_add, name="seminar_add"),
    path(_("training-programmes/"), views.training_list, name="training_list"),
    path(_("training-programmes/add/"), views.training_add, name="training_add"),
    path("<int:pk>/", views.seminar_detail, name="seminar_detail"),
    path(_("<int:pk>/edit/"), views.seminar_edit, name="seminar_edit"),
    path(_("<int:pk>/days/add/"), views.seminar_day_add, name="seminar_day_add"),
    path(_("<int:pk>/days/<int:session_pk>/"), views.seminar_day_edit, name="seminar_day_edit"),
    path(_("<int:pk>/held/"), views.seminar_hold, name="seminar_hold"),
    path(_("<int:pk>/cancel/"), views.seminar_cancel, name="seminar_cancel"),
]
