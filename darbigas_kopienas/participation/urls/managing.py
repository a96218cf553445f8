from django.urls import path
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.participation.views import managing, managing_one

urlpatterns = [
    path(_("participants/<int:pk>/"), managing.registration_list, name="registration_list"),
    path(_("participants/<int:pk>/add/"), managing.registration_add, name="registration_add"),
    path(_("participants/<int:pk>/decide/"), managing.registration_decide, name="registration_decide"),
    path(_("participants/<int:pk>/export/"), managing.registration_export, name="registration_export"),
    path(
        _("participants/<int:pk>/<int:registration_pk>/"), managing_one.registration_detail, name="registration_detail"
    ),
    path(
        _("participants/<int:pk>/<int:registration_pk>/edit/"), managing_one.registration_edit, name="registration_edit"
    ),
    path(
        _("participants/<int:pk>/<int:registration_pk>/<slug:deed>/"),
        managing_one.registration_turn,
        name="registration_turn",
    ),
]
