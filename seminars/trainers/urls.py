from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

urlpatterns = [
    path(_("<int:pk>/running/"), views.running_list, name="running_list"),
    path(_("<int:pk>/running/trainers/add/"), views.engagement_add, name="engagement_add"),
    path(_("<int:pk>/running/trainers/<int:engagement_pk>/"), views.engagement_edit, name="engagement_edit"),
    path(_("<int:pk>/running/trainers/<int:engagement_pk>/action/"), views.engagement_act, name="engagement_act"),
    path(_("<int:pk>/running/trainers/<int:engagement_pk>/profile/"), views.trainer_edit, name="trainer_edit"),
    path(_("trainers/answer/<str:token>/"), views.engagement_answer, name="engagement_answer"),
]
