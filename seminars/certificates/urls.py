from django.urls import path
from django.utils.translation import gettext_lazy as _

from .views import check as checking
from .views import holder as holding
from .views import staff as views

urlpatterns = [
    path(_("certificates/check/"), checking.certificate_check_form, name="certificate_check_form"),
    path(_("certificates/check/<str:code>/"), checking.certificate_check, name="certificate_check"),
    path(_("certificates/mine/<str:token>/"), holding.certificate_place, name="certificate_place"),
    path(
        _("certificates/mine/<str:token>/<int:pk>/<str:language>.pdf/"),
        holding.certificate_place_download,
        name="certificate_place_download",
    ),
    path(_("certificates/"), views.certificate_register, name="certificate_register"),
    path(_("certificates/export/"), views.certificate_export, name="certificate_export"),
    path(_("certificates/<int:pk>/"), holding.certificate_detail, name="certificate_detail"),
    path(_("certificates/<int:pk>/<str:language>.pdf/"), holding.certificate_download, name="certificate_download"),
    path(_("certificates/<int:pk>/revoke/"), views.certificate_revoke, name="certificate_revoke"),
    path(_("certificates/<int:pk>/replace/"), views.certificate_replace, name="certificate_replace"),
    path(_("<int:pk>/certificates/"), views.certificate_list, name="certificate_list"),
    path(_("<int:pk>/certificates/file/"), views.certificate_pack, name="certificate_pack"),
    path(_("<int:pk>/certificates/group/<int:registration_pk>/"), views.certificate_group, name="certificate_group"),
]
