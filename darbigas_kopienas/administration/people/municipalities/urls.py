from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

urlpatterns = [
    path(_("<int:programme_pk>/municipalities/"), views.municipality_list, name="municipality_list"),
    path(_("<int:programme_pk>/municipalities/add/"), views.municipality_add, name="municipality_add"),
    path(_("<int:programme_pk>/municipalities/<int:pk>/"), views.municipality_edit, name="municipality_edit"),
]
