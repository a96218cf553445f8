from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

urlpatterns = [
    path(_("<int:pk>/running/"), views.running_list, name="running_list"),
    path(_("<int:pk>/running/trainers/add/"), views.engagement_add, name="engagement_add"),
    path(_("<int:pk>/running/trainers/<int:engagement_pk>/"), views.engagement_edit, name="engagement_edit"),
    path(_("<int:pk>/running/trainers/<int:engagement_pk>/deed/"), views.engagement_deed, name="engagement_deed"),
    path(_("<int:pk>/running/trainers/<int:engagement_pk>/profile/"), views.trainer_edit, name="trainer_edit"),
    path(_("<int:pk>/materials/add/"), views.material_add, name="material_add"),
    path(_("<int:pk>/materials/<int:material_pk>/"), views.material_open, name="material_open"),
    path(_("<int:pk>/materials/<int:material_pk>/edit/"), views.material_edit, name="material_edit"),
    path(_("<int:pk>/materials/<int:material_pk>/remove/"), views.material_remove, name="material_remove"),
    path(_("trainers/answer/<str:token>/"), views.engagement_answer, name="engagement_answer"),
]
