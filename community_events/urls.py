from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

app_name = "community_events"
urlpatterns = [
    path("", views.event_list, name="event_list"),
    path(_("add/"), views.event_add, name="event_add"),
    path(_("export/"), views.event_export, name="event_export"),
    path("<int:pk>/", views.event_detail, name="event_detail"),
    path(_("<int:pk>/edit/"), views.event_edit, name="event_edit"),
    path(_("<int:pk>/hold/"), views.event_mark_held, name="event_mark_held"),
    path(_("<int:pk>/postpone/"), views.event_postpone, name="event_postpone"),
    path(_("<int:pk>/move-online/"), views.event_move_online, name="event_move_online"),
    path(_("<int:pk>/cancel/"), views.event_cancel, name="event_cancel"),
    path(_("<int:pk>/not-held/"), views.event_set_back, name="event_set_back"),
    path(_("<int:pk>/publish/"), views.event_publish, name="event_publish"),
]
