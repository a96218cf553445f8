from django.urls import path
from django.utils.translation import gettext_lazy as _

from seminars.plan.views import lifecycle as views

urlpatterns = [
    path(_("<int:pk>/held/"), views.seminar_hold, name="seminar_hold"),
    path(_("<int:pk>/postpone/"), views.seminar_postpone, name="seminar_postpone"),
    path(_("<int:pk>/online/"), views.seminar_move_online, name="seminar_move_online"),
    path(_("<int:pk>/cancel/"), views.seminar_cancel, name="seminar_cancel"),
]
