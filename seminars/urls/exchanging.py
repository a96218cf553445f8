from django.urls import path
from django.utils.translation import gettext_lazy as _

from seminars.plan.views import tables as views

urlpatterns = [
    path(_("export/"), views.seminar_export, name="seminar_export"),
    path(_("import/"), views.seminar_import, name="seminar_import"),
    path(_("import/template/"), views.seminar_import_template, name="seminar_import_template"),
    path(_("<int:pk>/attendance/export/"), views.attendance_export, name="attendance_export"),
    path(_("<int:pk>/attendance/import/"), views.attendance_import, name="attendance_import"),
    path(
        _("<int:pk>/attendance/import/template/"), views.attendance_import_template, name="attendance_import_template"
    ),
]
