from django.urls import path
from django.urls.resolvers import URLPattern
from django.utils.translation import gettext_lazy as _

from . import views

urlpatterns: list[URLPattern] = [
    path(_("mail/"), views.mail, name="mail"),
    path(_("<int:programme_pk>/mail/"), views.mail_log, name="mail_log"),
    path(_("<int:programme_pk>/mail/export/"), views.mail_export, name="mail_export"),
    path(_("<int:programme_pk>/mail/settle/"), views.mail_settle, name="mail_settle"),
]
