from django.urls import include, path
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .programme import first_start_views

app_name = "administration"
urlpatterns = [
    path(format_lazy("{}<str:token>/", _("start/")), first_start_views.first_start, name="first_start"),
    path(_("programmes/"), include("darbigas_kopienas.administration.programme.urls")),
    path(_("programmes/"), include("darbigas_kopienas.administration.people.urls")),
    path(_("programmes/"), include("darbigas_kopienas.administration.privacy.urls")),
    path(_("programmes/"), include("darbigas_kopienas.administration.mail.urls")),
    path("", include("darbigas_kopienas.administration.privacy.erasure.own_urls")),
    path("", include("darbigas_kopienas.administration.roles.urls")),
    path("", include("darbigas_kopienas.administration.upkeep.urls")),
]
