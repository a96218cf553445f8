from django.urls import path
from django.urls.resolvers import URLPattern
from django.utils.translation import gettext_lazy as _

from . import views

urlpatterns: list[URLPattern] = [
    path(_("<int:programme_pk>/privacy/openings/"), views.opening_list, name="opening_list"),
    path(_("<int:programme_pk>/privacy/openings/export/"), views.opening_export, name="opening_export"),
]
