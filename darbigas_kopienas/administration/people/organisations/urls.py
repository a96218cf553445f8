from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import tables, views

urlpatterns = [
    path(_("<int:programme_pk>/organisations/"), views.organisation_list, name="organisation_list"),
    path(_("<int:programme_pk>/organisations/add/"), views.organisation_add, name="organisation_add"),
    path(_("<int:programme_pk>/organisations/export/"), tables.organisation_export, name="organisation_export"),
    path(_("<int:programme_pk>/organisations/import/"), tables.organisation_import, name="organisation_import"),
    path(
        _("<int:programme_pk>/organisations/import/template/"),
        tables.organisation_template,
        name="organisation_template",
    ),
    path(_("<int:programme_pk>/organisations/<int:pk>/"), views.organisation_detail, name="organisation_detail"),
    path(_("<int:programme_pk>/organisations/<int:pk>/edit/"), views.organisation_edit, name="organisation_edit"),
]
