from django.urls import path
from django.urls.resolvers import URLPattern
from django.utils.translation import gettext_lazy as _

from . import views

urlpatterns: list[URLPattern] = [
    path(_("<int:programme_pk>/privacy/erasure/"), views.erasure_list, name="erasure_list"),
    path(_("<int:programme_pk>/privacy/erasure/<int:pk>/"), views.erasure_detail, name="erasure_detail"),
    path(_("<int:programme_pk>/privacy/erasure/<int:pk>/erase/"), views.erasure_carry_out, name="erasure_carry_out"),
    path(_("<int:programme_pk>/privacy/erasure/<int:pk>/refuse/"), views.erasure_refuse, name="erasure_refuse"),
    path(_("<int:programme_pk>/privacy/erasure/note/<int:person_pk>/"), views.erasure_note, name="erasure_note"),
]
