from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from . import views

urlpatterns = [
    path(_("mail/"), views.mail, name="mail"),
    path(_("<int:programme_pk>/mail/"), views.mail_log, name="mail_log"),
    path(_("<int:programme_pk>/mail/export/"), views.mail_export, name="mail_export"),
    path(_("<int:programme_pk>/mail/settle/"), views.mail_settle, name="mail_settle"),
    path("", include("darbigas_kopienas.administration.mail.words.urls")),
]
