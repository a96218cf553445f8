from django.urls import path
from django.urls.resolvers import URLPattern
from django.utils.translation import gettext_lazy as _

from . import views

urlpatterns: list[URLPattern] = [
    path(_("<int:programme_pk>/mail/"), views.mail_log, name="mail_log"),
]
