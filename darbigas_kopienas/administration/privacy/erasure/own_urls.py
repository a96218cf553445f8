"""Outside of any programme: whoever asks may belong to none."""

from django.urls import path
from django.urls.resolvers import URLPattern
from django.utils.translation import gettext_lazy as _

from . import own_views

urlpatterns: list[URLPattern] = [
    path(_("my-data/delete/"), own_views.erasure_ask, name="erasure_ask"),
    path(_("my-data/delete/<int:pk>/withdraw/"), own_views.erasure_withdraw, name="erasure_withdraw"),
]
