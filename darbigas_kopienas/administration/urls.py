from django.urls import include, path
from django.utils.translation import gettext_lazy as _

app_name = "administration"
urlpatterns = [
    path(_("programmes/"), include("darbigas_kopienas.administration.programme.urls")),
    path(_("programmes/"), include("darbigas_kopienas.administration.people.urls")),
]
