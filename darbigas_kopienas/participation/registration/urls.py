from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from .views import address, form, place, received

urlpatterns: list[URLPattern] = [
    path(_("register/<int:pk>/"), form.register, name="register"),
    path(_("register/<int:pk>/received/"), received.register_received, name="register_received"),
    path(_("register/<int:pk>/received/again/"), received.register_resend, name="register_resend"),
    path(_("register/<int:pk>/received/address/"), received.register_correct, name="register_correct"),
    path(_("register/lost-link/"), received.place_find, name="place_find"),
    path(_("place/<str:token>/"), place.place_detail, name="place_detail"),
    path(_("place/<str:token>/accept/"), place.place_accept, name="place_accept"),
    path(_("place/<str:token>/change/"), place.place_change, name="place_change"),
    path(_("place/<str:token>/address/"), address.place_address, name="place_address"),
    path(_("new-address/<str:token>/"), address.address_confirm, name="address_confirm"),
    path(_("place/<str:token>/cancel/"), place.place_cancel, name="place_cancel"),
    path(_("verify/<str:token>/"), place.place_verify, name="place_verify"),
    path(_("place/<str:token>/calendar.ics"), place.place_calendar, name="place_calendar"),
]
