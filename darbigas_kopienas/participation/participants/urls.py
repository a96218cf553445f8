from django.urls import path
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.participation.colleagues import views as colleagues
from darbigas_kopienas.participation.questions import views as enrolling
from darbigas_kopienas.participation.registration.invitations import views as inviting

from .views import detail as managing_one
from .views import list as managing
from .views import mail as summing
from .views import tables as exchanging

urlpatterns = [
    path(_("participants/<int:pk>/"), managing.registration_list, name="registration_list"),
    path(_("participants/<int:pk>/add/"), managing.registration_add, name="registration_add"),
    path(_("participants/<int:pk>/decide/"), managing.registration_decide, name="registration_decide"),
    path(_("participants/<int:pk>/export/"), exchanging.registration_export, name="registration_export"),
    path(_("participants/<int:pk>/import/"), exchanging.registration_import, name="registration_import"),
    path(
        _("participants/<int:pk>/import/template/"),
        exchanging.registration_import_template,
        name="registration_import_template",
    ),
    path(_("participants/<int:pk>/totals/"), summing.registration_totals, name="registration_totals"),
    path(_("participants/<int:pk>/letter/"), summing.registration_letter, name="registration_letter"),
    path(_("participants/<int:pk>/colleagues/"), colleagues.colleague_register, name="colleague_register"),
    path(_("participants/<int:pk>/invitations/"), inviting.invitation_list, name="invitation_list"),
    path(_("participants/<int:pk>/invitations/add/"), inviting.invitation_add, name="invitation_add"),
    path(_("participants/<int:pk>/invitations/remind/"), inviting.invitation_remind, name="invitation_remind"),
    path(_("invitation/<str:token>/"), inviting.invitation_answer, name="invitation_answer"),
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
