from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

urlpatterns = [
    path(_("training-programmes/"), views.training_list, name="training_list"),
    path(_("training-programmes/add/"), views.training_add, name="training_add"),
    path(_("training-programmes/<int:pk>/"), views.training_detail, name="training_detail"),
    path(_("training-programmes/<int:pk>/edit/"), views.training_edit, name="training_edit"),
]
