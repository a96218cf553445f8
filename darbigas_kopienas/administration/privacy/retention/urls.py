from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

urlpatterns = [
    path(_("privacy/overdue/"), views.overdue, name="privacy_overdue"),
    path(_("<int:programme_pk>/privacy/retention/"), views.retention_list, name="retention_list"),
    path(_("<int:programme_pk>/privacy/retention/add/"), views.retention_add, name="retention_add"),
    path(_("<int:programme_pk>/privacy/retention/overdue/"), views.retention_overdue, name="retention_overdue"),
    path(_("<int:programme_pk>/privacy/destruction/"), views.destruction_list, name="destruction_list"),
    path(_("<int:programme_pk>/privacy/destruction/add/"), views.destruction_add, name="destruction_add"),
    path(_("<int:programme_pk>/privacy/destruction/<int:pk>/"), views.destruction_detail, name="destruction_detail"),
    path(
        _("<int:programme_pk>/privacy/destruction/<int:pk>/approve/"),
        views.destruction_approve,
        name="destruction_approve",
    ),
    path(
        _("<int:programme_pk>/privacy/destruction/<int:pk>/cancel/"),
        views.destruction_cancel,
        name="destruction_cancel",
    ),
    path(_("<int:programme_pk>/privacy/destruction/<int:pk>/file/"), views.destruction_file, name="destruction_file"),
]
