"""The report's own pages, and the public check page under a short address."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from . import views

app_name = "reports"
urlpatterns = [
    path("", include("darbigas_kopienas.reports.shared.urls")),  # first: one of its words stands where a code does
    path(_("check/"), views.report_check_form, name="report_check_form"),
    path(_("check/<str:code>/"), views.report_check, name="report_check"),
    path(_("reports/"), views.report_list, name="report_list"),
    path(_("reports/make/"), views.report_make, name="report_make"),
    path(_("reports/<str:code>/"), views.report_detail, name="report_detail"),
    path(_("reports/<str:code>/files/"), views.rendering_make, name="rendering_make"),
    path(
        _("reports/<str:code>/files/<str:language>.<str:format>/"), views.rendering_download, name="rendering_download"
    ),
    path(_("reports/<str:code>/submit/"), views.report_submit, name="report_submit"),
    path(_("reports/<str:code>/delete/"), views.report_delete, name="report_delete"),
    path(_("reports/<str:code>/<str:figure_code>/"), views.figure_detail, name="figure_detail"),
]
