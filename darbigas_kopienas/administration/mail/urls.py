from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from . import views

urlpatterns = [
    path(_("<int:programme_pk>/mail/"), views.mail_log, name="mail_log"),
    path("", include("darbigas_kopienas.administration.mail.words.urls")),
]
