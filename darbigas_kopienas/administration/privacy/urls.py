from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from . import views

urlpatterns = [
    path(_("privacy/"), views.privacy, name="privacy"),
    path("", include("darbigas_kopienas.administration.privacy.erasure.urls")),
    path("", include("darbigas_kopienas.administration.privacy.retention.urls")),
    path("", include("darbigas_kopienas.administration.privacy.notices.urls")),
    path("", include("darbigas_kopienas.administration.privacy.openings.urls")),
]
