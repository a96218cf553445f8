from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import contacts, my_data, style, views

app_name = "home"
urlpatterns = [
    path("", views.front, name="front"),
    path(_("my-tasks/"), views.my_tasks, name="my_tasks"),
    path(_("my-data/"), my_data.my_data, name="my_data"),
    path(_("my-data/file/"), my_data.my_data_file, name="my_data_file"),
    path(_("accessibility/"), views.accessibility, name="accessibility"),
    path(_("contacts/"), contacts.contacts, name="contacts"),
    path(_("privacy/"), views.privacy, name="privacy"),
    path(_("choose-programme/"), views.programme_choose, name="programme_choose"),
    path(_("style/"), style.style, name="style"),
]
