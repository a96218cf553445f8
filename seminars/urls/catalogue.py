from django.urls import path
from django.utils.translation import gettext_lazy as _

from seminars.views import catalogue as views

urlpatterns = [
    path(_("training-programmes/"), views.training_list, name="training_list"),
    path(_("training-programmes/add/"), views.training_add, name="training_add"),
]
