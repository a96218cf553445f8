from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from .views import detail, mail, participant_list, schools, tables

urlpatterns: list[URLPattern] = [
    path(_("participants/<int:pk>/"), participant_list.registration_list, name="registration_list"),
    path(_("participants/<int:pk>/add/"), participant_list.registration_add, name="registration_add"),
    path(_("participants/<int:pk>/decide/"), participant_list.registration_decide, name="registration_decide"),
    path(_("participants/<int:pk>/export/"), tables.registration_export, name="registration_export"),
    path(_("participants/<int:pk>/import/"), tables.registration_import, name="registration_import"),
    path(
        _("participants/<int:pk>/import/template/"),
        tables.registration_import_template,
        name="registration_import_template",
    ),
    path(_("participants/<int:pk>/totals/"), participant_list.registration_totals, name="registration_totals"),
    path(_("participants/<int:pk>/schools/"), schools.school_map, name="school_map"),
    path(_("participants/<int:pk>/schools/<int:spelling_pk>/forget/"), schools.school_forget, name="school_forget"),
    path(_("participants/<int:pk>/letter/"), mail.registration_letter, name="registration_letter"),
    path(_("participants/<int:pk>/<int:registration_pk>/"), detail.registration_detail, name="registration_detail"),
    path(_("participants/<int:pk>/<int:registration_pk>/edit/"), detail.registration_edit, name="registration_edit"),
    path(
        _("participants/<int:pk>/<int:registration_pk>/<slug:action>/"),
        detail.registration_act,
        name="registration_act",
    ),
]
