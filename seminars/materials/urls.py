from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

urlpatterns = [
    path(_("<int:pk>/materials/add/"), views.material_add, name="material_add"),
    path(_("<int:pk>/materials/<int:material_pk>/"), views.material_open, name="material_open"),
    path(_("<int:pk>/materials/<int:material_pk>/edit/"), views.material_edit, name="material_edit"),
    path(_("<int:pk>/materials/<int:material_pk>/remove/"), views.material_remove, name="material_remove"),
]
