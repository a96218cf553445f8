from django.urls import path
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.participation.views import enrolling, managing, managing_one

urlpatterns = [
    path(_("participants/<int:pk>/"), managing.registration_list, name="registration_list"),
    path(_("participants/<int:pk>/add/"), managing.registration_add, name="registration_add"),
    path(_("participants/<int:pk>/decide/"), managing.registration_decide, name="registration_decide"),
    path(_("participants/<int:pk>/export/"), managing.registration_export, name="registration_export"),
    path(_("participants/<int:pk>/settings/"), enrolling.enrolment_edit, name="enrolment_edit"),
    path(_("participants/<int:pk>/settings/questions/"), enrolling.question_list, name="question_list"),
    path(_("participants/<int:pk>/settings/questions/add/"), enrolling.question_add, name="question_add"),
    path(
        _("participants/<int:pk>/settings/questions/<int:question_pk>/"), enrolling.question_edit, name="question_edit"
    ),
    path(
        _("participants/<int:pk>/settings/questions/<int:question_pk>/move/"),
        enrolling.question_move,
        name="question_move",
    ),
    path(
        _("participants/<int:pk>/settings/questions/<int:question_pk>/remove/"),
        enrolling.question_remove,
        name="question_remove",
    ),
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
