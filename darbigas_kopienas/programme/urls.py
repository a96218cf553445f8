from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import closing_views, views

app_name = "programme"
urlpatterns = [
    path(_("closings/"), closing_views.closing_list, name="closing_list"),
    path(_("closings/<int:pk>/ask/"), closing_views.closing_ask, name="closing_ask"),
    path(_("closings/requests/<int:pk>/open/"), closing_views.closing_reopen, name="closing_reopen"),
    path(_("closings/requests/<int:pk>/decline/"), closing_views.closing_decline, name="closing_decline"),
    path(_("school-contacts/"), views.school_contact_list, name="school_contact_list"),
    path(_("school-contacts/<int:pk>/end/"), views.school_contact_end, name="school_contact_end"),
    path(_("history/"), views.history_list, name="history_list"),
    path("<slug:code>/", views.programme_detail, name="programme_detail"),
]
