from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

app_name = "programme"
urlpatterns = [
    path(_("closings/"), views.closing_list, name="closing_list"),
    path(_("closings/<int:pk>/ask/"), views.closing_ask, name="closing_ask"),
    path(_("closings/<int:pk>/reopen/"), views.closing_reopen, name="closing_reopen"),
    path(_("school-contacts/"), views.school_contact_list, name="school_contact_list"),
    path(_("school-contacts/<int:pk>/end/"), views.school_contact_end, name="school_contact_end"),
    path(_("history/"), views.history_list, name="history_list"),
    path("<slug:code>/", views.programme_detail, name="programme_detail"),
]
