from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from . import views

urlpatterns: list[URLPattern] = [
    path(_("participants/<int:pk>/colleagues/"), views.colleague_register, name="colleague_register"),
]
