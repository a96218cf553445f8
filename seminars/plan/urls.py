from django.urls import path
from django.utils.translation import gettext_lazy as _

from .views import calendar, days, drafts, lifecycle, public, repetition, seminar, tables

urlpatterns = [
    path("", public.seminar_list, name="seminar_list"),
    path("<int:pk>/", public.seminar_detail, name="seminar_detail"),
    path(_("calendar.ics"), calendar.seminar_feed, name="seminar_feed"),
    path(_("<int:pk>/calendar.ics"), calendar.seminar_calendar, name="seminar_calendar"),
    path(_("add/"), seminar.seminar_add, name="seminar_add"),
    path(_("<int:pk>/edit/"), seminar.seminar_edit, name="seminar_edit"),
    path(_("<int:pk>/days/add/"), days.seminar_day_add, name="seminar_day_add"),
    path(_("<int:pk>/days/<int:session_pk>/"), days.seminar_day_edit, name="seminar_day_edit"),
    path(_("<int:pk>/days/<int:session_pk>/take-off/"), days.seminar_day_remove, name="seminar_day_remove"),
    path(_("not-published/"), drafts.seminar_drafts, name="seminar_drafts"),
    path(_("<int:pk>/publish/"), drafts.seminar_publish, name="seminar_publish"),
    path(_("<int:pk>/held/"), lifecycle.seminar_mark_held, name="seminar_mark_held"),
    path(_("<int:pk>/postpone/"), lifecycle.seminar_postpone, name="seminar_postpone"),
    path(_("<int:pk>/online/"), lifecycle.seminar_move_online, name="seminar_move_online"),
    path(_("<int:pk>/cancel/"), lifecycle.seminar_cancel, name="seminar_cancel"),
    path(_("<int:pk>/not-held/"), lifecycle.seminar_set_back, name="seminar_set_back"),
    path(_("<int:pk>/duplicate/"), repetition.seminar_duplicate, name="seminar_duplicate"),
    path(_("<int:pk>/repeat/"), repetition.seminar_repeat, name="seminar_repeat"),
    path(_("<int:pk>/template/"), repetition.template_save, name="template_save"),
    path(_("templates/"), repetition.template_use, name="template_use"),
    path(_("templates/<int:pk>/remove/"), repetition.template_drop, name="template_drop"),
    path(_("export/"), tables.seminar_export, name="seminar_export"),
    path(_("import/"), tables.seminar_import, name="seminar_import"),
    path(_("import/template/"), tables.seminar_import_template, name="seminar_import_template"),
    path(_("<int:pk>/attendance/export/"), tables.attendance_export, name="attendance_export"),
    path(_("<int:pk>/attendance/import/"), tables.attendance_import, name="attendance_import"),
    path(
        _("<int:pk>/attendance/import/template/"),
        tables.attendance_import_template,
        name="attendance_import_template",
    ),
]
