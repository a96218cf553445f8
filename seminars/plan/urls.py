from django.urls import path
from django.utils.translation import gettext_lazy as _

from .views import seminar as views

urlpatterns = [
    path(_("add/"), views.seminar_add, name="seminar_add"),
    path(_("<int:pk>/edit/"), views.seminar_edit, name="seminar_edit"),
    path(_("<int:pk>/days/add/"), views.seminar_day_add, name="seminar_day_add"),
    path(_("<int:pk>/days/<int:session_pk>/"), views.seminar_day_edit, name="seminar_day_edit"),
    path(_("<int:pk>/days/<int:session_pk>/take-off/"), views.seminar_day_remove, name="seminar_day_remove"),
]
