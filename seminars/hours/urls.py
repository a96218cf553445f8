from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

urlpatterns = [
    path(_("mine/"), views.own_list, name="own_list"),
    path(_("mine/school-sees-hours/"), views.school_consent, name="school_consent"),
    path(_("schools/<int:pk>/"), views.school_detail, name="school_detail"),
    path(_("schools/<int:pk>/certificates/"), views.school_pack, name="school_pack"),
]
