from django.urls import path
from django.utils.translation import gettext_lazy as _

from .views import check, holder, register, staff

urlpatterns = [
    path(_("certificates/check/"), check.certificate_check_form, name="certificate_check_form"),
    path(_("certificates/check/<str:code>/"), check.certificate_check, name="certificate_check"),
    path(_("certificates/mine/<str:token>/"), holder.certificate_place, name="certificate_place"),
    path(
        _("certificates/mine/<str:token>/<int:pk>/<str:language>.pdf/"),
        holder.certificate_place_download,
        name="certificate_place_download",
    ),
    path(_("certificates/"), register.certificate_register, name="certificate_register"),
    path(_("certificates/export/"), register.certificate_export, name="certificate_export"),
    path(_("certificates/<int:pk>/"), holder.certificate_detail, name="certificate_detail"),
    path(_("certificates/<int:pk>/<str:language>.pdf/"), holder.certificate_download, name="certificate_download"),
    path(_("certificates/<int:pk>/revoke/"), staff.certificate_revoke, name="certificate_revoke"),
    path(_("certificates/<int:pk>/replace/"), staff.certificate_replace, name="certificate_replace"),
    path(_("<int:pk>/certificates/"), staff.certificate_list, name="certificate_list"),
    path(_("<int:pk>/certificates/file/"), staff.certificate_pack, name="certificate_pack"),
    path(_("<int:pk>/certificates/group/<int:registration_pk>/"), staff.certificate_group, name="certificate_group"),
]
