from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from .views import grid, passes, sheets, wall

urlpatterns: list[URLPattern] = [
    path(_("attendance/"), grid.attendance_today, name="attendance_today"),
    path(_("attendance/<int:pk>/"), grid.attendance_grid, name="attendance_grid"),
    path(_("attendance/<int:pk>/badges/"), sheets.badge_print, name="badge_print"),
    path(_("attendance/<int:pk>/<int:session_pk>/"), grid.attendance_session, name="attendance_session"),
    path(_("attendance/<int:pk>/<int:session_pk>/ticks/"), grid.attendance_ticks, name="attendance_ticks"),
    path(_("attendance/<int:pk>/<int:session_pk>/walk-in/"), grid.walk_in, name="walk_in"),
    path(_("attendance/<int:pk>/<int:session_pk>/let-in/<int:registration_pk>/"), grid.let_in, name="let_in"),
    path(_("attendance/<int:pk>/<int:session_pk>/odd/<int:attendance_pk>/"), grid.oddity_settle, name="oddity_settle"),
    path(_("attendance/<int:pk>/<int:session_pk>/sheet/"), sheets.sheet_print, name="sheet_print"),
    path(_("attendance/<int:pk>/<int:session_pk>/wall/"), wall.wall_code, name="wall_code"),
    path(_("attendance/<int:pk>/<int:session_pk>/scan/"), passes.check_in_scan, name="check_in_scan"),
    path(
        _("attendance/<int:pk>/<int:session_pk>/pass/<int:registration_pk>/"),
        passes.pass_check_in,
        name="pass_check_in",
    ),
    path(_("attendance/sheets/"), sheets.sheet_file, name="sheet_file"),
    path(_("attendance/sheets/<int:document_pk>/"), sheets.sheet_assign, name="sheet_assign"),
    path(_("sheet/<str:code>/"), sheets.sheet, name="sheet"),
    path(_("here/"), wall.check_in_form, name="check_in_form"),
    path(_("here/<str:code>/"), wall.check_in, name="check_in"),
]
