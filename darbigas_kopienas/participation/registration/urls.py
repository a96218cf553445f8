from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from .views import form as views

urlpatterns: list[URLPattern] = [
    path(_("register/<int:pk>/"), views.register, name="register"),
    path(_("place/<str:token>/"), views.place_detail, name="place_detail"),
    path(_("place/<str:token>/accept/"), views.place_accept, name="place_accept"),
    path(_("place/<str:token>/change/"), views.place_change, name="place_change"),
    path(_("place/<str:token>/cancel/"), views.place_cancel, name="place_cancel"),
    path(_("verify/<str:token>/"), views.place_verify, name="place_verify"),
]
