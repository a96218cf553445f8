"""View links: who makes them under the reports, who reads by them under a short address of its own."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import reader_views, views

urlpatterns = [
    path(_("reports/view-links/"), views.shared_link_list, name="shared_link_list"),
    path(_("reports/view-links/make/"), views.shared_link_make, name="shared_link_make"),
    path(_("reports/view-links/<int:pk>/"), views.shared_link_detail, name="shared_link_detail"),
    path(_("reports/view-links/<int:pk>/end/"), views.shared_link_end, name="shared_link_end"),
    path(_("view-link/<str:token>/"), reader_views.shared_reports, name="shared_reports"),
    path(_("view-link/<str:token>/<str:code>/"), reader_views.shared_report, name="shared_report"),
    path(
        _("view-link/<str:token>/<str:code>/figures/<str:figure_code>/"),
        reader_views.shared_figure,
        name="shared_figure",
    ),
    path(
        _("view-link/<str:token>/<str:code>/files/<str:language>.<str:format>/"),
        reader_views.shared_file,
        name="shared_file",
    ),
    path(
        _("view-link/<str:token>/<str:code>/documents/<int:pk>/"),
        reader_views.shared_document,
        name="shared_document",
    ),
]
